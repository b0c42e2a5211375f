// What a reader is typing about a concept: kept in his browser until it is sent, and counted near the limit.
// A text is told apart by data-draft: the number of its line, or nothing for the whole.
(() => {
  const { token, thanked } = document.body.dataset;
  const COUNT_FROM = 200; // signs left

  const nameOf = (text) => `reactie:${token}:${text.dataset.draft}`;
  const length = (text) => [...text].length; // as Python counts: an emoji is one sign, not two

  // The server has it: what comes back after this is something new.
  if (thanked !== undefined) {
    store.remove(`reactie:${token}:${thanked}`);
    history.replaceState(null, "", location.pathname + location.hash);
  }

  function count(text) {
    const left = Number(text.dataset.limit) - length(text.value);
    const unit = Math.abs(left) === 1 ? "teken" : "tekens";
    const words = left < 0 ? `${-left} ${unit} te lang` : left <= COUNT_FROM ? `Nog ${left} ${unit}` : "";
    text.form.querySelector("[data-count]").textContent = words;
  }

  function keep(text) {
    if (text.value.trim()) store.put(nameOf(text), text.value);
    else store.remove(nameOf(text));
    count(text);
  }

  for (const text of document.querySelectorAll("textarea[data-draft]")) {
    const draft = store.get(nameOf(text));
    if (!text.value && typeof draft === "string") {
      text.value = draft;
      text.closest("details").open = true;
    }
    count(text);
    text.addEventListener("input", () => keep(text));
  }
})();

// What a person is typing: kept as a draft per question, with the label chosen for it, counted near the limit, and
// checked before it is sent.
// A text is told apart by data-draft: it names the question, or the answer that is being changed.
window.writing = (() => {
  const PREFIX = `concept:${document.body.dataset.code}:`;
  const COUNT_FROM = 50; // signs left

  const texts = () => [...document.querySelectorAll("textarea[data-draft]")];
  const length = (text) => [...text].length; // as Python counts: an emoji is one sign, not two
  const nameOf = (text) => PREFIX + text.dataset.draft;

  // Return the text that was changed and not sent, if there is one. What is left of a closed question does not count.
  function unsent() {
    return texts().find((text) => text.value.trim() && text.value !== text.defaultValue && !isLeftover(text));
  }

  const isLeftover = (text) => text.closest("[data-leftover]") !== null;

  const labels = (text) => [...text.form.querySelectorAll("[name=label]")];
  const isUntouched = (text) =>
    text.value === text.defaultValue && labels(text).every((label) => label.checked === label.defaultChecked);

  function keep(text) {
    const label = labels(text).find((one) => one.checked)?.value ?? null;
    if (text.value.trim() && !isUntouched(text)) store.put(nameOf(text), { text: text.value, label });
    else store.remove(nameOf(text));
  }

  // Put drafts back in the boxes they were typed in, and let those be seen.
  function restore() {
    for (const text of texts()) {
      const draft = isUntouched(text) ? store.get(nameOf(text)) : null;
      if (typeof draft?.text === "string") {
        text.value = draft.text;
        for (const label of labels(text)) label.checked = label.value === draft.label;
        text.closest("details")?.setAttribute("open", "");
      }
      text.closest("[data-leftover]")?.toggleAttribute("hidden", !text.value);
      count(text);
    }
  }

  function count(text) {
    const left = Number(text.dataset.limit) - length(text.value);
    const counter = text.form.querySelector("[data-count]");
    counter.textContent = left >= 0 && left <= COUNT_FROM ? `Nog ${left} ${left === 1 ? "teken" : "tekens"}` : "";
    if (left < 0) complain(text, `Uw antwoord is te lang. Maak het ${-left} ${left === -1 ? "teken" : "tekens"} korter.`);
    else if (text.value.trim()) complain(text, "");
    return left >= 0;
  }

  // Tell whether a text can be sent; if not, its form says why.
  function check(text) {
    if (!text.value.trim()) complain(text, "Typ eerst uw antwoord.");
    const fits = count(text) && text.value.trim() !== "";
    if (!fits) text.focus();
    return fits;
  }

  function complain(text, words) {
    const place = text.form.querySelector("[data-error]");
    place.textContent = words;
    place.hidden = !words;
    if (words) text.setAttribute("aria-invalid", "true");
    else text.removeAttribute("aria-invalid");
  }

  function clear(text) {
    store.remove(nameOf(text));
    text.form.reset(); // what was filled in by the server comes back
    if (text.form.dataset.outbox === "antwoord") text.value = "";
    restore();
  }

  document.addEventListener("input", (event) => {
    const text = event.target.form?.querySelector("textarea[data-draft]");
    if (!text) return;
    keep(text);
    if (text === event.target) count(text);
  });
  // Before the outbox takes it.
  document.addEventListener(
    "submit",
    (event) => {
      const text = event.target.querySelector("textarea[data-draft]");
      if (text && !check(text)) event.preventDefault();
    },
    { capture: true },
  );
  document.addEventListener("pmg:updated", restore);
  document.addEventListener("pmg:own", restore);
  restore();

  return { unsent, check, clear };
})();

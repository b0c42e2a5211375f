// A list of names has an empty field for the next one: who fills in the last gets another.
(() => {
  document.addEventListener("input", ({ target }) => {
    const list = target.closest("[data-names]");
    const last = list?.querySelector("li:last-child");
    if (!last?.contains(target) || !target.value) return;
    const next = last.cloneNode(true);
    next.querySelector("input").value = "";
    last.after(next);
  });
})();

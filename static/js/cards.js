// From answer to answer with the arrows, and the last decision undone with Ctrl Z. What a letter does with the answer
// that has the focus, keys.js knows.
(() => {
  htmx.config.morphIgnore.push("open"); // what was unfolded stays so when the desk is brought up to date

  const cards = () => [...document.querySelectorAll("#antwoorden [data-card]")].filter((card) => card.getClientRects().length);

  document.addEventListener("keydown", (event) => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!by || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
    const here = event.target.closest("[data-card]");
    const isElsewhere = event.target !== document.body && !event.target.matches(".desk__yield");
    if (!here && (isElsewhere || by < 0)) return;
    const all = cards();
    const next = all[all.indexOf(here) + by];
    if (!next) return;
    event.preventDefault();
    next.focus();
    next.scrollIntoView({ block: "nearest" });
  });

  document.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "z" || !(event.ctrlKey || event.metaKey) || event.shiftKey) return;
    const undo = document.querySelector("[data-undo]");
    if (!undo || event.target.closest("input, select, textarea")) return; // a field has its own undo
    event.preventDefault();
    undo.click();
  });
})();

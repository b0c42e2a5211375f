// From text to text with the arrows. What a letter does with the text that has the focus, keys.js knows.
(() => {
  const cards = () => [...document.querySelectorAll("[data-card]")];

  document.addEventListener("keydown", (event) => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!by || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
    const all = cards();
    const next = all[all.indexOf(event.target.closest("[data-card]")) + by];
    if (!next) return;
    event.preventDefault();
    next.focus();
    next.scrollIntoView({ block: "nearest" });
  });

  // Whoever decided goes on with the next text, which the address names; who just came starts at the first.
  const named = document.getElementById(location.hash.slice(1));
  (named ?? cards()[0])?.focus({ preventScroll: !named });
})();

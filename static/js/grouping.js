// Ticking answers and grouping them without leaving the keyboard.
(() => {
  const form = () => document.getElementById("samenvoegen");
  const nameField = () => document.getElementById("groepsnaam");
  const boxes = () => [...document.querySelectorAll('#groepen input[type="checkbox"][name="answers"]')];
  let firstTicked = 0;

  function countTicks() {
    const count = boxes().filter((box) => box.checked).length;
    const output = document.querySelector("[data-tick-count]");
    output.textContent = count;
    output.closest("output").hidden = count === 0;
  }

  document.addEventListener("change", countTicks);
  document.addEventListener("htmx:after:swap", countTicks);
  countTicks();

  document.addEventListener("keydown", (event) => {
    const all = boxes();
    const index = all.indexOf(event.target);
    if (index < 0) return;
    const next = { ArrowDown: all[index + 1], ArrowUp: all[index - 1], Enter: nameField() }[event.key];
    if (!next) return;
    event.preventDefault();
    next.focus();
  });

  document.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "z" || !(event.ctrlKey || event.metaKey) || event.shiftKey) return;
    if (event.target.closest('input:not([type="checkbox"]), select, textarea')) return; // its own undo
    event.preventDefault();
    document.querySelector("[data-undo]").click();
  });

  // Where to go on after the ticked answers have left the list.
  document.addEventListener("htmx:before:request", (event) => {
    if (event.detail.ctx.sourceElement === form()) firstTicked = boxes().findIndex((box) => box.checked);
  });
  document.addEventListener("htmx:after:swap", (event) => {
    const { sourceElement, response } = event.detail.ctx;
    if (sourceElement !== form() || response.status !== 200) return;
    form().reset();
    countTicks();
    const left = boxes();
    if (document.activeElement === nameField()) left[Math.min(firstTicked, left.length - 1)]?.focus();
  });
})();

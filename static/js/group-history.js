// Undo and redo by key, as many times as they are pressed: each press waits for the reply to the one before it, and so
// is about what the page shows by then.
(() => {
  const BUTTONS = { z: "[data-undo]", y: "[data-redo]", "shift z": "[data-redo]" };
  let waiting = [];
  let form = null; // of the press that is under way

  function next() {
    const button = waiting.length > 0 ? document.querySelector(waiting.shift()) : null;
    form = button && !button.disabled ? button.form : null;
    if (form) button.click();
    else waiting = [];
  }

  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
    if (event.target.closest('input:not([type="checkbox"]), select, textarea')) return; // its own undo
    const button = BUTTONS[`${event.shiftKey ? "shift " : ""}${event.key.toLowerCase()}`];
    if (!button) return;
    event.preventDefault();
    waiting.push(button);
    if (!form) next();
  });
  document.addEventListener("htmx:finally:request", (event) => {
    if (form && event.detail.ctx.sourceElement === form) next();
  });
  document.addEventListener("htmx:error", () => { waiting = []; }); // what became of it must be seen first
})();

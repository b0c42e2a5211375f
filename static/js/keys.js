// Keys for who leads the day. An element with data-key is pressed by the keys that it names (as KeyboardEvent.key, with
// spaces between them), wherever the focus is but in a field. The page shows them, and lists them under "Toetsen".
(() => {
  const FIELDS = "input, select, textarea, [contenteditable]";

  function pressedBy(key) {
    const elements = [...document.querySelectorAll("[data-key]")];
    return elements.find((element) => element.dataset.key.split(" ").includes(key) && element.getClientRects().length > 0);
  }

  document.addEventListener("keydown", (event) => {
    if (event.repeat || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
    if (event.target.closest(FIELDS)) return;
    // Somebody who scrolls through the answers does not mean to move the room.
    if (event.key.startsWith("Page") && event.target.closest("[data-scrolls]")) return;
    const element = pressedBy(event.key);
    if (!element) return;
    event.preventDefault();
    element.click();
  });
})();

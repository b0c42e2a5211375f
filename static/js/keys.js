// Keys for who leads the day. An element with data-key is pressed by the keys that it names (as KeyboardEvent.key, with
// spaces between them), wherever the focus is but in a field. The page shows them, and lists them under "Toetsen".
// On an answer that has the focus, a key first presses what names it there in data-card-key.
// Letters can be switched off under "Toetsen": who speaks to his computer would press them with every word (WCAG 2.1.4).
(() => {
  const FIELDS = "input, select, textarea, [contenteditable]";
  const LETTERS = "pmg-letters";
  const OFF = "off";
  const letters = document.querySelector("[data-letters]");
  let hasLetters = true;

  function showLetters() {
    letters?.setAttribute("aria-pressed", hasLetters);
  }

  letters?.addEventListener("click", () => {
    hasLetters = !hasLetters;
    showLetters();
    try {
      localStorage.setItem(LETTERS, hasLetters ? "" : OFF);
    } catch (error) {
      console.info("De keuze voor lettertoetsen is niet te bewaren.", error); // private browsing
    }
  });

  try {
    hasLetters = localStorage.getItem(LETTERS) !== OFF;
    showLetters();
  } catch (error) {
    console.info("De keuze voor lettertoetsen is niet te lezen.", error);
  }

  function pressedBy(key, target) {
    const onCard = target.closest("[data-card]")?.querySelector(`[data-card-key="${CSS.escape(key)}"]`);
    if (onCard) return onCard;
    const isOn = (element) => element.dataset.key.split(" ").includes(key) && element.getClientRects().length > 0;
    return [...document.querySelectorAll("[data-key]")].find(isOn);
  }

  document.addEventListener("keydown", (event) => {
    if (event.repeat || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
    if (event.target.closest(FIELDS) || (event.key.length === 1 && !hasLetters)) return;
    // Somebody who scrolls through the answers does not mean to move the room.
    if (event.key.startsWith("Page") && event.target.closest("[data-scrolls]")) return;
    const element = pressedBy(event.key.length === 1 ? event.key.toLowerCase() : event.key, event.target); // Caps Lock may be on
    if (!element) return;
    event.preventDefault();
    element.click();
  });
})();

// Dragging knowledge questions into another order with the mouse, as an extra: the arrows on each card do the same. The
// fields of the order's form stand in the cards, so a new order of the cards is a new order in what is sent.
(() => {
  const CARD = "[data-orders] > li";
  let dragged = null;
  let before = null; // the card that stood behind it, to put it back where it was
  let isDropped = false;

  document.addEventListener("pointerdown", (event) => {
    const card = event.target.closest("[data-handle]")?.closest(CARD);
    if (card && event.pointerType === "mouse") card.draggable = true;
  });

  document.addEventListener("dragstart", (event) => {
    if (!event.target.matches?.(CARD)) return;
    dragged = event.target;
    before = dragged.nextElementSibling;
    isDropped = false;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", dragged.querySelector("h4").textContent);
    requestAnimationFrame(() => dragged?.classList.add("is-dragged")); // the picture under the mouse stays as it was
  });

  document.addEventListener("dragover", (event) => {
    const over = dragged && event.target.closest?.(CARD);
    if (!dragged || !event.target.closest?.("[data-orders]")?.contains(dragged)) return;
    event.preventDefault();
    if (!over || over === dragged) return;
    const { top, height } = over.getBoundingClientRect();
    over[event.clientY < top + height / 2 ? "before" : "after"](dragged);
  });

  document.addEventListener("drop", (event) => {
    if (!dragged || !event.target.closest?.("[data-orders]")?.contains(dragged)) return;
    event.preventDefault();
    isDropped = true;
  });

  document.addEventListener("dragend", () => {
    if (!dragged) return;
    const list = dragged.parentElement;
    const isMoved = dragged.nextElementSibling !== before;
    dragged.draggable = false;
    dragged.classList.remove("is-dragged");
    if (isDropped && isMoved) document.getElementById(list.dataset.orders).requestSubmit();
    else if (isMoved) list.insertBefore(dragged, before);
    dragged = null;
  });
})();

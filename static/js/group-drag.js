// Dragging answers with the mouse, as an extra: one line, or all that are ticked when it is one of them. They are
// dropped on a group, or on the loose answers.
(() => {
  const OVER = "is-drop";
  let dragged = [];

  const targetOf = (element) => element.closest?.(".worklist__group, [data-loose]");
  const boxOf = (row) => row.querySelector('[name="answers"][type="checkbox"]');

  function buttonOf(target) {
    const { loose } = document.getElementById("samenvoegen").elements;
    return target.matches("[data-loose]") ? loose : target.querySelector('[name="cluster"]');
  }

  function mark(target) {
    for (const marked of document.querySelectorAll(`.${OVER}`)) if (marked !== target) marked.classList.remove(OVER);
    target?.classList.add(OVER);
  }

  function end() {
    mark(null);
    dragged = [];
  }

  // Only the row that a mouse takes hold of can be dragged: a finger scrolls, and a row stays plain text otherwise.
  document.addEventListener("pointerdown", (event) => {
    const row = event.target.closest(".grouping .worklist__row");
    if (row && event.pointerType === "mouse") row.draggable = !event.target.closest("button, input");
  });
  document.addEventListener("dragstart", (event) => {
    const row = event.target.closest?.(".grouping .worklist__row");
    if (!row) return;
    const box = boxOf(row);
    dragged = box.checked ? grouping.ticked() : [box];
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", row.querySelector(".worklist__text").textContent);
  });
  document.addEventListener("dragover", (event) => {
    const target = dragged.length > 0 ? targetOf(event.target) : null;
    if (target) event.preventDefault();
    mark(target);
  });
  document.addEventListener("drop", (event) => {
    const target = targetOf(event.target);
    if (dragged.length === 0 || !target) return;
    event.preventDefault();
    grouping.move(dragged.filter((box) => box.isConnected), buttonOf(target));
    end();
  });
  document.addEventListener("dragend", end);
})();

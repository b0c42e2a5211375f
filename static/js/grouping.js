// Ticking answers and grouping them without leaving the keyboard.
(() => {
  const form = () => document.getElementById("samenvoegen");
  const nameField = () => document.getElementById("groepsnaam");
  const boxes = (within = document) => [...within.querySelectorAll('[form="samenvoegen"][type="checkbox"]')];
  const column = (element) => element.closest(".grouping__column");
  const ticked = () => boxes().filter((box) => box.checked);
  const wholeOf = (box) => box.closest(".worklist__group")?.querySelector('[name="groups"]');
  const inWhole = (box) => box.name === "answers" && wholeOf(box)?.checked;
  const size = (box) => Number(box.dataset.size ?? (inWhole(box) ? 0 : box.value.split("-").length));
  const left = {}; // the line at which each column was left
  let lost = [];

  function count() {
    const number = ticked().reduce((sum, box) => sum + size(box), 0);
    const output = document.querySelector("[data-tick-count]");
    output.textContent = number;
    output.closest("output").hidden = number === 0;
  }

  // Where to go on when a line leaves its column: the first line after it that stays, else the nearest before it.
  function wayOnFrom(box) {
    const all = boxes(column(box));
    const index = all.indexOf(box);
    const stays = (one) => one !== box && !one.checked;
    return [...all.slice(index).filter(stays), ...all.slice(0, index).reverse().filter(stays)].map((one) => one.id);
  }

  function focusFirstOf(ids) {
    ids.map((id) => document.getElementById(id)).find(Boolean)?.focus();
  }

  // Send these lines, and only these, with a button of the form; other ticks stay.
  function move(lines, button) {
    if (lines.length === 0) return;
    const others = ticked().filter((box) => !lines.includes(box));
    for (const box of others) box.checked = false;
    for (const box of lines) box.checked = true;
    const way = wayOnFrom(lines[0]);
    form().requestSubmit(button);
    for (const box of others) box.checked = true;
    for (const box of lines) box.checked = false;
    if (lines.includes(document.activeElement)) focusFirstOf(way);
    count();
  }

  const chosen = (box) => (ticked().length > 0 ? ticked() : [box]);

  function onLine(event) {
    const box = event.target;
    const here = boxes(column(box));
    const index = here.indexOf(box);
    const other = [...document.querySelectorAll(".grouping__column")].find((one) => one !== column(box));
    const aside = event.key === (other.dataset.loose === undefined ? "ArrowRight" : "ArrowLeft");
    const beside = aside && (document.getElementById(left[other.getAttribute("aria-labelledby")]) ?? boxes(other)[0]);
    const next = { ArrowDown: here[index + 1], ArrowUp: here[index - 1] }[event.key] ?? beside;
    const slot = document.querySelector(`[data-slot="${CSS.escape(event.key)}"]`);
    if (next) {
      left[column(box).getAttribute("aria-labelledby")] = box.id;
      next.focus();
    } else if (event.key === "Enter") {
      if (ticked().length === 0) box.click();
      nameField().select();
    } else if (slot) {
      move(chosen(box), slot);
    } else if (event.key === "Delete" && column(box).dataset.loose === undefined) {
      move(chosen(box), form().elements.loose);
    } else {
      return;
    }
    event.preventDefault();
  }

  document.addEventListener("keydown", (event) => {
    const isPlain = !event.ctrlKey && !event.altKey && !event.metaKey && !event.shiftKey;
    if (isPlain && event.target.matches('[form="samenvoegen"][type="checkbox"]')) onLine(event);
    if (event.key === "Escape" && event.target === nameField()) focusFirstOf(ticked().map((box) => box.id));
  });

  document.addEventListener("change", ({ target }) => {
    const group = target.closest(".worklist__group");
    if (target.name === "groups") for (const box of boxes(group)) box.checked = target.checked;
    if (target.name === "answers" && group && !target.checked) boxes(group)[0].checked = false;
    count();
  });

  // Who made a group goes on with the next answer, before the reply is there.
  document.addEventListener("submit", (event) => {
    if (event.target !== form() || ticked().length === 0 || document.activeElement !== nameField()) return;
    const way = wayOnFrom(ticked()[0]);
    const isNamed = nameField().value.trim() || ticked().some((box) => box.name === "groups");
    if (isNamed) setTimeout(() => focusFirstOf(way));
  });

  document.addEventListener("htmx:before:swap", () => {
    const { activeElement } = document;
    lost = boxes().includes(activeElement) ? [activeElement.id, ...wayOnFrom(activeElement)] : [];
  });
  document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
    if (ctx.sourceElement === form()) settle(ctx.request.body, ctx.response.status === 200);
    if (document.activeElement === document.body) focusFirstOf(lost);
    count();
  });

  // What was grouped is done with; what was refused stays as it was, for another try.
  function settle(sent, isDone) {
    const values = [...sent.getAll("answers"), ...sent.getAll("groups")];
    const isSent = (box) => sent.getAll(box.name).includes(box.value);
    for (const box of boxes().filter(isSent)) box.checked = !isDone;
    if (isDone && nameField().value === sent.get("name")) nameField().value = "";
    if (!isDone && sent.has("name") && !sent.has("cluster") && !sent.has("loose") && values.length) nameField().focus();
  }

  count();
  window.grouping = { boxes, ticked, move };
})();

// Judging one thing after the other: what was judged makes room for the next, and the focus goes along. Links in the
// list bring another one to the front without leaving the page. The address says what is in front, so that a reload
// shows the same.
(() => {
  const { dataset } = document.body;
  const view = new URL(dataset.view, location.href).pathname;
  const root = document.getElementById("beoordelen");
  let lookedAt = 0; // what was asked for before that, shows what was in front then
  let posting = null;
  let isFocusWanted = false;

  function look(search) {
    history.replaceState(null, "", `${location.pathname}${search}`);
    dataset.view = `${view}${search}`;
    lookedAt = performance.now();
  }

  function goToFront() {
    isFocusWanted = false;
    const wrong = root.querySelector('[aria-invalid="true"]');
    (wrong ?? document.getElementById("voorste")).focus();
    const line = root.querySelector(".triage__item[aria-current]");
    const pane = line?.closest(".triage__list");
    if (!pane || pane.scrollHeight <= pane.clientHeight) return;
    pane.scrollTop += line.getBoundingClientRect().top - pane.getBoundingClientRect().top - pane.clientHeight / 3;
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-look]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    look(link.search);
    isFocusWanted = link.closest(".tabs, .triage__states") === null;
    pmg.pull({ force: true });
  });

  document.addEventListener("htmx:before:request", (event) => { posting = event.detail.ctx.sourceElement; });
  document.addEventListener("htmx:finally:request", (event) => {
    if (event.detail.ctx.sourceElement !== posting) return;
    posting = null;
    if (!event.detail.ctx.response) return;
    look(root.querySelector("[data-here]").dataset.here);
    goToFront();
  });

  // The news of one's own judgement may come before the reply to it, and would show what was just judged once more.
  document.addEventListener("pmg:before-update", (event) => {
    if (posting || event.detail.message.askedAt < lookedAt) event.preventDefault();
  });
  document.addEventListener("pmg:updated", () => {
    if (isFocusWanted) goToFront();
  });

  // Who opens a field means to type in it, at once, and Escape closes it again. ("toggle" would come too late: by then
  // the first letters were pressed as keys.)
  root.addEventListener("click", (event) => {
    const detail = event.target.closest("summary")?.closest(".triage__detail");
    if (!detail) return;
    event.preventDefault();
    detail.open = !detail.open;
    if (!detail.open) return;
    const field = detail.querySelector("textarea, select, input:not([type=hidden])");
    field.focus();
    field.select?.();
  });
  // Every field here is one line, also where there is room for two.
  root.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || !event.target.matches("textarea")) return;
    event.preventDefault();
    event.target.form.requestSubmit(event.target.form.querySelector("button"));
  });
  root.addEventListener("keydown", (event) => {
    const detail = event.key === "Escape" ? event.target.closest(".triage__detail[open]") : null;
    if (!detail) return;
    detail.open = false;
    detail.querySelector("summary").focus();
  });
})();

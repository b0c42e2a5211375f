// The facilitator's pages: what happens when an action fails, and where the eye and the focus stay.
(() => {
  const ANSWERED = [409, 422]; // refusals that say on the page why
  const failure = document.getElementById("mislukt");

  // The second click of a double click would already be on what comes next.
  document.addEventListener("click", (event) => {
    if (event.detail > 1 && event.target.closest("[data-primary]")) {
      event.preventDefault();
      event.stopPropagation();
    }
  }, { capture: true });

  // Without a reply the action may have been done or not: the page then fetches what holds now.
  function showFailure(words) {
    failure.textContent = words;
    failure.hidden = false;
  }
  document.addEventListener("htmx:before:request", () => { failure.hidden = true; });
  document.addEventListener("htmx:error", () => {
    showFailure(failure.dataset.unknown);
    pmg.pull();
  });
  document.addEventListener("htmx:response:error", (event) => {
    if (!ANSWERED.includes(event.detail.ctx.response.status)) showFailure(failure.dataset.refused);
  });
  document.addEventListener("htmx:after:request", (event) => {
    if (event.detail.ctx.response.raw.redirected) location.reload(); // no longer logged in
  });

  // A card that changed is a new element; who was on its button stays there.
  let focused = null;
  document.addEventListener("htmx:before:swap", () => { focused = document.activeElement; });
  document.addEventListener("htmx:after:swap", () => {
    if (document.activeElement !== document.body || !focused?.id) return;
    document.getElementById(focused.id)?.focus({ preventScroll: true });
  });

  let shownStop = null;
  function showCurrentStop() {
    const stop = document.querySelector("#programma [aria-current]");
    const pane = stop?.closest("[data-scrolls]");
    const number = stop?.querySelector("button").value;
    if (!pane || number === shownStop) return;
    shownStop = number;
    pane.scrollTop += stop.getBoundingClientRect().top - pane.getBoundingClientRect().top - pane.clientHeight / 3;
  }
  document.addEventListener("htmx:after:swap", showCurrentStop);
  showCurrentStop();
})();

// A presenter's clicker in the window of the projector: Page Down does what the one key of the desk does, Page Up goes
// back a step. Only when this browser is logged in as who leads the day; the body then says where presses go, in
// data-clicker. A press names what the room sees (data-rev), so that it never acts on what came after that.
(() => {
  const { clicker: address } = document.body.dataset;
  const KEYS = { PageDown: "verder", PageUp: "terug" };
  const LONGEST_WAIT = 8_000;
  let isSending = false;

  async function send(key) {
    isSending = true;
    const limit = new AbortController();
    const clock = setTimeout(() => limit.abort(), LONGEST_WAIT);
    try {
      await fetch(address, {
        method: "POST",
        headers: { Accept: "application/json" },
        body: new URLSearchParams({ key, expect_rev: document.querySelector("[data-rev]").dataset.rev }),
        signal: limit.signal,
      });
    } catch (error) {
      console.info("De klikker kreeg geen antwoord.", error);
    } finally {
      clearTimeout(clock);
      isSending = false;
      pmg.pull(); // what holds now, done or refused
    }
  }

  if (!address) return;
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || event.repeat || isSending) return;
    if (!(event.key in KEYS)) return;
    event.preventDefault();
    send(KEYS[event.key]);
  });
})();

// Keeps a page at the meet-up's newest state. The body says where:
//   data-socket  the websocket that tells what changed
//   data-view    the address that gives the whole view again
//   data-seq     the number of the last change this page shows
//   data-epoch   the history in which that number counts: a restored backup begins another
//   data-now     the server's time when the page was made
// Whatever the source, new content passes through apply(): nothing older is shown, and a script may hold an
// update back by cancelling "pmg:before-update". After an update "pmg:updated" tells the other scripts.
(() => {
  const { dataset } = document.body;
  const SILENCE = 35_000; // two heartbeats of 15 s and some air
  const FETCH_LIMIT = 8_000;
  const OFFLINE_AFTER = 6_000;
  const pollEvery = dataset.view.startsWith("/d/") ? 4_000 : 2_000; // phones are many
  const badge = document.getElementById("verbinding");
  const warning = document.getElementById("waarschuwing");

  let seq = Number(dataset.seq);
  let { epoch } = dataset;
  let clockOffset = Date.parse(dataset.now) - Date.now();
  let connection = null;
  let heardAt = performance.now();
  let contactAt = performance.now();
  let updates = Promise.resolve();
  let pulling = false;

  const isConnected = () => connection?.socket?.readyState === WebSocket.OPEN;

  async function apply(message) {
    if (message.seq < seq && message.epoch === epoch) return;
    const proposal = new CustomEvent("pmg:before-update", { cancelable: true, detail: { message } });
    if (!document.dispatchEvent(proposal)) return;
    await htmx.swap({
      sourceElement: document.body, target: document.body, swap: "none", text: message.content, transition: false,
    });
    ({ seq, epoch } = message);
    document.dispatchEvent(new CustomEvent("pmg:updated", { detail: { seq, message } }));
    countDown();
  }

  // One after the other: a morph that starts inside another one loses nodes.
  function enqueue(message) {
    updates = updates.then(() => apply(message)).catch((error) => console.error(error));
    return updates;
  }

  // Fetch the whole view. `force` asks for it even when the number has not changed.
  async function pull({ force = false } = {}) {
    if (pulling) return;
    pulling = true;
    const address = new URL(dataset.view, location.href);
    if (!force) {
      address.searchParams.set("seq", seq);
      address.searchParams.set("epoch", epoch);
    }
    try {
      const response = await fetch(address, {
        headers: { Accept: "text/html", "HX-Request": "true" },
        cache: "no-store",
        signal: AbortSignal.timeout?.(FETCH_LIMIT),
      });
      if (response.redirected || response.status === 404) return location.reload();
      contactAt = performance.now();
      if (response.status === 200) {
        const header = (name) => response.headers.get(name);
        await enqueue({
          seq: Number(header("PMG-Seq")), epoch: header("PMG-Epoch"),
          step: Number(header("PMG-Step")), round: Number(header("PMG-Round")), content: await response.text(),
        });
      }
    } catch (error) {
      console.info("Ophalen lukte niet; we proberen het straks weer.", error);
    } finally {
      pulling = false;
      showContact();
    }
  }

  function hear(message) {
    heardAt = contactAt = performance.now();
    if (message.now) clockOffset = Date.parse(message.now) - Date.now();
    if (message.warning !== undefined) showWarning(message.warning);
    // Of another epoch, only the whole view will do: it brings what is the visitor's own too.
    if (message.epoch !== epoch) updates.then(() => message.epoch !== epoch && pull({ force: true }));
    else if (message.content !== undefined) enqueue(message);
    else updates.then(() => message.seq > seq && pull());
    showContact();
  }

  function showContact() {
    if (badge) badge.hidden = isConnected() || performance.now() - contactAt < OFFLINE_AFTER;
  }

  // What only who leads the day can mend, such as a full disk.
  function showWarning(words) {
    if (!warning || warning.textContent === words) return;
    warning.textContent = words;
    warning.hidden = !words;
  }

  function countDown() {
    const now = Date.now() + clockOffset;
    for (const clock of document.querySelectorAll("[data-ends-at]")) {
      const left = Math.ceil((Date.parse(clock.dataset.endsAt) - now) / 1000);
      const text = left > 0 ? `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}` : "Tijd is om";
      if (clock.textContent !== text) clock.textContent = text;
    }
  }

  // A socket on which nothing was heard for long may be dead while it still says "open".
  function checkSilence() {
    if (isConnected() && performance.now() - heardAt > SILENCE) connection.socket.close();
  }

  document.addEventListener("htmx:ws:after:connection", (event) => {
    connection = event.detail.connection;
    heardAt = performance.now();
    showContact();
  });
  document.addEventListener("htmx:ws:before:message:incoming", (event) => {
    event.preventDefault(); // apply() puts the content in its place
    hear(JSON.parse(event.detail.message.data));
  });
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) pull();
  });
  window.addEventListener("pageshow", (event) => event.persisted && pull());
  window.addEventListener("online", () => pull());

  htmx.config.ws = {
    reconnectCodes: { includes: () => true }, // the list of the extension leaves out 1000, 1008 and 4000
    reconnectDelay: 500,
    reconnectMaxDelay: 4_000,
  };
  // Made here and not in the page: htmx may start before its extension has been loaded.
  const line = document.createElement("div");
  line.setAttribute("hx-ws:connect", dataset.socket);
  document.body.append(line);
  htmx.process(line);

  setInterval(() => {
    countDown();
    checkSilence();
    showContact();
  }, 1000);
  setInterval(() => isConnected() || pull(), pollEvery * (0.75 + Math.random() / 2));
  countDown();

  window.pmg = { pull, now: () => Date.now() + clockOffset };
})();

// The life of the socket at data-socket. hx-ws makes it and makes a new one after every close; this notices when one
// is dead while it still says "open", as after a network that went away without a word.
//   line.isOpen()   whether messages can be expected
//   line.giveUp()   make a new socket in place of this one
// On the document: "pmg:heard" for every message (detail: the message), "pmg:line" when the line may have changed.
window.line = (() => {
  const { socket: address, view } = document.body.dataset;
  // Two heartbeats and some air: a phone hears one every 15 seconds, other pages every 2.
  const SILENCE = view.startsWith("/d/") ? 35_000 : 7_000;
  const LONGEST_SILENCE = 60_000;
  const OPENING = 4_000; // by itself a browser waits minutes for a handshake, or for the goodbye of a socket
  const LONGEST_OPENING = 16_000;
  const CLOSED_BY_US = 4000;

  let connection = null;
  let watched = null;
  let isGivenUp = false;
  let heardAt = 0;
  let patience = SILENCE;
  let opening = OPENING;
  let checkedAt = performance.now();

  const isOpen = () => connection?.socket?.readyState === WebSocket.OPEN && !(isGivenUp && connection.socket === watched);

  function tell() {
    document.dispatchEvent(new CustomEvent("pmg:line"));
  }

  function watch() {
    const socket = connection?.socket ?? null;
    if (socket === watched) return;
    watched = socket;
    isGivenUp = false;
    heardAt = performance.now();
  }

  // To hx-ws a socket has ended when it says so; one without a network cannot, so it is said here. hx-ws then makes a
  // new one after its usual wait, and lets go of this one.
  function giveUp() {
    watch();
    if (!watched || isGivenUp || watched.readyState === WebSocket.CLOSED) return;
    if (document.hidden) return; // who does not look is without a socket anyway
    isGivenUp = true;
    watched.dispatchEvent(new CloseEvent("close", { code: CLOSED_BY_US }));
    tell();
  }

  function check() {
    const now = performance.now();
    const hasSlept = now - checkedAt > 3_000;
    checkedAt = now;
    watch();
    if (!watched || isGivenUp || watched.readyState === WebSocket.CLOSED) return;
    if (hasSlept) return; // what came in meanwhile may be waiting behind this
    const isLive = watched.readyState === WebSocket.OPEN;
    if (now - heardAt <= (isLive ? patience : opening)) return;
    // On a slow line the first message may take longer than that: each next socket gets more time.
    if (isLive) patience = Math.min(patience * 2, LONGEST_SILENCE);
    else opening = Math.min(opening * 2, LONGEST_OPENING);
    giveUp();
  }

  document.addEventListener("htmx:ws:before:connection", (event) => {
    connection = event.detail.connection;
  });
  for (const moment of ["htmx:ws:after:connection", "htmx:ws:close"]) {
    document.addEventListener(moment, () => {
      watch();
      heardAt = performance.now();
      tell();
    });
  }
  document.addEventListener("htmx:ws:before:message:incoming", (event) => {
    event.preventDefault(); // live.js puts the content in its place
    heardAt = performance.now();
    patience = SILENCE;
    opening = OPENING;
    document.dispatchEvent(new CustomEvent("pmg:heard", { detail: JSON.parse(event.detail.message.data) }));
  });

  htmx.config.ws = {
    reconnectCodes: { includes: () => true }, // the list of the extension leaves out 1000, 1008 and 4000
    reconnectDelay: 500,
    reconnectMaxDelay: 4_000,
  };

  // Made here and not in the page: htmx may start before its extension has been loaded.
  function connect() {
    const element = document.createElement("div");
    element.setAttribute("hx-ws:connect", address);
    document.body.append(element);
    htmx.process(element);
    setInterval(check, 1000);
  }

  return { connect, isOpen, giveUp };
})();

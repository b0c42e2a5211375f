// Keeps a page at the meet-up's newest state. The body says where:
//   data-socket  the websocket that tells what changed
//   data-view    the address that gives the whole view again
//   data-seq     the number of the last change this page shows
//   data-epoch   the history in which that number counts: a restored backup begins another
//   data-now     the server's time when the page was made
// Whatever the source, new content passes through apply(): nothing older is shown, a script may have an update wait
// ("pmg:arriving", with waitFor(promise); what comes after it waits too), and may hold it back by cancelling
// "pmg:before-update". After an update "pmg:updated" tells the other scripts.
(() => {
  const { dataset } = document.body;
  const NOTHING_COMES = 5_000; // of a fetch: a line may be slow, as long as something comes in
  // After a failure the line is more likely dead than slow: a browser goes on with connections that are. Every fourth
  // try is patient again, for a line on which each first word takes longer than this.
  const NOTHING_COMES_AGAIN = 2_000;
  const AGAIN_AFTER = 500;
  const OFFLINE_AFTER = 6_000;
  const LAST_SECONDS = 30; // of a timer, which a style sheet may show otherwise
  const pollEvery = dataset.view.startsWith("/d/") ? 4_000 : 2_000; // phones are many
  const badge = document.getElementById("verbinding");
  const warning = document.getElementById("waarschuwing");

  let seq = Number(dataset.seq);
  let { epoch } = dataset;
  let clockOffset = Date.parse(dataset.now) - Date.now();
  let contactAt = performance.now();
  let isLost = false;
  let updates = Promise.resolve();
  let pulling = null;
  let isWanted = false;
  let failures = 0;
  let tickedAt = performance.now();
  let isSnapshotNext = true;

  async function apply(message) {
    if (message.seq < seq && message.epoch === epoch) return;
    const waits = [];
    const waitFor = (promise) => waits.push(promise);
    document.dispatchEvent(new CustomEvent("pmg:arriving", { detail: { message, waitFor } }));
    await Promise.all(waits);
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
    if (pulling) {
      isWanted ||= force;
      return;
    }
    pulling = new AbortController();
    const startedAt = performance.now();
    const address = new URL(dataset.view, location.href);
    if (!force) {
      address.searchParams.set("seq", seq);
      address.searchParams.set("epoch", epoch);
    }
    try {
      const { response, text } = await fetchText(address, pulling);
      // A hotspot's login page may come instead of ours.
      if (!response.headers.has("Cross-Origin-Resource-Policy")) throw new Error("Dit antwoord is niet van ons.");
      if (response.redirected || response.status === 404) return location.reload();
      contact();
      if (response.status === 200) {
        const header = (name) => response.headers.get(name);
        await enqueue({
          seq: Number(header("PMG-Seq")), epoch: header("PMG-Epoch"),
          step: Number(header("PMG-Step")), round: Number(header("PMG-Round")), content: text, askedAt: startedAt,
        });
      }
    } catch (error) {
      console.info("Ophalen lukte niet; we proberen het straks weer.", error);
      if (contactAt < startedAt) line.giveUp(); // it says "open", but nothing came that way either
      isLost = true;
      failures += 1;
      if (pulling.signal.aborted || line.isOpen()) setTimeout(pull, AGAIN_AFTER * (0.5 + Math.random()), { force });
    } finally {
      pulling = null;
      showContact();
      if (isWanted) {
        isWanted = false;
        pull({ force: true });
      }
    }
  }

  async function fetchText(address, limit) {
    let clock;
    const patience = failures % 4 ? NOTHING_COMES_AGAIN : NOTHING_COMES;
    const wait = () => {
      clearTimeout(clock);
      clock = setTimeout(() => limit.abort(), patience);
    };
    try {
      wait();
      const headers = { Accept: "text/html", "HX-Request": "true" };
      const response = await fetch(address, { headers, cache: "no-store", signal: limit.signal });
      const decoder = new TextDecoder();
      const reader = response.body?.getReader();
      let text = "";
      for (let part; reader && !(part = await reader.read()).done; text += decoder.decode(part.value, { stream: true })) wait();
      return { response, text: text + decoder.decode() };
    } finally {
      clearTimeout(clock);
    }
  }

  function hear(message) {
    contact();
    if (message.now) clockOffset = Date.parse(message.now) - Date.now();
    if (message.warning !== undefined) showWarning(message.warning);
    // Of another epoch, only the whole view will do: it brings what is the visitor's own too.
    if (message.epoch !== epoch) updates.then(() => message.epoch !== epoch && pull({ force: true }));
    else if (message.content !== undefined) {
      // What a new connection starts with is no news but how things stand.
      enqueue(isSnapshotNext ? message : { ...message, toldAt: performance.now() });
      isSnapshotNext = false;
    }
    else updates.then(() => message.seq > seq && pull());
  }

  // The server was heard. Who waits for that hears it too: "pmg:contact".
  function contact() {
    contactAt = performance.now();
    failures = 0;
    if (isLost) {
      isLost = false;
      document.dispatchEvent(new CustomEvent("pmg:contact"));
    }
    showContact();
  }

  function showContact() {
    if (badge) badge.hidden = (line.isOpen() && !isLost) || performance.now() - contactAt < OFFLINE_AFTER;
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
      clock.dataset.phase = left > LAST_SECONDS ? "running" : left > 0 ? "ending" : "over";
    }
  }

  function tick() {
    const now = performance.now();
    if (now - tickedAt > 3_000) pull(); // this page slept
    tickedAt = now;
    countDown();
    showContact();
  }

  document.addEventListener("pmg:heard", (event) => hear(event.detail));
  document.addEventListener("htmx:ws:after:connection", () => {
    isSnapshotNext = true;
  });
  document.addEventListener("pmg:line", () => {
    isLost ||= !line.isOpen();
    showContact();
  });
  // The reply to a form may have been overtaken by what happened after it.
  document.addEventListener("htmx:after:swap", (event) => {
    const shown = event.detail.ctx.response?.headers.get("PMG-Seq");
    if (shown && Number(shown) < seq) pull({ force: true });
  });
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) pull();
  });
  window.addEventListener("pageshow", (event) => event.persisted && pull());
  window.addEventListener("online", () => {
    line.giveUp(); // what was connected through the network before may never say that it is not
    if (pulling) pulling.abort();
    else pull();
  });

  line.connect();
  setInterval(tick, 1000);
  setInterval(() => line.isOpen() || pull(), pollEvery * (0.75 + Math.random() / 2));
  countDown();

  window.pmg = { pull, now: () => Date.now() + clockOffset };
})();

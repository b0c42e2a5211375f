// Keeps what a person sends until the server has it, and sends it again until then.
//
// A form with data-outbox works without this file too. With it, pressing send gives what was filled in a key,
// puts it in the phone's storage and posts it; the same key counts once, however often it arrives. Only a reply
// ends an item: stored (200), stored after closing (202), or refused for good (other 4xx: the text stays here,
// to copy). After anything else the same key goes again. There is one storage entry an item, and not one list:
// pages on plain http have no locks between tabs. So tabs may send the same item, each until it has its own reply.
window.outbox = (() => {
  const { code, join } = document.body.dataset;
  const PREFIX = `ob:${code}:`;
  const FETCH_LIMIT = 8_000;
  const FIRST_WAIT = 500;
  const LONGEST_WAIT = 15_000;
  const HANGS_AFTER = 1_500;
  const DOUBTED_AFTER = 3_000;
  const STORED = { accepted: "saved", duplicate: "saved", late: "late" };
  const STATES = new Set(["sending", "refused"]); // of what is in storage
  const TRY_AGAIN = new Set([401, 408, 429]);
  const BEFORE_OURS = new Set([400, 413]); // said by the server itself, in words that are not ours
  const REASONS = {
    closed: "Deze vraag is gesloten.",
    stale: "Dit antwoord is ondertussen veranderd.",
    not_found: "Dit onderdeel is er niet meer.",
  };

  const items = new Map(); // by key, in the order in which they were sent
  const waiting = () => [...items.values()].filter((item) => item.state === "sending");
  let busy = false;
  let tries = 0;
  let notBefore = 0; // on the clock that nobody can set
  let timer;
  let posting = null;

  function newKey() {
    const bytes = crypto.getRandomValues(new Uint8Array(16)); // crypto.randomUUID does not exist on plain http
    return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  // Put what a form holds in the outbox, and send it. `button` is what was pressed.
  function send(form, button) {
    const fields = Object.fromEntries(new FormData(form));
    if (button?.name) fields[button.name] = button.value;
    const last = [...items.values()].at(-1)?.at ?? 0;
    const item = {
      key: newKey(),
      kind: form.dataset.outbox,
      url: form.getAttribute("action"),
      fields,
      says: fields.text ?? form.dataset.says ?? "",
      at: Math.max(Date.now(), last + 1), // in order, also when the phone's clock is set back
      state: "sending",
    };
    items.set(item.key, item);
    store.put(PREFIX + item.key, item);
    tell(item);
    flush();
    return item;
  }

  // Take up again what was stored once, for a server that had to go back in time.
  function sendAgain(kept) {
    const item = { ...kept, state: "sending" };
    items.set(item.key, item);
    store.put(PREFIX + item.key, item);
    tell(item);
    flush();
  }

  // Take up what an earlier page or another tab left. What is damaged, or of another shape, is left alone.
  function load() {
    const found = store.names(PREFIX).filter((name) => !items.has(name.slice(PREFIX.length)));
    const sound = found.map((name) => [name, store.get(name)]).filter(([name, item]) => isItem(name, item));
    sound.sort(([, one], [, other]) => one.at - other.at).forEach(([, item]) => items.set(item.key, item));
  }

  function isItem(name, item) {
    return item !== null && name === PREFIX + item.key && STATES.has(item.state) && typeof item.url === "string"
      && typeof item.fields === "object" && item.fields !== null;
  }

  async function flush() {
    if (busy) return;
    busy = true;
    clearTimeout(timer);
    try {
      load();
      for (let item; (item = waiting()[0]); tries = 0) {
        if (performance.now() < notBefore) return tryLater();
        const reply = await post(item.url, { ...item.fields, key: item.key });
        if (reply.status === 401) await post(join, {}); // the cookie is gone: take part again, then the same key
        if (!settle(item, reply)) return tryLater(reply.retryAfter);
      }
    } finally {
      busy = false;
      tell();
    }
  }

  async function post(url, fields) {
    const limit = new AbortController();
    const clock = setTimeout(() => limit.abort(), FETCH_LIMIT);
    const doubt = setTimeout(pmg.pull, DOUBTED_AFTER); // finds out whether there still is a connection
    posting = { limit, since: performance.now() };
    try {
      const response = await fetch(url, {
        method: "POST",
        headers: { Accept: "application/json" },
        body: new URLSearchParams(fields),
        keepalive: true,
        signal: limit.signal,
      });
      const body = (await response.json().catch(() => null)) ?? {};
      return { status: response.status, body, retryAfter: Number(response.headers.get("Retry-After")) || 0 };
    } catch {
      pmg.pull();
      return { status: 0, body: {} }; // no network, or no reply in time: it may have arrived or not
    } finally {
      clearTimeout(clock);
      clearTimeout(doubt);
      posting = null;
    }
  }

  // Bring an item to its end if the reply does so. A hotspot's login page says 200 or 403 too, so the words must fit.
  function settle(item, { status, body }) {
    const isOurs = typeof body.status === "string" || BEFORE_OURS.has(status);
    if (status < 300 && isOurs && body.status in STORED) {
      end(item, STORED[body.status], { answer: body.id });
    } else if (status >= 400 && status < 500 && isOurs && !TRY_AGAIN.has(status)) {
      end(item, "refused", { reason: Object.values(body.errors ?? {}).flat()[0] ?? REASONS[body.status] ?? "" });
    } else {
      return false;
    }
    return true;
  }

  function end(item, state, details) {
    Object.assign(item, details, { state });
    if (state === "refused") store.put(PREFIX + item.key, item);
    else store.remove(PREFIX + item.key);
    tell(item);
  }

  function tryLater(retryAfter = 0) {
    const now = performance.now();
    notBefore = Math.max(notBefore, now + retryAfter * 1000);
    const wait = Math.min(FIRST_WAIT * 2 ** tries++, LONGEST_WAIT) * (0.5 + Math.random());
    timer = setTimeout(flush, Math.max(wait, notBefore - now));
  }

  // The server was heard again. A post that hangs since the network went is given up for a new one.
  function resume() {
    tries = 0;
    if (posting && performance.now() - posting.since > HANGS_AFTER) posting.limit.abort();
    else flush();
  }

  function forget(key) {
    items.delete(key);
    store.remove(PREFIX + key);
    tell();
  }

  function tell(item) {
    document.dispatchEvent(new CustomEvent("pmg:outbox", { detail: { item } }));
  }

  document.addEventListener("submit", (event) => {
    if (event.defaultPrevented || !event.target.matches("form[data-outbox]")) return;
    event.preventDefault();
    const item = send(event.target, event.submitter);
    event.target.dispatchEvent(new CustomEvent("pmg:sent", { bubbles: true, detail: { item } }));
  });
  // Another tab of this phone put something in the outbox, or brought it to an end. Whatever else it stores is no
  // reason to look: two tabs that answer each other's storing would do so for ever.
  window.addEventListener("storage", ({ key, newValue }) => {
    if (!key?.startsWith(PREFIX)) return;
    if (newValue === null) document.dispatchEvent(new CustomEvent("pmg:sent-elsewhere"));
    else flush();
  });
  for (const moment of ["online", "focus", "pageshow"]) window.addEventListener(moment, flush);
  for (const moment of ["pmg:updated", "visibilitychange"]) {
    document.addEventListener(moment, () => document.hidden || flush());
  }
  for (const moment of ["htmx:ws:after:connection", "pmg:contact"]) document.addEventListener(moment, resume);
  document.addEventListener("DOMContentLoaded", flush); // the other scripts listen by then
  window.addEventListener("beforeunload", (event) => {
    if (!waiting().length) return;
    event.preventDefault();
    event.returnValue = true; // what browsers of before 2023 look at
  });

  const isStuck = () => tries > 0 && waiting().length > 0;

  return { send, sendAgain, forget, items: () => [...items.values()], isStuck };
})();

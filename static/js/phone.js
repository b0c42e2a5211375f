// Follows the room, but never takes a half-typed answer away; and shows how what was sent is doing.
(() => {
  const { own: ownAddress } = document.body.dataset;
  const OWN_SPREAD = 400; // a whole room moves at once; its phones do not ask at once
  const SAVED_SHOWN = 6_000;
  const FETCH_LIMIT = 8_000;
  const NOTICE = 3_000;
  const DONE = { late: "kwam na sluiting of in de pauze, ligt bij de gespreksleider", saved: "opgeslagen ✓" };
  const banner = document.getElementById("volgen");
  const moving = document.getElementById("verder");
  const list = document.getElementById("outbox");
  const own = document.getElementById("mijn");
  const badge = document.getElementById("verbinding");
  const announcement = document.getElementById("nieuws");

  const shownStep = () => document.querySelector("#stap [data-round]");
  let lastRound = shownStep()?.dataset.round;
  let mayFollow = false;
  let isBehind = false;
  let isOwnStale = false;
  let isFetchingOwn = false;
  let storedAt = 0;
  let ownTimer;

  // Following

  // Return what a message brings: the round the room is at, and the state and title if it holds the step itself.
  function news({ round, title, content }) {
    const step = new DOMParser().parseFromString(content, "text/html").querySelector("[data-round][data-state]");
    return {
      round: String(round || step?.dataset.round || lastRound),
      state: step?.dataset.state,
      title: title ?? step?.querySelector("h1")?.textContent.trim(),
    };
  }

  function takesTextAway({ round, state }) {
    const { dataset } = shownStep();
    return round !== dataset.round || (dataset.state === "open" && state !== undefined && state !== "open");
  }

  function hold({ round, title }) {
    let words = `De zaal is bij “${title || "het volgende onderdeel"}”.`;
    if (round === shownStep().dataset.round) {
      words = own.contains(writing.unsent())
        ? "Deze vraag is gesloten. Aanpassen kan niet meer; kopieer uw tekst als u hem wilt bewaren."
        : "Deze vraag is gesloten. Verstuur wat u hebt: de gespreksleider krijgt het nog.";
    }
    banner.hidden = false;
    banner.querySelector("[data-news]").textContent = words;
    isBehind = true;
  }

  // The room moves on: say so before the step changes under somebody's eyes. Who types is not moved at all.
  document.addEventListener("pmg:arriving", ({ detail: { message, waitFor } }) => {
    const left = NOTICE - (performance.now() - message.toldAt); // no number for what was not told just now
    const moves = message.round && String(message.round) !== shownStep().dataset.round;
    if (!(left > 0) || !moves || document.hidden || mayFollow || writing.unsent()) return;
    moving.querySelector("[data-next]").textContent = message.title;
    moving.hidden = false;
    announcement.textContent = "Zo gaan we verder.";
    waitFor(new Promise((resolve) => setTimeout(resolve, left)).then(() => { moving.hidden = true; }));
  });

  document.addEventListener("pmg:before-update", (event) => {
    if (mayFollow || !writing.unsent()) return;
    const brings = news(event.detail.message);
    if (!takesTextAway(brings)) return;
    event.preventDefault();
    hold(brings);
  });

  document.addEventListener("pmg:updated", ({ detail: { message } }) => {
    banner.hidden = true;
    mayFollow = isBehind = false;
    const { round } = shownStep().dataset;
    if (round !== lastRound) {
      lastRound = round;
      announcement.textContent = `Nu: ${shownStep().querySelector("h1").textContent.trim()}`;
      window.scrollTo({ top: 0 });
    }
    const isModerated = message.moderated?.some((id) => own.querySelector(`[data-own-answer="${id}"]`));
    const mayLackWhatWasStored = message.askedAt < storedAt;
    if (!isOwnCurrent() || isOwnStale || isModerated || mayLackWhatWasStored) scheduleOwn(Math.random() * OWN_SPREAD);
  });

  function follow() {
    mayFollow = true; // also when the network is away now: the next update is let through
    pmg.pull({ force: true });
  }

  banner.addEventListener("click", (event) => {
    const action = event.target.closest("[data-follow]")?.dataset.follow;
    if (action === "leave") follow();
    if (action === "send") {
      for (let text; (text = writing.unsent()); ) {
        if (!writing.check(text)) return;
        outbox.send(text.form);
        writing.clear(text);
      }
      follow();
    }
  });

  document.addEventListener("pmg:sent", (event) => {
    const text = event.target.querySelector("textarea[data-draft]");
    if (text) writing.clear(text);
    const edit = event.target.closest("details");
    if (edit) edit.open = false;
    else if (text) text.focus();
    if (isBehind && !writing.unsent()) follow();
  });

  // What this person gave, as the server has it

  function isOwnCurrent() {
    const shown = own.querySelector("[data-own-round]");
    const { round, state } = shownStep().dataset;
    own.hidden = shown.dataset.ownRound !== round;
    return !own.hidden && shown.dataset.ownState === state;
  }

  // Tell whether an own answer of this round is unfolded to be changed; its folding up asks again.
  function isBeingChanged() {
    return own.querySelector("details[open]") !== null && isOwnCurrent();
  }

  function scheduleOwn(delay) {
    clearTimeout(ownTimer);
    ownTimer = setTimeout(refreshOwn, delay);
  }

  async function refreshOwn() {
    isOwnStale = true;
    // One at a time, so that an older reply never replaces a newer one.
    if (isBeingChanged() || isFetchingOwn) return;
    isFetchingOwn = true;
    isOwnStale = false;
    const saved = outbox.items().filter((item) => item.state in DONE);
    try {
      const response = await fetch(ownAddress, {
        headers: { Accept: "text/html" },
        cache: "no-store",
        signal: AbortSignal.timeout?.(FETCH_LIMIT),
      });
      if (!response.ok || response.redirected) throw new Error(`status ${response.status}`);
      const text = await response.text();
      if (isBeingChanged()) isOwnStale = true;
      else showOwn(text, saved);
      if (isOwnStale) scheduleOwn(0);
    } catch (error) {
      isOwnStale = true; // the next update tries again
      console.info("Uw antwoorden ophalen lukte niet.", error);
    } finally {
      isFetchingOwn = false;
    }
  }

  // Put the personal part in its place, and take out of the outbox what it now shows.
  function showOwn(text, saved) {
    const page = new DOMParser().parseFromString(text, "text/html");
    const hadFocus = own.contains(document.activeElement);
    own.replaceChildren(...page.querySelector("hx-partial").childNodes);
    if (hadFocus) own.focus();
    isOwnCurrent();
    for (const item of saved) {
      const { round = lastRound } = item.fields; // a change or withdrawal names its answer instead
      if (round === own.querySelector("[data-own-round]").dataset.ownRound) outbox.forget(item.key);
    }
    document.dispatchEvent(new CustomEvent("pmg:own"));
  }

  own.addEventListener(
    "toggle",
    ({ target }) => {
      target.toggleAttribute("hx-morph-skip", target.open); // an update may come while an answer is being changed
      if (!target.open) scheduleOwn(0);
    },
    { capture: true }, // it does not bubble
  );
  window.addEventListener("online", () => scheduleOwn(Math.random() * OWN_SPREAD));
  document.addEventListener("pmg:sent-elsewhere", () => scheduleOwn(Math.random() * OWN_SPREAD));

  // What is on its way

  function words(item) {
    if (item.state === "sending") return item.kind === "intrekken" ? "wordt ingetrokken" : "wordt verstuurd";
    return DONE[item.state] ?? `niet verstuurd${item.reason && `: ${item.reason}`}`;
  }

  const isTap = (item) => ["keuze", "steun", "klaar"].includes(item.kind); // its button shows how it is doing
  const isListed = (item) => item.state === "refused" || !isTap(item);

  function showOutbox() {
    const items = outbox.items().filter(isListed);
    const rows = list.querySelector("ul");
    for (const row of [...rows.children]) {
      if (!items.some((item) => item.key === row.dataset.key)) row.remove();
    }
    for (const item of items) {
      const row = rows.querySelector(`[data-key="${item.key}"]`) ?? addRow(rows, item);
      // What cannot leave may be copied: the phone may never come back to this network.
      row.querySelector("[data-actions]").hidden = item.state !== "refused" && !(item.state === "sending" && outbox.isStuck());
      if (row.dataset.state === item.state) continue;
      row.dataset.state = item.state;
      const status = row.querySelector("[data-words]");
      status.textContent = words(item);
      status.className = `status status--${{ sending: "sending", refused: "failed" }[item.state] ?? "saved"}`;
      row.querySelector("[data-do=forget]").hidden = item.state !== "refused";
      row.querySelector("[data-copied]").textContent = "";
    }
    list.querySelector("[data-stuck]").hidden = !outbox.isStuck() || !store.lasts;
    list.querySelector("[data-stay]").hidden = store.lasts;
  }

  function addRow(rows, item) {
    const row = list.querySelector("template").content.firstElementChild.cloneNode(true);
    row.dataset.key = item.key;
    row.querySelector("[data-text]").textContent = item.says;
    row.querySelector("[data-do=copy]").hidden = isTap(item);
    rows.append(row);
    return row;
  }

  document.addEventListener("pmg:outbox", ({ detail: { item } }) => {
    if (item && item.state in DONE) {
      storedAt = performance.now();
      if (isListed(item)) {
        scheduleOwn(0);
        setTimeout(() => outbox.forget(item.key), SAVED_SHOWN);
      } else {
        outbox.forget(item.key);
      }
    }
    showOutbox();
  });

  list.addEventListener("click", (event) => {
    const row = event.target.closest("[data-key]");
    const action = event.target.closest("[data-do]")?.dataset.do;
    if (action === "forget") outbox.forget(row.dataset.key);
    if (action === "copy") copy(row);
  });

  function copy(row) {
    // navigator.clipboard does not exist on plain http
    getSelection().selectAllChildren(row.querySelector("[data-text]"));
    const done = document.execCommand("copy");
    row.querySelector("[data-copied]").textContent = done ? "gekopieerd" : "tekst is geselecteerd: kopieer hem zelf";
  }

  // Looked at before anything can get lost: a phone may forbid storage, or be full.
  function showSafety() {
    const isSafe = store.hasRoom;
    badge.querySelector("[data-safe]").hidden = !isSafe;
    badge.querySelector("[data-unsafe]").hidden = isSafe;
  }

  document.addEventListener("pmg:outbox", showSafety);
  showOutbox();
  showSafety();
})();

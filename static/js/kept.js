// On a laptop (data-keeps) the day may have to go on from a copy of minutes ago. What came in after that copy is
// gone there, but not here: this phone keeps what it sent for a day, and when the server says that it began another
// history (its epoch changed), sends it again. The keys are the same, so what the copy does hold counts once.
(() => {
  const { code, keeps } = document.body.dataset;
  if (keeps === undefined) return;
  const PREFIX = `bewaard:${code}:`;
  const DAY = 24 * 60 * 60 * 1000;
  const NAMES = {
    antwoord: (item) => item.key,
    keuze: ({ fields }) => `${fields.round}:${fields.option}`, // only the last choice counts
  };
  let { epoch } = document.body.dataset;

  // Keeping is an extra: a phone without storage or room for it does without.
  function attempt(action) {
    try {
      return action();
    } catch (error) {
      console.info("Deze telefoon bewaart niet wat al verstuurd is.", error);
      return undefined;
    }
  }

  const names = () => attempt(() => Object.keys(localStorage).filter((name) => name.startsWith(PREFIX))) ?? [];
  const read = (name) => attempt(() => JSON.parse(localStorage.getItem(name)));
  const drop = (name) => attempt(() => localStorage.removeItem(name));

  function keep(item) {
    const { key, kind, url, fields, says, at, answer } = item;
    const kept = JSON.stringify({ key, kind, url, fields, says, at, answer, epoch });
    attempt(() => localStorage.setItem(PREFIX + NAMES[kind](item), kept));
  }

  function dropWithdrawn(answer) {
    for (const name of names()) if (String(read(name)?.answer) === answer) drop(name);
  }

  function sendAgain() {
    const found = names().map((name) => [name, read(name)]);
    for (const [name, item] of found) if (!item || Date.now() - item.at > DAY) drop(name);
    const missed = found.map(([, item]) => item).filter((item) => item && item.epoch !== epoch);
    for (const item of missed.sort((one, other) => one.at - other.at)) {
      if (Date.now() - item.at <= DAY) outbox.sendAgain({ ...item, isAgain: true });
    }
  }

  document.addEventListener("pmg:outbox", ({ detail: { item } }) => {
    const isStored = item?.state === "saved" || item?.state === "late";
    if (isStored && item.kind in NAMES) keep(item);
    if (isStored && item.kind === "intrekken") dropWithdrawn(item.fields.answer);
    // The vote has closed meanwhile: its owner did not just press anything, so there is nothing to tell.
    if (item?.state === "refused" && item.isAgain && item.kind === "keuze") outbox.forget(item.key);
  });
  document.addEventListener("pmg:updated", ({ detail: { message } }) => {
    if (message.epoch === epoch) return;
    ({ epoch } = message);
    sendAgain();
  });
  document.addEventListener("DOMContentLoaded", sendAgain);
})();

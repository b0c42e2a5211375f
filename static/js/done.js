// "Ik ben klaar": shows whether this person said so. What #mijn says of it may be older than a tap on its way.
(() => {
  const THANKS = "Dank u wel. Toch nog iets? Dat kan tot de sluiting.";
  const FIRST = "Verstuur eerst wat u schreef, of maak het vak leeg.";
  const own = document.getElementById("mijn");
  const form = () => document.querySelector("#stap form[data-outbox=klaar]");
  const isTap = (item) => item?.kind === "klaar";

  function said() {
    const { round } = form().closest("[data-round]").dataset;
    const list = own.querySelector("[data-own-round]");
    const onItsWay = (item) => isTap(item) && item.state === "sending" && item.fields.round === round;
    const last = outbox.items().filter(onItsWay).at(-1);
    if (last) return last.fields.on === "1";
    return list.dataset.ownRound === round && "ownDone" in list.dataset;
  }

  function show() {
    if (!form()) return;
    const isDone = said();
    const button = form().querySelector("button");
    button.setAttribute("aria-pressed", isDone);
    button.value = isDone ? 0 : 1;
    tell(isDone ? THANKS : "");
  }

  function tell(words) {
    const place = form().querySelector("[data-done-words]");
    if (place.textContent !== words) place.textContent = words;
  }

  document.addEventListener(
    "submit",
    (event) => {
      if (event.target !== form() || event.submitter?.value !== "1" || !writing.unsent()) return;
      event.preventDefault();
      tell(FIRST);
      writing.unsent().focus();
    },
    { capture: true },
  );
  document.addEventListener("pmg:outbox", ({ detail: { item } }) => {
    const list = own.querySelector("[data-own-round]");
    if (isTap(item) && item.state === "saved" && list.dataset.ownRound === item.fields.round) {
      list.toggleAttribute("data-own-done", item.fields.on === "1");
    }
    if (isTap(item) && item.state === "refused") outbox.forget(item.key); // it closed meanwhile, and that says enough
    if (item?.kind === "antwoord" && item.state === "sending") list.removeAttribute("data-own-done");
    show();
  });
  for (const moment of ["pmg:updated", "pmg:own"]) document.addEventListener(moment, show);
  show();
})();

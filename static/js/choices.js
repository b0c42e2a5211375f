// Shows a person's own choices. What the room sees is the same for everybody, so pushed regions say nothing of
// them; #mijn does, as data elements. Over what it says lies what is still in the outbox.
(() => {
  const DOUBLE_TAP = 400;
  const own = document.getElementById("mijn");
  let lastTap = { form: null, at: 0 };

  const currentRound = () => document.querySelector("#stap [data-round]")?.dataset.round;
  const forms = () => [...document.querySelectorAll("#stap form[data-option]")];
  const onItsWay = (kind) => outbox.items().filter((item) => item.kind === kind && item.state === "sending");

  // Return what is stored in #mijn under a name (option or supported), as a map of id to value.
  function stored(name) {
    const list = own.querySelector("[data-own-round]");
    if (!list || list.dataset.ownRound !== currentRound()) return new Map();
    return new Map([...list.querySelectorAll(`data[data-${name}]`)].map((one) => [one.dataset[name], Number(one.value)]));
  }

  function record(name, id, value) {
    const list = own.querySelector("[data-own-round]");
    const known = list?.querySelector(`data[data-${name}="${id}"]`);
    const entry = known ?? document.createElement("data");
    entry.dataset[name] = id;
    entry.value = value;
    if (!known) list?.append(entry);
  }

  // Choosing one thing takes back what it replaces: everything with the same data-one-of.
  function rivals(option) {
    const group = document.querySelector(`#stap form[data-option="${option}"]`)?.dataset.oneOf;
    return group ? forms().filter((form) => form.dataset.oneOf === group && form.dataset.option !== option) : [];
  }

  function choose(values, { option, value }) {
    if (Number(value)) for (const form of rivals(option)) values.set(form.dataset.option, 0);
    values.set(option, Number(value));
  }

  function showChoices() {
    const values = stored("option");
    const sending = onItsWay("keuze").filter((item) => item.fields.round === currentRound());
    for (const item of sending) choose(values, item.fields);
    const spent = [...values.values()].reduce((sum, value) => sum + value, 0);
    const set = document.querySelector("#stap [data-choices]");
    const left = Number(set?.dataset.budget) - spent;
    for (const form of forms()) {
      showChoice(form, values.get(form.dataset.option) ?? 0, left);
      form.toggleAttribute("data-sending", sending.some((item) => item.fields.option === form.dataset.option));
    }
    for (const mark of document.querySelectorAll("[data-chosen]")) mark.hidden = !values.get(mark.dataset.chosen);
    if (set) showState(set, left, sending.length, spent);
  }

  function showChoice(form, value, left) {
    for (const button of form.querySelectorAll("button[data-mark]")) {
      const mark = Number(button.dataset.mark);
      button.setAttribute("aria-pressed", value === mark);
      button.value = value === mark ? 0 : mark;
    }
    for (const button of form.querySelectorAll("button[data-add]")) {
      const add = Number(button.dataset.add);
      button.value = value + add;
      button.setAttribute("aria-disabled", add < 0 ? value === 0 : left <= 0);
    }
    for (const output of form.querySelectorAll("[data-value]")) output.textContent = value;
  }

  function showState(set, left, sending, chosen) {
    for (const place of set.querySelectorAll("[data-left]")) place.textContent = left;
    let state = chosen ? "Opgeslagen ✓" : "";
    if (sending) state = "Uw keuze wordt verstuurd";
    if (sending && outbox.isStuck()) {
      state = store.lasts
        ? "Geen verbinding. Uw keuze staat veilig op uw telefoon. We versturen haar zodra het kan."
        : "Geen verbinding. Houd deze pagina open: uw keuze is nog niet verstuurd.";
    }
    const place = set.querySelector("[data-state-of-choices]");
    if (place.textContent !== state) place.textContent = state;
  }

  function showSupport() {
    const supported = stored("supported");
    const sending = onItsWay("steun");
    for (const item of sending) supported.set(item.fields.answer, Number(item.fields.on));
    const mine = new Set([...own.querySelectorAll("[data-own-answer]")].map((slip) => slip.dataset.ownAnswer));
    for (const form of document.querySelectorAll("#bord form[data-answer]")) {
      const { answer } = form.dataset;
      const on = Boolean(supported.get(answer));
      const button = form.querySelector("button");
      button.setAttribute("aria-pressed", on);
      button.value = on ? 0 : 1;
      form.hidden = mine.has(answer);
      form.toggleAttribute("data-sending", sending.some((item) => item.fields.answer === answer));
    }
    for (const mark of document.querySelectorAll("#bord [data-written-by]")) mark.hidden = !mine.has(mark.dataset.writtenBy);
  }

  function show() {
    showChoices();
    showSupport();
  }

  document.addEventListener("pmg:outbox", ({ detail: { item } }) => {
    if (item?.state === "saved" && item.kind === "keuze") {
      if (item.fields.round === currentRound()) {
        if (Number(item.fields.value)) for (const form of rivals(item.fields.option)) record("option", form.dataset.option, 0);
        record("option", item.fields.option, item.fields.value);
      }
    }
    if (item?.state === "saved" && item.kind === "steun") record("supported", item.fields.answer, item.fields.on);
    show();
  });
  for (const moment of ["pmg:updated", "pmg:own"]) document.addEventListener(moment, show);

  // A nervous second tap must not take the choice back, and a dot that is not there cannot be given.
  document.addEventListener(
    "click",
    (event) => {
      const button = event.target.closest("form[data-option] button");
      if (!button) return;
      const isDouble = lastTap.form === button.form && event.timeStamp - lastTap.at < DOUBLE_TAP;
      if (button.getAttribute("aria-disabled") === "true" || (isDouble && button.dataset.mark)) event.preventDefault();
      else lastTap = { form: button.form, at: event.timeStamp };
    },
    { capture: true },
  );
  show();
})();

// The digits 1 to 9 stand for nine groups. A group keeps its digit as long as it is one of the nine that were made or
// used last, so that who groups can learn them; a tenth takes the digit of the one that was used longest ago.
(() => {
  const DIGITS = ["1", "2", "3", "4", "5", "6", "7", "8", "9"];
  const KEPT = `groepstoetsen:${location.pathname}${new URLSearchParams(location.search).get("thema") ?? ""}`;
  const buttons = () => [...document.querySelectorAll('[form="samenvoegen"][name="cluster"]')];
  const low = (text) => text.trim().toLowerCase();
  // The groups that have a digit, used longest ago first, as [group, digit]; and all groups that were here before.
  let { slots, known } = JSON.parse(sessionStorage.getItem(KEPT) ?? '{"slots": [], "known": []}');

  function use(group) {
    const index = slots.findIndex(([one]) => one === group);
    const free = DIGITS.find((digit) => !slots.some(([, taken]) => taken === digit));
    const digit = index >= 0 ? slots.splice(index, 1)[0][1] : free ?? slots.shift()[1];
    slots.push([group, digit]);
  }

  function show() {
    const shown = buttons();
    const groups = shown.map((button) => button.value).sort((one, other) => one - other);
    slots = slots.filter(([group]) => groups.includes(group));
    groups.filter((group) => !known.includes(group)).slice(-DIGITS.length).forEach(use);
    known = groups;
    const digits = new Map(slots);
    for (const button of shown) {
      const digit = digits.get(button.value);
      const key = button.closest(".worklist__group").querySelector(".worklist__digit");
      if (digit) button.dataset.slot = digit;
      else delete button.dataset.slot;
      key.hidden = !digit;
      key.textContent = digit ?? "";
    }
    sessionStorage.setItem(KEPT, JSON.stringify({ slots, known }));
  }

  document.addEventListener("submit", ({ target, submitter }) => {
    if (target.id !== "samenvoegen" || submitter?.name === "loose") return;
    const named = [...document.querySelectorAll("#groepsnamen option")].find(
      (option) => low(option.value) === low(target.elements.name.value),
    );
    const group = submitter?.name === "cluster" ? submitter.value : named?.dataset.group;
    if (group) use(group);
  });
  document.addEventListener("htmx:after:swap", show);
  show();
})();

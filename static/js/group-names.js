// The name of a group completes itself while it is typed, with the name of a group that is there. What was added is
// selected: typing on replaces it, and Delete takes it away. The button says whether the group is new.
(() => {
  const field = () => document.getElementById("groepsnaam");
  const names = () => [...document.querySelectorAll("#groepsnamen option")].map((option) => option.value);
  const low = (text) => text.trim().toLowerCase();

  function complete(event) {
    const { target } = event;
    if (!event.inputType?.startsWith("insert") || event.isComposing) return;
    const typed = target.value;
    if (!low(typed) || target.selectionEnd !== typed.length) return;
    const name = names().find((one) => one.toLowerCase().startsWith(typed.toLowerCase()));
    if (!name || name.length === typed.length) return;
    target.value = name;
    target.setSelectionRange(typed.length, name.length);
  }

  function say() {
    const button = document.querySelector("[data-known]");
    const { known, new: fresh } = button.dataset;
    const words = names().some((one) => low(one) === low(field().value)) ? known : fresh;
    if (button.textContent !== words) button.textContent = words;
  }

  document.addEventListener("input", (event) => {
    if (event.target !== field()) return;
    complete(event);
    say();
  });
  document.addEventListener("htmx:after:swap", say);
})();

// Takes over what is proposed for a field without leaving the page. Without this script the button sends the form, and
// it comes back with the field filled in. Nothing is stored before somebody saves.
(() => {
  function fill(form, name, value) {
    const found = form.elements[name];
    const fields = found instanceof RadioNodeList ? [...found] : [found];
    const isBox = fields[0].type === "checkbox";
    const wanted = isBox ? value.split(",") : [value];
    for (const field of fields) {
      if (isBox) field.checked ||= wanted.includes(field.value);
      else if (field.type === "radio") field.checked = wanted.includes(field.value);
      else field.value = value;
    }
    return fields.find((field) => wanted.includes(field.value)) ?? fields[0];
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest('[name="take"][data-value]');
    if (!button) return;
    event.preventDefault();
    const field = fill(button.form, button.value, button.dataset.value);
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new Event("change", { bubbles: true }));
    field.closest("details")?.setAttribute("open", "");
    field.focus();
    button.closest("[data-proposal]").hidden = true;
  });

  // What the chosen form of work asks, in the fields that are still empty.
  document.addEventListener("click", (event) => {
    const button = event.target.closest('[name="take"][data-fills]');
    if (!button) return;
    event.preventDefault();
    const chosen = button.form.querySelector('[name="form"]:checked');
    const empty = button.dataset.fills.split(" ").map((name) => button.form.elements[name]).filter((field) => !field.value.trim());
    for (const field of empty) field.value = chosen?.dataset[field.name] ?? "";
    empty.find((field) => field.value)?.focus();
  });
})();

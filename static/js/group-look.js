// Looking at the groups in another way (a filter, a colour, what looks like an answer) without leaving the page: focus,
// ticks and what was typed stay. The address of the page says how one looks, so that a reload shows the same.
(() => {
  const { dataset } = document.body;
  const form = document.getElementById("blik");
  const view = new URL(dataset.view, location.href).pathname;
  let last = null; // the line that had the focus last

  function look(search) {
    history.replaceState(null, "", `${location.pathname}${search}`);
    dataset.view = `${view}${search}`;
    const here = new URLSearchParams(search);
    for (const name of ["lijkt", "answers", "seen_seq"]) here.delete(name);
    for (const tab of document.querySelectorAll(".tabs__tab")) {
      const theme = new URL(tab.href).searchParams.get("thema");
      if (theme) here.set("thema", theme);
      else here.delete("thema");
      tab.search = here;
    }
    pmg.pull({ force: true });
  }

  function chosen() {
    const fields = new URLSearchParams(new FormData(form));
    for (const [name, value] of [...fields]) if (!value) fields.delete(name);
    return fields;
  }

  function find(box) {
    const fields = chosen();
    fields.set("lijkt", "1");
    fields.set("answers", box.value.split("-")[0]);
    fields.set("seen_seq", document.querySelector('#samenvoegen [name="seen_seq"]').value);
    look(`?${fields}`);
  }

  function goToNextAlike(box) {
    const alike = grouping.boxes().filter((one) => one.closest("[data-alike]"));
    const after = alike.find((one) => box.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING);
    (after ?? alike[0])?.focus();
  }

  function apply() {
    const fields = chosen();
    look(fields.size > 0 ? `?${fields}` : "");
  }

  form.addEventListener("change", apply);
  form.querySelector("[data-look-clear]").addEventListener("click", (event) => {
    event.preventDefault();
    for (const field of form.querySelectorAll("select")) field.value = "";
    apply();
  });

  document.addEventListener("focusin", ({ target }) => {
    if (target.matches('[name="answers"][type="checkbox"]')) last = target;
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-look]");
    const button = event.target.closest("[data-alike-search]");
    if (!link && !button) return;
    event.preventDefault();
    if (link) look(link.search);
    else if (grouping.ticked()[0] ?? last?.isConnected) find(grouping.ticked()[0] ?? last);
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
    if (!event.target.matches('[name="answers"][type="checkbox"]')) return;
    const act = { l: find, n: goToNextAlike }[event.key.toLowerCase()];
    if (act) act(event.target);
  });
})();

// The link for another phone carries the personal code behind the "#", where no server and no log sees it.
(() => {
  const code = decodeURIComponent(location.hash.slice(1));
  const form = document.querySelector("[data-comeback]");
  if (!code || form.elements.code.value) return;
  form.elements.code.value = code;
  history.replaceState(null, "", location.pathname);
})();

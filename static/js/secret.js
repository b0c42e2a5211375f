// A link may carry a secret behind the "#", where no server and no log sees it: it goes into the field for it.
(() => {
  const secret = decodeURIComponent(location.hash.slice(1));
  const field = document.querySelector("[data-secret]");
  if (!secret || field.value) return;
  field.value = secret;
  history.replaceState(null, "", location.pathname + location.search);
})();

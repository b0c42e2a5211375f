// Looking ahead at the desk: closes the panel. Its buttons name the keys; while it is open, those come first.
(() => {
  const panel = document.getElementById("vooruitblik");

  document.addEventListener("click", (event) => {
    const closer = event.target.closest("[data-ahead-close]");
    if (!closer) return;
    if (closer.href) event.preventDefault(); // without scripts that leads back to the desk
    // A button that also posts must still be there when its form is sent.
    setTimeout(() => {
      const hadFocus = panel.contains(document.activeElement);
      panel.replaceChildren();
      if (hadFocus) document.querySelector(".desk__ahead")?.focus();
    });
  });
})();

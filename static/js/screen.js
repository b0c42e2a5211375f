// The keys of the projector: F fills the screen, D makes it dark or light, the arrows turn the pages of a long
// list and P lets them turn by themselves or not. Page Up and Page Down stay free: they lead the programme.
(() => {
  const root = document.documentElement;
  const SCHEME = "pmg-scheme";

  function setScheme(scheme) {
    if (scheme === "dark") root.dataset.scheme = scheme;
    else delete root.dataset.scheme;
  }

  function switchScheme() {
    const scheme = root.dataset.scheme === "dark" ? "light" : "dark";
    setScheme(scheme);
    try {
      localStorage.setItem(SCHEME, scheme);
    } catch (error) {
      console.info("De keuze voor donker of licht is niet te bewaren.", error); // private browsing
    }
  }

  function switchFullscreen() {
    const change = document.fullscreenElement ? document.exitFullscreen() : root.requestFullscreen();
    change.catch((error) => console.info("Volledig scherm is hier niet toegestaan.", error));
  }

  const turn = (by) => document.dispatchEvent(new CustomEvent("pmg:turn", { detail: by }));
  const actions = {
    f: switchFullscreen,
    d: switchScheme,
    p: () => document.dispatchEvent(new CustomEvent("pmg:pause")),
    ArrowRight: () => turn(1),
    ArrowDown: () => turn(1),
    ArrowLeft: () => turn(-1),
    ArrowUp: () => turn(-1),
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    const act = actions[event.key] ?? actions[event.key.toLowerCase()];
    if (!act) return;
    event.preventDefault();
    act();
  });

  try {
    setScheme(localStorage.getItem(SCHEME));
  } catch (error) {
    console.info("De keuze voor donker of licht is niet te lezen.", error);
  }
})();

// Shows a long list a page at a time. A list with data-pages is a box of CSS columns with a fixed height: what
// does not fit stands in columns to its right, out of sight. All lists on the screen turn together, by
// themselves unless somebody turned by hand. Events on the document: "pmg:turn" (detail: how many pages) and
// "pmg:pause". New cards never turn the page; new content, named by data-paged, starts at its first.
(() => {
  const READING_TIME = 12_000;
  const indicator = document.getElementById("bladen");
  const wantsStillness = matchMedia("(prefers-reduced-motion: reduce)");

  let content = null;
  let page = 0;
  let pages = 1;
  let isPaused = false;
  let timer = null;

  // A sheet over the programme has pages of its own, and hides the others.
  const shown = (what) => {
    const onTop = document.querySelectorAll(`#laag ${what}`);
    return [...(onTop.length ? onTop : document.querySelectorAll(`#inhoud ${what}`))];
  };
  const lists = () => shown("[data-pages]");
  const widthOf = (list) => list.getBoundingClientRect().width + (parseFloat(getComputedStyle(list).columnGap) || 0);
  // Without the two pixels, rounding alone could make another page. A list that is not shown has no width.
  const pagesOf = (list) => (list.clientWidth ? Math.ceil((list.scrollWidth - 2) / widthOf(list)) : 1);

  function show() {
    const current = shown("[data-paged]")[0]?.dataset.paged;
    if (current !== content) {
      content = current;
      page = 0;
      isPaused = false;
      restart();
    }
    pages = Math.max(1, ...lists().map(pagesOf));
    page = Math.min(page, pages - 1);
    for (const list of lists()) list.scrollLeft = Math.min(page, pagesOf(list) - 1) * widthOf(list);
    indicator.hidden = pages === 1;
    indicator.textContent = `${page + 1} / ${pages}`;
    indicator.toggleAttribute("data-paused", isPaused);
  }

  function turn(by) {
    page = (page + by + pages) % pages;
    show();
  }

  function restart() {
    clearInterval(timer);
    if (!isPaused && !wantsStillness.matches) timer = setInterval(() => turn(1), READING_TIME);
  }

  function pause(paused) {
    isPaused = paused;
    restart();
    show();
  }

  document.addEventListener("pmg:turn", (event) => {
    pause(true);
    turn(event.detail);
  });
  document.addEventListener("pmg:pause", () => pause(!isPaused));
  document.addEventListener("pmg:updated", show);
  window.addEventListener("resize", show);
  wantsStillness.addEventListener("change", restart);
  document.fonts.ready.then(show);
  show();
})();

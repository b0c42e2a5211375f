// Says large that a round closed, for whoever watched it close: six seconds, or until the room goes on. After that the
// word in the header stays. The header's data-round, data-state and data-revealed say how things stand.
(() => {
  const SHOWN_FOR = 6_000;
  const sign = document.querySelector(".closing__words");

  const here = () => ({ ...document.querySelector(".screen__clock")?.dataset });

  let before = here();
  let timer = null;

  function take() {
    clearTimeout(timer);
    sign.hidden = true;
  }

  document.addEventListener("pmg:updated", () => {
    const now = here();
    const isSameRound = now.round === before.round;
    const hasClosed = isSameRound && before.state === "open" && now.state === "closed";
    const wentOn = !isSameRound || now.state !== before.state || now.revealed !== before.revealed;
    if (wentOn) take();
    if (hasClosed) {
      sign.hidden = false;
      timer = setTimeout(take, SHOWN_FOR);
    }
    before = now;
  });
})();

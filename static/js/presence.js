// Tells the desk that somebody is writing here, and nothing of what. It may get lost: the server forgets it soon
// anyway, and sending the answer says by itself that it is written.
(() => {
  const { writing: address } = document.body.dataset;
  const AGAIN_AFTER = 20_000;
  let told = { round: null, at: 0 };

  function tell(round, on) {
    fetch(address, {
      method: "POST",
      headers: { Accept: "application/json" },
      body: new URLSearchParams({ round, on }),
      keepalive: true,
    })
      .then((reply) => reply.text()) // until it is read, the browser keeps the line for it
      .catch((error) => console.info("De gespreksleider hoort nu niet dat hier iemand schrijft.", error));
  }

  document.addEventListener("input", ({ target }) => {
    const step = document.querySelector("#stap [data-round]");
    if (!target.matches("textarea[data-draft]") || step.dataset.state !== "open") return;
    const { round } = step.dataset;
    const now = performance.now();
    const isKnown = told.round === round;
    if (!target.value.trim()) {
      if (isKnown) tell(round, 0);
      told = { round: null, at: 0 };
    } else if (!isKnown || now - told.at >= AGAIN_AFTER) {
      told = { round, at: now };
      tell(round, 1);
    }
  });
  document.addEventListener("pmg:sent", () => {
    told = { round: null, at: 0 };
  });
})();

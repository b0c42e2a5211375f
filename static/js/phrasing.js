// Looks along while a kennisvraag is typed: what sessions/phrasing.py checks, with the words and numbers that the page
// holds. It only points; nothing keeps anybody from saving.
(() => {
  const AND = "en";
  const PAUSE = 900; // milliseconds after the last key in which nothing is read out

  const block = document.querySelector("[data-phrasing]");
  if (!block) return;
  const field = document.getElementById(block.dataset.phrasing);
  const [questionWords, prepositions, verbs] = ["questionWords", "prepositions", "verbs"].map(
    (name) => new Set(block.dataset[name].split(" ")),
  );
  const most = Number(block.dataset.most);
  const spoken = block.querySelector("[data-spoken]");
  let pause;

  const wordsOf = (text) => text.toLowerCase().match(/[\p{L}\p{N}_]+/gu) ?? [];
  const asks = (words) => questionWords.has(words[prepositions.has(words[0]) ? 1 : 0]);

  function checksOn(text) {
    const words = wordsOf(text);
    const count = text.split(/\s+/).filter(Boolean).length;
    const marks = text.split("?").length - 1;
    return {
      count,
      mark: text.trimEnd().endsWith("?"),
      length: count > 0 && count <= most,
      start: asks(words) || verbs.has(words[0]),
      one: marks < 2 && !words.some((word, place) => word === AND && asks(words.slice(place + 1))),
    };
  }

  function look() {
    const checks = checksOn(field.value);
    block.querySelector("[data-count]").textContent = checks.count;
    for (const line of block.querySelectorAll("[data-check]")) {
      const isMet = checks[line.dataset.check];
      line.classList.toggle("is-met", isMet);
      line.querySelector("[data-state]").textContent = isMet ? line.dataset.met : line.dataset.unmet;
    }
  }

  function speak() {
    const open = [...block.querySelectorAll("[data-check]:not(.is-met) [data-advice]")];
    const words = open.map((advice) => advice.textContent).join(". ");
    spoken.textContent = words ? `${spoken.dataset.before} ${words}.` : spoken.dataset.none;
  }

  field.addEventListener("input", () => {
    look();
    clearTimeout(pause);
    pause = setTimeout(speak, PAUSE);
  });
  look();
})();

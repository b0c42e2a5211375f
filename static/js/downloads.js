// Who chooses a file sees at once that it is being made, and how far that is; then it downloads by itself.
// A link with [data-make] names the addresses that make its file, or the files in it, one after another.
(() => {
  const box = document.querySelector("[data-making]");
  const bar = box.querySelector("progress");
  const again = box.querySelector("[data-again]");
  const told = box.querySelector("[data-told]");
  let making = null;
  let chosen = null;

  function show(words, { done, all, failed = false }) {
    told.textContent = words;
    told.classList.toggle("field__error", failed);
    again.hidden = !failed;
    bar.hidden = failed || done === all;
    if (all > 1) {
      bar.max = all;
      bar.value = done;
    } else {
      bar.removeAttribute("value");
    }
  }

  async function make(address, signal) {
    const reply = await fetch(address, { signal });
    // Who is not logged in any more is told so by the link itself.
    if (reply.status !== 204 && !reply.redirected) {
      throw new Error(reply.status === 503 ? await reply.text() : "");
    }
  }

  async function fetchFile(link) {
    making?.abort();
    const mine = new AbortController();
    making = mine;
    chosen = link;
    const { name } = link.dataset;
    const addresses = link.dataset.make.trim().split(/\s+/);
    const all = addresses.length;
    try {
      for (const [done, address] of addresses.entries()) {
        const count = all > 1 ? ` ${done} van ${all} bestanden klaar.` : "";
        show(`${name} wordt gemaakt …${count}`, { done, all });
        await make(address, mine.signal);
      }
      show(`${name} is klaar en wordt gedownload.`, { done: all, all });
      window.location.assign(link.href);
    } catch (error) {
      if (making !== mine) return;
      const reason = error instanceof TypeError ? "Er is geen verbinding." : error.message;
      show(reason || `${name} kon niet worden gemaakt.`, { failed: true });
    }
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-make]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    fetchFile(link);
  });
  again.addEventListener("click", () => fetchFile(chosen));
})();

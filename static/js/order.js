// Puts what can be chosen in the order of this phone. What is pushed is the same for everybody, so it is sorted before
// it is shown; the page itself came in this order. sessions/order.py does the same, and docs/protocol.md says how.
window.order = (() => {
  const seed = Number(document.body.dataset.seed);

  // The finaliser of MurmurHash3, on 32-bit numbers.
  function rank(seed, id) {
    let mixed = (seed + Math.imul(id, 0x9e3779b1)) >>> 0;
    mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
    return (mixed ^ (mixed >>> 16)) >>> 0;
  }

  function sort(list) {
    const place = (block) => rank(seed, Number(block.dataset.order));
    list.append(...[...list.children].sort((one, other) => place(one) - place(other)));
  }

  document.addEventListener("htmx:before:swap", ({ detail }) => {
    for (const { fragment } of detail.tasks) fragment?.querySelectorAll("[data-shuffled]").forEach(sort);
  });

  return { rank };
})();

// The phone's own storage, for what may not be lost. In private mode, or when it is full, storage throws:
// then this page keeps the value for as long as it is open, and `lasts` says so.
window.store = (() => {
  const memory = new Map();

  function attempt(action) {
    try {
      return action();
    } catch {
      return null; // a phone that forbids storage has nothing in it, and what is damaged says nothing
    }
  }

  return {
    get lasts() {
      return memory.size === 0;
    },
    // Whether what is typed next will last too.
    get hasRoom() {
      const probe = "proef";
      const isKept = attempt(() => {
        localStorage.setItem(probe, "x".repeat(2_000));
        localStorage.removeItem(probe);
        return true;
      });
      return isKept === true && memory.size === 0;
    },
    put(name, value) {
      const text = JSON.stringify(value);
      try {
        localStorage.setItem(name, text);
        memory.delete(name);
      } catch {
        memory.set(name, text);
      }
    },
    get(name) {
      return attempt(() => JSON.parse(memory.get(name) ?? localStorage.getItem(name)));
    },
    remove(name) {
      memory.delete(name);
      attempt(() => localStorage.removeItem(name));
    },
    names(prefix) {
      const stored = attempt(() => Object.keys(localStorage)) ?? [];
      return [...new Set([...memory.keys(), ...stored])].filter((name) => name.startsWith(prefix));
    },
  };
})();

/** JSON in localStorage; a browser that refuses to store (private mode, full disk) costs memory across reloads, no more. */
export const stored = {
  read(key, fallback) {
    try {
      return JSON.parse(localStorage.getItem(key)) ?? fallback;
    } catch {
      return fallback;
    }
  },

  write(key, value) {
    try {
      localStorage.setItem(key, JSON.stringify(value));
    } catch {
      // The page goes on with what it holds in memory.
    }
  },

  remove(key) {
    try {
      localStorage.removeItem(key);
    } catch {
      // Nothing was stored then.
    }
  },
};

/** Runs `work` while no other tab runs under the same name; without the Web Locks API (plain HTTP) it just runs. */
export function exclusively(name, work) {
  return navigator.locks ? navigator.locks.request(name, work) : work();
}

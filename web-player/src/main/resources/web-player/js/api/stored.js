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

const LEASE_MS = 10_000;
const SETTLE_MS = 40;

/**
 * Runs `work` while no other tab runs under the same name. A page over plain HTTP has no Web Locks: there, tabs take turns by a
 * lease in localStorage, which runs out if its tab is closed.
 */
export function exclusively(name, work) {
  return navigator.locks ? navigator.locks.request(name, work) : leased(`${name}.lease`, work);
}

async function leased(key, work) {
  const owner = Math.random();
  while (!(await isTaken(key, owner))) await pause(SETTLE_MS);
  try {
    return await work();
  } finally {
    if (stored.read(key, null)?.owner === owner) stored.remove(key);
  }
}

/** Of two tabs that write at the same time, the one whose lease stands a moment later has it. */
async function isTaken(key, owner) {
  const other = stored.read(key, null);
  if (other && other.until > Date.now() && other.until < Date.now() + 2 * LEASE_MS) return false;
  stored.write(key, { owner, until: Date.now() + LEASE_MS });
  const kept = stored.read(key, null);
  if (!kept) return true; // nothing can be stored, so nothing is shared
  await pause(SETTLE_MS);
  return stored.read(key, null)?.owner === owner;
}

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

import { Problem } from '../api/problem.js';

const DISPLACED = 'urn:legato:problem:too-many-streams';

/** How long the edge refuses a player that another one has displaced, unless it says so itself. */
const REST_S = 20;

/**
 * Asks why a file does not play: an element says only that it failed. Gives the problem that the edge answers with, or null if
 * the file opens now or nothing answers.
 */
export async function refusalOf(url) {
  const asking = new AbortController();
  try {
    const response = await fetch(url, { headers: { Range: 'bytes=0-0' }, credentials: 'omit', cache: 'no-store', signal: asking.signal });
    return response.ok ? null : await Problem.from(response);
  } catch {
    return null;
  } finally {
    asking.abort();
  }
}

/** Whether playing stopped because another player of the same plan began. */
export const isDisplacement = (error) => error instanceof Problem && error.type === DISPLACED;

/** When this player may begin again, in milliseconds since 1970. */
export const againAt = (problem) => Date.now() + 1000 * (problem.retryAfter ?? REST_S);

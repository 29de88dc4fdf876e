import { Problem, isAbort } from './problem.js';

/**
 * One HTTP exchange in JSON, without retries.
 *
 * @returns {Promise<{status: number, body: any, etag: string|null}>}
 * @throws {Problem} for every status outside 200–299 and when the network fails
 */
export async function send(method, path, { token, body, ifMatch, idempotencyKey, signal, keepalive = false } = {}) {
  const headers = { Accept: 'application/json' };
  if (token) headers.Authorization = `Bearer ${token}`;
  if (body !== undefined) headers['Content-Type'] = 'application/json';
  if (ifMatch) headers['If-Match'] = ifMatch;
  if (idempotencyKey) headers['Idempotency-Key'] = idempotencyKey;
  let response;
  try {
    response = await fetch(path, {
      method,
      headers,
      body: body === undefined ? undefined : JSON.stringify(body),
      signal,
      keepalive,
      credentials: 'omit',
    });
  } catch (error) {
    if (isAbort(error)) throw error;
    throw new Problem({ title: 'No connection', detail: 'Legato could not be reached. Check the connection and try again.' });
  }
  if (!response.ok) throw await Problem.from(response);
  const text = response.status === 204 ? '' : await response.text();
  return { status: response.status, body: text ? JSON.parse(text) : null, etag: response.headers.get('etag') };
}

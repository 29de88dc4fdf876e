import { Problem, isAbort } from './problem.js';

/**
 * One HTTP exchange in JSON, without retries. A `form` is sent as a form instead, a Blob as it is.
 *
 * @param cookies whether the browser may send and keep cookies
 * @returns {Promise<{status: number, body: any, etag: string|null}>}
 * @throws {Problem} for every status outside 200–299 and when the network fails
 */
export async function send(method, path, { token, body, form, ifMatch, idempotencyKey, signal, keepalive = false, cookies = false } = {}) {
  const headers = { Accept: 'application/json' };
  if (token) headers.Authorization = `Bearer ${token}`;
  const type = form ? 'application/x-www-form-urlencoded' : body instanceof Blob ? body.type : body !== undefined && 'application/json';
  if (type) headers['Content-Type'] = type;
  if (ifMatch) headers['If-Match'] = ifMatch;
  if (idempotencyKey) headers['Idempotency-Key'] = idempotencyKey;
  let response;
  try {
    response = await fetch(path, {
      method,
      headers,
      body: form ? new URLSearchParams(form).toString() : body instanceof Blob || body === undefined ? body : JSON.stringify(body),
      signal,
      keepalive,
      credentials: cookies ? 'same-origin' : 'omit',
    });
  } catch (error) {
    if (isAbort(error)) throw error;
    throw new Problem({ title: 'No connection', detail: 'Legato could not be reached. Check the connection and try again.' });
  }
  if (!response.ok) throw await Problem.from(response);
  const text = response.status === 204 ? '' : await response.text();
  return { status: response.status, body: text ? JSON.parse(text) : null, etag: response.headers.get('etag') };
}

import { answer, network, restoreNetwork } from './browser.js';
import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { ApiClient } from '../../main/resources/web-player/js/api/client.js';
import { randomId } from '../../main/resources/web-player/js/api/identifiers.js';
import { Library } from '../../main/resources/web-player/js/api/library.js';
import { allPages, inBatches } from '../../main/resources/web-player/js/api/pages.js';
import { Problem } from '../../main/resources/web-player/js/api/problem.js';

afterEach(restoreNetwork);

const session = { accessToken: async () => 'old', replace: async () => 'new' };

test('randomId: is a UUID of version 4, also where crypto.randomUUID is missing', () => {
  const form = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
  assert.match(randomId(), form);
  const { crypto } = globalThis;
  Object.defineProperty(globalThis, 'crypto', { value: { getRandomValues: (bytes) => crypto.getRandomValues(bytes) }, configurable: true, writable: true });
  assert.match(randomId(), form);
  Object.defineProperty(globalThis, 'crypto', { value: crypto, configurable: true, writable: true });
});

test('allPages: follows next to the end', async () => {
  const pages = { a: { items: [1, 2], next: 'b' }, b: { items: [3], next: null } };
  assert.deepEqual(await allPages('a', async (path) => pages[path]), [1, 2, 3]);
});

test('inBatches: loses none and keeps their order', () => {
  assert.deepEqual(inBatches([1, 2, 3, 4, 5], 2), [[1, 2], [3, 4], [5]]);
  assert.deepEqual(inBatches([], 2), []);
});

test('Problem: takes what the answer says, and what it leaves out from the status', async () => {
  const said = await Problem.from(answer(429, { title: 'Too many', detail: 'Wait.' }, { 'retry-after': '7' }));
  assert.deepEqual([said.status, said.message, said.retryAfter, said.transient], [429, 'Wait.', 7, true]);
  const silent = await Problem.from(new Response('<html>', { status: 404 }));
  assert.deepEqual([silent.message, silent.retryAfter, silent.transient], ['The server answered 404.', null, false]);
});

test('get: is repeated when it may succeed a moment later', async () => {
  const calls = network(answer(503, {}, { 'retry-after': '0' }), answer(200, { id: 1 }));
  assert.deepEqual(await new ApiClient(session).get('/v1/x'), { id: 1 });
  assert.equal(calls.length, 2);
});

test('get: gives up when it is to wait for long, or is refused for good', async () => {
  const calls = network(answer(503, {}, { 'retry-after': '60' }), answer(404, {}));
  const client = new ApiClient(session);
  await assert.rejects(client.get('/v1/x'), { status: 503 });
  await assert.rejects(client.get('/v1/x'), { status: 404 });
  assert.equal(calls.length, 2);
});

test('post: is repeated only with an idempotency key, and that stays the same', async () => {
  const client = new ApiClient(session);
  network(answer(503, {}, { 'retry-after': '0' }));
  await assert.rejects(client.post('/v1/x', {}), { status: 503 });
  const calls = network(answer(503, {}, { 'retry-after': '0' }), answer(201, {}));
  assert.equal((await client.post('/v1/x', {}, { idempotencyKey: 'k' })).status, 201);
  assert.deepEqual(calls.map(([, , headers]) => headers['Idempotency-Key']), ['k', 'k']);
});

test('any call: a token that is refused is replaced once', async () => {
  const calls = network(answer(401, {}), answer(200, {}));
  await new ApiClient(session).get('/v1/x');
  assert.deepEqual(calls.map(([, , headers]) => headers.Authorization), ['Bearer old', 'Bearer new']);
});

test('any call: a network that fails is a problem of status 0', async () => {
  network(new TypeError('failed to fetch'));
  await assert.rejects(new ApiClient(session).post('/v1/x', {}), { name: 'Problem', status: 0 });
});

test('Library.add: more tracks than one call takes go in several, in order', async () => {
  const calls = [];
  const api = {
    post: async (path, { trackIds }) => {
      calls.push([path, trackIds]);
      return { body: { entries: trackIds.map((trackId) => ({ trackId })) }, etag: `"${calls.length}"` };
    },
  };
  const ids = Array.from({ length: 120 }, (_, i) => `t${i}`);
  const entries = await new Library(api, {}).add('p', ids);
  assert.deepEqual(calls.map(([, trackIds]) => trackIds.length), [50, 50, 20]);
  assert.deepEqual(entries.map((entry) => entry.trackId), ids);
});

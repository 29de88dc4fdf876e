import { answer, memoryStorage, network, restoreNetwork } from './browser.js';
import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { exclusively } from '../../main/resources/web-player/js/api/stored.js';
import { Session } from '../../main/resources/web-player/js/api/session.js';

const KEY = 'legato.session';
const clara = { id: 'c', name: 'Clara', guest: false };
const past = () => Date.now() - 1_000;

beforeEach(() => {
  globalThis.localStorage = memoryStorage();
  globalThis.addEventListener = () => {};
  Object.defineProperty(globalThis, 'navigator', { value: {}, configurable: true });
});
afterEach(restoreNetwork);

const keep = (grant) => localStorage.setItem(KEY, JSON.stringify(grant));
const kept = () => JSON.parse(localStorage.getItem(KEY));
const tokens = (access, refresh, id) => answer(200, { access_token: access, refresh_token: refresh, expires_in: 600, ...(id && { id_token: id }) });

test('accessToken: an account refreshes as an OAuth client and keeps its ID token', async () => {
  keep({ accessToken: 'old', refreshToken: 'r1', idToken: 'id', expiresAt: past() });
  const calls = network(tokens('new', 'r2'));
  assert.equal(await new Session().accessToken(), 'new');
  assert.equal(calls[0][1], '/oauth2/token');
  assert.deepEqual(Object.fromEntries(new URLSearchParams(calls[0][3])), { client_id: 'legato-web', grant_type: 'refresh_token', refresh_token: 'r1' });
  assert.deepEqual([kept().refreshToken, kept().idToken], ['r2', 'id']);
});

test('accessToken: a guest refreshes as before', async () => {
  keep({ accessToken: 'old', refreshToken: 'r1', expiresAt: past() });
  const calls = network(answer(200, { accessToken: 'new', refreshToken: 'r2', expiresIn: 600 }));
  assert.equal(await new Session().accessToken(), 'new');
  assert.deepEqual(calls[0].slice(0, 2), ['POST', '/v1/sessions/refresh']);
});

test('accessToken: two tabs without Web Locks spend a refresh token once', async () => {
  keep({ accessToken: 'old', refreshToken: 'r1', idToken: 'id', expiresAt: past() });
  const calls = network(tokens('new', 'r2'), answer(500));
  const tabs = [new Session(), new Session()];
  assert.deepEqual(await Promise.all(tabs.map((tab) => tab.accessToken())), ['new', 'new']);
  assert.equal(calls.length, 1);
});

test('accessToken: a refused refresh token leaves a guest, a server that fails leaves the session', async () => {
  keep({ accessToken: 'old', refreshToken: 'r1', idToken: 'id', expiresAt: past() });
  network(answer(503, {}));
  await assert.rejects(new Session().accessToken(), { status: 503 });
  assert.equal(kept().refreshToken, 'r1');
  network(answer(400, { error: 'invalid_grant' }), answer(200, { accessToken: 'guest', refreshToken: 'g', expiresIn: 600 }));
  assert.equal(await new Session().accessToken(), 'guest');
  assert.equal(kept().idToken, undefined);
});

test('begin: takes the tokens up, says who listens and ends the guest session', async () => {
  keep({ accessToken: 'guest', refreshToken: 'g', expiresAt: Date.now() + 600_000 });
  const calls = network(answer(200, clara), answer(204));
  const session = new Session();
  let identities = 0;
  session.addEventListener('identity', () => identities++);
  await session.begin({ access_token: 'a', refresh_token: 'r', id_token: 'id', expires_in: 600 });
  assert.deepEqual([session.me.name, session.isGuest, identities], ['Clara', false, 1]);
  assert.deepEqual(calls.map(([method, path]) => `${method} ${path}`), ['GET /v1/me', 'DELETE /v1/sessions/current']);
  assert.equal(calls[1][2].Authorization, 'Bearer guest');
});

test('end: revokes the refresh token, forgets it, and gives the ID token for the pages', async () => {
  keep({ accessToken: 'a', refreshToken: 'r', idToken: 'id', expiresAt: Date.now() + 600_000 });
  const calls = network(answer(200));
  assert.equal(await new Session().end(), 'id');
  assert.equal(calls[0][1], '/oauth2/revoke');
  assert.equal(new URLSearchParams(calls[0][3]).get('token'), 'r');
  assert.equal(localStorage.getItem(KEY), null);
});

test('bringGuest: names the guest to the sign-up page, and nobody else', async () => {
  keep({ accessToken: 'guest', refreshToken: 'g', expiresAt: Date.now() + 600_000 });
  const calls = network(answer(204));
  await new Session().bringGuest();
  assert.deepEqual(calls[0].slice(0, 2), ['POST', '/account/guest']);
});

test('exclusively: work under one name never overlaps without Web Locks, and goes on after one that fails', async () => {
  let running = 0;
  let most = 0;
  const work = async () => {
    most = Math.max(most, ++running);
    await new Promise((resolve) => setTimeout(resolve, 5));
    running--;
  };
  const failing = exclusively('n', () => Promise.reject(new Error('no')));
  await Promise.all([assert.rejects(failing, /no/), exclusively('n', work), exclusively('n', work), exclusively('n', work)]);
  assert.equal(most, 1);
});

test('exclusively: a lease of a closed tab runs out', async () => {
  localStorage.setItem('n.lease', JSON.stringify({ owner: 1, until: Date.now() - 1 }));
  assert.equal(await exclusively('n', async () => 7), 7);
});

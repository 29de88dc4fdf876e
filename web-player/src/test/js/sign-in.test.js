import { answer, memoryStorage, network, restoreNetwork } from './browser.js';
import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { afterEach, test } from 'node:test';
import { base64url, challengeOf, claimsOf, secret } from '../../main/resources/web-player/js/api/pkce.js';
import { digest } from '../../main/resources/web-player/js/api/sha256.js';
import { SignIn } from '../../main/resources/web-player/js/api/sign-in.js';

const ORIGIN = 'http://music.test:8080';
const NOW = 1_800_000_000_000;
const metadata = () => answer(200, { issuer: ORIGIN });

afterEach(restoreNetwork);

/** A window of its own: an attempt begun in it is answered in it. */
function windowAt(address = `${ORIGIN}/`) {
  const replaced = [];
  const location = { ...partsOf(address), replace: (to) => replaced.push(to) };
  const clock = { now: NOW };
  const storage = memoryStorage();
  const signIn = new SignIn({ location, storage, now: () => clock.now });
  return { signIn, location, replaced, clock, goTo: (to) => Object.assign(location, partsOf(to)) };
}

const partsOf = (address) => {
  const { origin, protocol, port, pathname, search } = new URL(address);
  return { origin, protocol, port, pathname, search };
};

const jwt = (claims) => `e30.${base64url(new TextEncoder().encode(JSON.stringify(claims)))}.c2ln`;

/** Begins an attempt and comes back with its code; `change` alters the answer's parameters, `claims` the ID token. */
async function answered(window, { change = {}, claims = {}, token = null } = {}) {
  const request = new URL(await window.signIn.request('#/album/1'), ORIGIN).searchParams;
  const returned = new URLSearchParams({ code: 'c0de', state: request.get('state'), iss: ORIGIN, ...change });
  window.goTo(`${ORIGIN}/signed-in?${returned}`);
  const idToken = jwt({ iss: ORIGIN, aud: 'legato-web', nonce: request.get('nonce'), exp: NOW / 1000 + 600, ...claims });
  const calls = network(metadata(), token ?? answer(200, { access_token: 'a', refresh_token: 'r', expires_in: 600, id_token: idToken }));
  return { request, calls };
}

test('digest: is SHA-256, whatever the length', () => {
  for (let length = 0; length < 200; length++) {
    const bytes = randomBytes(length);
    assert.equal(Buffer.from(digest(bytes)).toString('hex'), createHash('sha256').update(bytes).digest('hex'), `${length} bytes`);
  }
});

test('challengeOf: is that of RFC 7636, appendix B', async () => {
  assert.equal(await challengeOf('dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk'), 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM');
});

test('secret: has 256 bits in base64url, another each time', () => {
  assert.match(secret(), /^[A-Za-z0-9_-]{43}$/);
  assert.notEqual(secret(), secret());
});

test('claimsOf: reads a token in any language, and nothing of what is none', () => {
  assert.deepEqual(claimsOf(jwt({ name: 'Zoë 🎵' })), { name: 'Zoë 🎵' });
  assert.deepEqual(['', 'a.b', 'a.!.c'].map(claimsOf), [null, null, null]);
});

test('request: asks for a code with S256, to come back to this origin', async () => {
  const { signIn } = windowAt();
  const address = new URL(await signIn.request('#/'), ORIGIN);
  assert.equal(address.pathname, '/oauth2/authorize');
  const asked = Object.fromEntries(address.searchParams);
  assert.equal(asked.redirect_uri, `${ORIGIN}/signed-in`);
  assert.deepEqual([asked.response_type, asked.client_id, asked.code_challenge_method], ['code', 'legato-web', 'S256']);
  assert.equal(asked.scope.split(' ').includes('openid'), true);
  assert.equal(asked.scope.split(' ').includes('admin'), false);
  assert.equal(new Set([asked.state, asked.nonce, asked.code_challenge]).size, 3);
});

test('leave: by the sign-up page where an account is to be made', async () => {
  const window = windowAt();
  network(metadata());
  await window.signIn.leave('#/', { page: '/account/signup' });
  const [address] = window.replaced;
  assert.match(address, /^\/account\/signup\?continue=%2Foauth2%2Fauthorize%3F/);
});

test('leave: a page by another scheme than the issuer’s signs in at the issuer', async () => {
  const window = windowAt('https://192.168.1.5:8080/');
  network(metadata());
  await window.signIn.leave('#/');
  assert.deepEqual(window.replaced, [`${ORIGIN}/#/login`]);
});

for (const issuer of ['http://localhost:8080', 'http://127.0.0.1:8080', 'http://[::1]:8080']) {
  test(`leave: sends nobody from a public page to ${issuer}`, async () => {
    const window = windowAt('https://music.example.org/');
    network(answer(200, { issuer }));
    await assert.rejects(window.signIn.leave('#/'), { name: 'SignInError', message: /set tokens\.issuer to https:\/\/music\.example\.org/ });
    assert.deepEqual(window.replaced, []);
  });
}

test('leave: between two schemes of one machine goes to the issuer', async () => {
  const window = windowAt('https://localhost:8443/');
  network(answer(200, { issuer: 'http://localhost:8080' }));
  await window.signIn.leave('#/');
  assert.deepEqual(window.replaced, ['http://localhost:8080/#/login']);
});

test('complete: exchanges the code with the verifier of this tab, once', async () => {
  const window = windowAt();
  const { request, calls } = await answered(window);
  assert.equal(window.signIn.isReturning, true);
  const { tokens, returnTo } = await window.signIn.complete();
  assert.deepEqual([tokens.access_token, returnTo], ['a', '#/album/1']);
  const form = Object.fromEntries(new URLSearchParams(calls[1][3]));
  assert.deepEqual([form.grant_type, form.code, form.client_id, form.redirect_uri], ['authorization_code', 'c0de', 'legato-web', `${ORIGIN}/signed-in`]);
  assert.equal(await challengeOf(form.code_verifier), request.get('code_challenge'));
  await assert.rejects(window.signIn.complete(), /answered already/, 'a reload of the same address');
});

for (const [what, answerOf, said] of [
  ['another state', { change: { state: 'forged' } }, /not begun in this tab/],
  ['no state', { change: { state: '' } }, /not begun in this tab/],
  ['another issuer', { change: { iss: 'https://evil.test' } }, /another server/],
  ['no issuer', { change: { iss: '' } }, /another server/],
  ['a refusal', { change: { error: 'access_denied' } }, /did not allow/],
  ['a server that fails', { change: { error: 'server_error' } }, /try again later/],
  ['a request that is not understood', { change: { error: 'invalid_scope' } }, /did not understand/],
  ['a code that has expired', { token: answer(400, { error: 'invalid_grant' }) }, /expired or was used/],
  ['another nonce', { claims: { nonce: 'replayed' } }, /does not belong/],
  ['a token for another client', { claims: { aud: 'legato-cli' } }, /does not belong/],
  ['a token of another issuer', { claims: { iss: 'https://evil.test' } }, /does not belong/],
  ['a token that has expired', { claims: { exp: 1 } }, /does not belong/],
]) {
  test(`complete: ${what} signs nobody in and is said plainly`, async () => {
    const window = windowAt();
    await answered(window, answerOf);
    await assert.rejects(window.signIn.complete(), { name: 'SignInError', message: said });
  });
}

test('complete: who takes longer than half an hour begins again', async () => {
  const window = windowAt();
  await answered(window);
  window.clock.now += 31 * 60_000;
  await assert.rejects(window.signIn.complete(), /too long/);
});

test('logoutAddress: names the token, and the page to come back to', () => {
  const address = new URL(windowAt().signIn.logoutAddress('id.to.ken'), ORIGIN);
  assert.deepEqual(Object.fromEntries(address.searchParams), {
    id_token_hint: 'id.to.ken', client_id: 'legato-web', post_logout_redirect_uri: `${ORIGIN}/`,
  });
});

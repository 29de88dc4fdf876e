// Scenarios that the library openid-client plays against an issuer: node openid.mjs SCENARIO ISSUER EMAIL PASSWORD
import assert from 'node:assert/strict';
import * as client from 'openid-client';
import { createRemoteJWKSet, exportJWK, jwtVerify, SignJWT } from 'jose';
import { once } from 'node:events';
import { Browser, hidden } from './browser.mjs';

const [scenario, issuer, email, password] = process.argv.slice(2);
const CLI = 'legato-cli';
const REDIRECT = 'http://127.0.0.1:49152/callback';
const WEB = { redirect_uri: 'https://player.example/callback' };
const SCOPE = 'openid profile email streaming';
const insecure = { execute: [client.allowInsecureRequests] };

const configuration = () => client.discovery(new URL(issuer), CLI, undefined, client.None(), insecure);

const registered = (metadata = {}) => client.dynamicClientRegistration(new URL(issuer), {
  client_name: 'Example player',
  redirect_uris: [REDIRECT, 'https://player.example/callback'],
  post_logout_redirect_uris: ['https://player.example/bye'],
  grant_types: ['authorization_code', 'refresh_token', 'urn:ietf:params:oauth:grant-type:device_code'],
  ...metadata,
}, undefined, insecure);

async function request(config, more = {}) {
  const verifier = client.randomPKCECodeVerifier();
  const state = client.randomState();
  const nonce = client.randomNonce();
  const parameters = {
    redirect_uri: REDIRECT, scope: SCOPE, state, nonce,
    code_challenge: await client.calculatePKCECodeChallenge(verifier), code_challenge_method: 'S256', ...more,
  };
  return { parameters, checks: { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce, idTokenExpected: true } };
}

/** Signs in and allows; answers where the client is called back. */
async function allowed(browser, url) {
  const stop = new URL(url).searchParams.get('redirect_uri') ?? REDIRECT;
  let page = await browser.open(url, { stop });
  if (page.url.pathname === '/account/signin') page = await browser.submit(page, { email, password }, { stop });
  if (page.status) {
    assert.equal(page.status, 200, page.html);
    page = await browser.submit(page, { decision: 'allow' }, { stop });
  }
  assert.ok(page.url.href.startsWith(stop), page.url.href + page.html);
  return page.url;
}

async function signedIn(config, browser = new Browser(), more = {}, options = undefined) {
  const { parameters, checks } = await request(config, more);
  const back = await allowed(browser, client.buildAuthorizationUrl(config, parameters));
  return { back, checks, tokens: await client.authorizationCodeGrant(config, back, checks, undefined, options) };
}

async function refused(promise, error) {
  const failure = await promise.then(() => assert.fail(`expected ${error}`), (reason) => reason);
  const said = failure.error ?? failure.cause?.error ?? (failure.status === 401 ? 'invalid_client' : null);
  assert.ok([error].flat().includes(said), `${said} (expected: ${error}) ${failure.stack}`);
}

/** What the authorization endpoint answers: the parameters at the client, or the page's status and text. */
async function answer(config, parameters, browser = new Browser()) {
  const page = await browser.open(client.buildAuthorizationUrl(config, parameters), { stop: parameters.redirect_uri });
  return page.status ? page : Object.fromEntries(page.url.searchParams);
}

/** A proof for the token endpoint, made by hand. */
async function proof({ privateKey, publicKey }, nonce) {
  const claims = { htm: 'POST', htu: `${issuer}/oauth2/token`, jti: client.randomState(), ...(nonce === undefined ? {} : { nonce }) };
  return new SignJWT(claims).setProtectedHeader({ typ: 'dpop+jwt', alg: 'ES256', jwk: await exportJWK(publicKey) }).setIssuedAt().sign(privateKey);
}

const scenarios = {
  async discovery() {
    const config = await configuration();
    const server = config.serverMetadata();
    assert.equal(server.issuer, issuer);
    assert.deepEqual(server.code_challenge_methods_supported, ['S256']);
    assert.deepEqual(server.response_types_supported, ['code']);
    assert.equal(server.authorization_response_iss_parameter_supported, true);
    await client.discovery(new URL(issuer), CLI, undefined, client.None(), { ...insecure, algorithm: 'oauth2' });
  },

  async code() {
    const config = await configuration();
    const { back, tokens } = await signedIn(config);
    assert.equal(back.searchParams.get('iss'), issuer);
    const claims = tokens.claims();
    assert.equal(claims.aud, CLI);
    assert.ok(claims.at_hash && claims.nonce && claims.sid);
    assert.ok(Date.now() / 1000 - claims.auth_time < 60);
    assert.deepEqual(claims.amr, ['pwd']);
    assert.equal(tokens.token_type, 'bearer');
    assert.equal(tokens.scope, SCOPE.split(' ').sort().join(' '));
    const person = await client.fetchUserInfo(config, tokens.access_token, claims.sub);
    assert.deepEqual({ sub: claims.sub, name: 'Clara', email }, { sub: person.sub, name: person.name, email: person.email });
  },

  async consentRemembered() {
    const config = await registered({ token_endpoint_auth_method: 'none' });
    const browser = new Browser();
    await signedIn(config, browser, WEB);
    const again = await answer(config, (await request(config, { ...WEB, prompt: 'none' })).parameters, browser);
    assert.ok(again.code, JSON.stringify(again));
    for (const more of [{ scope: `${SCOPE} user-library-read` }, { scope: 'unknown' }, { redirect_uri: REDIRECT }]) {
      const asked = await answer(config, (await request(config, { ...WEB, prompt: 'none', ...more })).parameters, browser);
      assert.equal(asked.error, 'consent_required', JSON.stringify(more));
    }
    assert.equal((await answer(config, (await request(config, { ...WEB, prompt: 'consent' })).parameters, browser)).status, 200);
  },

  async replayedCode() {
    const config = await configuration();
    const { back, checks, tokens } = await signedIn(config);
    await refused(client.authorizationCodeGrant(config, back, checks), 'invalid_grant');
    await refused(client.refreshTokenGrant(config, tokens.refresh_token), 'invalid_grant');
    await assert.rejects(client.fetchUserInfo(config, tokens.access_token, tokens.claims().sub));
  },

  async wrongVerifier() {
    const config = await configuration();
    const { parameters, checks } = await request(config);
    const back = await allowed(new Browser(), client.buildAuthorizationUrl(config, parameters));
    await refused(client.authorizationCodeGrant(config, back, { ...checks, pkceCodeVerifier: client.randomPKCECodeVerifier() }), 'invalid_grant');
    await client.authorizationCodeGrant(config, back, checks);
  },

  async injectedCode() {
    const config = await configuration();
    const victim = await request(config);
    const stolen = await allowed(new Browser(), client.buildAuthorizationUrl(config, victim.parameters));
    const attacker = await request(config);
    const injected = new URL(stolen);
    injected.searchParams.set('state', attacker.checks.expectedState);
    await refused(client.authorizationCodeGrant(config, injected, attacker.checks), 'invalid_grant');
    const other = await registered({ token_endpoint_auth_method: 'none' });
    await refused(client.authorizationCodeGrant(other, stolen, victim.checks), 'invalid_grant');
  },

  async mixUp() {
    const config = await configuration();
    const { parameters, checks } = await request(config);
    const back = await allowed(new Browser(), client.buildAuthorizationUrl(config, parameters));
    back.searchParams.set('iss', 'https://attacker.example');
    await assert.rejects(client.authorizationCodeGrant(config, back, checks), (failure) => /iss/.test(failure.cause.message));
    back.searchParams.delete('iss');
    await assert.rejects(client.authorizationCodeGrant(config, back, checks), (failure) => /iss/.test(failure.cause.message));
  },

  async badRequests() {
    const config = await configuration();
    const browser = new Browser();
    await signedIn(config, browser);
    const { parameters } = await request(config);
    const without = (name, more = {}) => { const { [name]: _, ...rest } = parameters; return { ...rest, ...more }; };
    const expected = [
      [without('code_challenge'), 'invalid_request'],
      [{ ...parameters, code_challenge_method: 'plain' }, 'invalid_request'],
      [without('code_challenge_method'), 'invalid_request'],
      [{ ...parameters, response_type: 'token' }, 'unsupported_response_type'],
      [{ ...parameters, response_mode: 'fragment' }, 'invalid_request'],
      [{ ...parameters, scope: 'openid admin' }, 'invalid_scope'],
      [{ ...parameters, prompt: 'none login' }, 'invalid_request'],
      [{ ...parameters, max_age: '-1' }, 'invalid_request'],
      [{ ...parameters, request: 'eyJhbGciOiJub25lIn0.e30.' }, 'request_not_supported'],
      [{ ...parameters, resource: 'https://elsewhere.example' }, 'invalid_target'],
    ];
    for (const [sent, error] of expected) {
      const got = await answer(config, sent, browser);
      assert.equal(got.error, error, JSON.stringify([sent, got]));
      assert.equal(got.state, parameters.state);
      assert.equal(got.iss, issuer);
    }
    assert.equal((await answer(config, { ...parameters, prompt: 'none' })).error, 'login_required');
    assert.equal((await answer(config, { ...parameters, prompt: 'none', response_mode: 'fragment' })).error, 'invalid_request');
    const stranger = await answer(config, { ...parameters, response_mode: 'fragment' });
    assert.equal(stranger.status, 400, 'a link of ours does not lead a stranger elsewhere');
  },

  async foreignRedirect() {
    const config = await configuration();
    const { parameters } = await request(config);
    for (const redirect of ['https://attacker.example/callback', 'http://127.0.0.1:49152/callback/..', 'http://127.0.0.1:49152/callback?x=1',
      'http://127.0.0.1@attacker.example/callback', 'http://localhost:49152/callback', 'https://127.0.0.1:49152/callback', 'javascript:alert(1)', '//attacker.example', '']) {
      const page = await answer(config, { ...parameters, redirect_uri: redirect });
      assert.equal(page.status, 400, redirect);
    }
    const unknown = await new Browser().open(`${issuer}/oauth2/authorize?client_id=nobody&redirect_uri=${encodeURIComponent(REDIRECT)}&response_type=code`, { stop: REDIRECT });
    assert.equal(unknown.status, 400);
  },

  async refresh() {
    const config = await configuration();
    const { tokens } = await signedIn(config);
    const second = await client.refreshTokenGrant(config, tokens.refresh_token);
    assert.notEqual(second.refresh_token, tokens.refresh_token);
    const retried = await client.refreshTokenGrant(config, tokens.refresh_token);
    const narrower = await client.refreshTokenGrant(config, retried.refresh_token, { scope: 'streaming' });
    assert.equal(narrower.scope, 'streaming');
    await refused(client.refreshTokenGrant(config, narrower.refresh_token, { scope: 'streaming admin' }), 'invalid_scope');
    const other = await registered({ token_endpoint_auth_method: 'none' });
    await refused(client.refreshTokenGrant(other, narrower.refresh_token), 'invalid_grant');
    await refused(client.refreshTokenGrant(config, tokens.refresh_token), 'invalid_grant');
    await refused(client.refreshTokenGrant(config, narrower.refresh_token), 'invalid_grant');
    await assert.rejects(client.fetchUserInfo(config, narrower.access_token, tokens.claims().sub));
  },

  async confidential() {
    const config = await registered({ token_endpoint_auth_method: 'client_secret_basic' });
    const { tokens } = await signedIn(config);
    const state = await client.tokenIntrospection(config, tokens.access_token);
    assert.equal(state.active, true);
    assert.equal(state.client_id, config.clientMetadata().client_id);
    assert.equal((await client.tokenIntrospection(config, tokens.refresh_token)).active, true);
    assert.equal((await client.tokenIntrospection(config, 'nonsense')).active, false);
    const foreign = await registered({ token_endpoint_auth_method: 'client_secret_basic' });
    assert.equal((await client.tokenIntrospection(foreign, tokens.access_token)).active, false);
    assert.equal((await client.tokenIntrospection(foreign, tokens.refresh_token)).active, false);
    await client.tokenRevocation(config, tokens.refresh_token);
    assert.equal((await client.tokenIntrospection(config, tokens.access_token)).active, false);
    assert.equal((await client.tokenIntrospection(config, tokens.refresh_token)).active, false);
    const wrong = await client.discovery(new URL(issuer), config.clientMetadata().client_id, 'wrong', client.ClientSecretPost('wrong'), insecure);
    await refused(client.refreshTokenGrant(wrong, tokens.refresh_token), 'invalid_client');
    const none = await client.discovery(new URL(issuer), config.clientMetadata().client_id, undefined, client.None(), insecure);
    await refused(client.refreshTokenGrant(none, tokens.refresh_token), 'invalid_client');
    await refused(client.tokenIntrospection(await configuration(), tokens.access_token), 'invalid_client');
  },

  async pushed() {
    const config = await configuration();
    const { parameters, checks } = await request(config);
    const url = await client.buildAuthorizationUrlWithPAR(config, parameters);
    assert.deepEqual([...url.searchParams.keys()].sort(), ['client_id', 'request_uri']);
    const back = await allowed(new Browser(), url);
    await client.authorizationCodeGrant(config, back, checks);
    const again = await new Browser().open(url, { stop: REDIRECT });
    assert.equal(again.status, 400, 'a request is answered once');
    await refused(client.buildAuthorizationUrlWithPAR(config, { ...parameters, redirect_uri: 'https://attacker.example' }), 'invalid_request');
  },

  async device() {
    const config = await configuration();
    const codes = await client.initiateDeviceAuthorization(config, { scope: SCOPE });
    assert.match(codes.user_code, /^[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}$/);
    const browser = new Browser();
    let page = await browser.open(codes.verification_uri_complete);
    page = await browser.submit(page, { email, password });
    page = await browser.submit(page, { user_code: codes.user_code.toLowerCase().replace('-', ' ') });
    assert.ok(page.html.includes(codes.user_code) && page.html.includes('Legato command line'), page.html);
    page = await browser.submit(page, { decision: 'allow' });
    assert.equal(page.status, 200);
    const tokens = await client.pollDeviceAuthorizationGrant(config, { ...codes, interval: 0 });
    assert.equal(tokens.claims().aud, CLI);
    await client.refreshTokenGrant(config, tokens.refresh_token);
  },

  async dpop() {
    const config = await configuration();
    const key = await client.randomDPoPKeyPair('ES256');
    const DPoP = client.getDPoPHandle(config, key);
    const { tokens } = await signedIn(config, new Browser(), {}, { DPoP });
    assert.equal(tokens.token_type, 'dpop');
    const sub = tokens.claims().sub;
    await client.fetchUserInfo(config, tokens.access_token, sub, { DPoP });
    await assert.rejects(client.fetchUserInfo(config, tokens.access_token, sub));
    await refused(client.refreshTokenGrant(config, tokens.refresh_token), 'invalid_grant');
    const other = client.getDPoPHandle(config, await client.randomDPoPKeyPair('ES256'));
    await refused(client.refreshTokenGrant(config, tokens.refresh_token, undefined, { DPoP: other }), 'invalid_grant');
    const next = await client.refreshTokenGrant(config, tokens.refresh_token, undefined, { DPoP });
    assert.equal(next.token_type, 'dpop');
    await client.tokenRevocation(config, next.access_token);
    await refused(client.refreshTokenGrant(config, next.refresh_token, undefined, { DPoP }), 'invalid_grant');
    const plain = await signedIn(config);
    assert.equal((await client.refreshTokenGrant(config, plain.tokens.refresh_token, undefined, { DPoP })).token_type, 'dpop');

    const secret = await registered({ token_endpoint_auth_method: 'client_secret_basic' });
    const bound = (await signedIn(secret, new Browser(), {}, { DPoP: client.getDPoPHandle(secret, key) })).tokens;
    const state = await client.tokenIntrospection(secret, bound.access_token);
    assert.deepEqual([state.active, state.token_type, state.cnf.jkt], [true, 'DPoP', await DPoP.calculateThumbprint()]);
  },

  async dpopPushed() {
    const config = await configuration();
    const DPoP = client.getDPoPHandle(config, await client.randomDPoPKeyPair('ES256'));
    const other = client.getDPoPHandle(config, await client.randomDPoPKeyPair('ES256'));
    const { parameters, checks } = await request(config);
    const back = await allowed(new Browser(), await client.buildAuthorizationUrlWithPAR(config, parameters, { DPoP }));
    await refused(client.authorizationCodeGrant(config, back, checks), 'invalid_grant');
    await refused(client.authorizationCodeGrant(config, back, checks, undefined, { DPoP: other }), 'invalid_grant');
    assert.equal((await client.authorizationCodeGrant(config, back, checks, undefined, { DPoP })).token_type, 'dpop');
    const contradiction = { ...parameters, dpop_jkt: await other.calculateThumbprint() };
    await refused(client.buildAuthorizationUrlWithPAR(config, contradiction, { DPoP }), 'invalid_dpop_proof');
    await client.buildAuthorizationUrlWithPAR(config, contradiction, { DPoP: other });
  },

  async longRequest() {
    const config = await configuration();
    const { parameters } = await request(config);
    const long = 'a'.repeat(1900);
    const known = { ...parameters, state: long, nonce: long, login_hint: long, id_token_hint: long };
    await client.buildAuthorizationUrlWithPAR(config, { ...known, acr_values: long }); // which nobody reads
    await refused(client.buildAuthorizationUrlWithPAR(config, { ...known, scope: `openid ${long}` }), 'invalid_request');
  },

  async hint() {
    const config = await registered({ token_endpoint_auth_method: 'none' });
    const clara = new Browser();
    const { tokens } = await signedIn(config, clara, WEB);
    const hinted = { ...WEB, id_token_hint: tokens.id_token };
    assert.ok((await answer(config, (await request(config, { ...hinted, prompt: 'none' })).parameters, clara)).code);

    const other = { email: 'robert@example.org', password };
    const signUp = await fetch(`${issuer}/v1/accounts`, {
      method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ ...other, name: 'Robert' }),
    });
    assert.equal(signUp.status, 201);
    const robert = new Browser();
    await robert.submit(await robert.open(`${issuer}/account/signin`), other);
    const silent = await answer(config, (await request(config, { ...hinted, prompt: 'none' })).parameters, robert);
    assert.equal(silent.error, 'login_required');
    const page = await answer(config, (await request(config, hinted)).parameters, robert);
    assert.equal(page.url.pathname, '/account/signin');
    const still = await robert.submit(page, other, { stop: WEB.redirect_uri });
    assert.equal(still.url.searchParams.get('error'), 'login_required');
  },

  async signInAgain() {
    const config = await configuration();
    const browser = new Browser();
    await signedIn(config, browser);
    for (const more of [{ prompt: 'login' }, { max_age: '0' }]) {
      const { parameters, checks } = await request(config, more);
      const page = await browser.open(client.buildAuthorizationUrl(config, { ...parameters, login_hint: email }), { stop: REDIRECT });
      assert.equal(page.url.pathname, '/account/signin');
      assert.ok(page.html.includes(`value="${email}"`));
      const consent = await browser.submit(page, { email, password }, { stop: REDIRECT });
      const back = await browser.submit(consent, { decision: 'allow' }, { stop: REDIRECT });
      const tokens = await client.authorizationCodeGrant(config, back.url, { ...checks, maxAge: 60 });
      assert.ok(tokens.claims().auth_time);
    }
  },

  async denied() {
    const config = await registered({ token_endpoint_auth_method: 'none' });
    const { parameters } = await request(config);
    const browser = new Browser();
    let page = await browser.open(client.buildAuthorizationUrl(config, parameters), { stop: REDIRECT });
    page = await browser.submit(page, { email, password }, { stop: REDIRECT });
    const back = await browser.submit(page, { decision: 'deny' }, { stop: REDIRECT });
    assert.equal(back.url.searchParams.get('error'), 'access_denied');
    assert.equal(back.url.searchParams.get('iss'), issuer);
  },

  async forgedConsent() {
    const config = await registered({ token_endpoint_auth_method: 'none' });
    const { parameters } = await request(config);
    const browser = new Browser();
    let page = await browser.open(client.buildAuthorizationUrl(config, parameters), { stop: REDIRECT });
    page = await browser.submit(page, { email, password }, { stop: REDIRECT });
    assert.equal(page.headers.get('X-Frame-Options'), 'DENY');
    assert.match(page.headers.get('Content-Security-Policy'), /frame-ancestors 'none'/);
    const { csrf, ...rest } = hidden(page.html);
    const action = `${issuer}/oauth2/consent`;
    const send = (form, headers = {}) => browser.open(action, { method: 'POST', form: { ...form, decision: 'allow' }, headers, stop: REDIRECT });
    assert.equal((await send(rest)).status, 403);
    assert.equal((await send({ ...rest, csrf: 'A'.repeat(43) })).status, 403);
    assert.equal((await send({ ...rest, csrf }, { 'Sec-Fetch-Site': 'cross-site' })).status, 403);
    assert.equal((await send({ ...rest, csrf, scope: 'admin' })).status, 400);
    const stranger = new Browser();
    assert.equal((await stranger.submit(page, { decision: 'allow' }, { stop: REDIRECT })).status, 403);
    assert.ok((await send({ ...rest, csrf })).url.searchParams.get('code'));
    assert.equal((await send({ ...rest, csrf })).status, 400, 'a page is good for one answer');
  },

  async massAssignment() {
    const config = await registered({
      token_endpoint_auth_method: 'none', first_party: true, firstParty: true, client_id: 'legato-web', client_secret: 'chosen', id: CLI, scopes: ['admin'],
    });
    const metadata = config.clientMetadata();
    assert.notEqual(metadata.client_id, 'legato-web');
    assert.equal(metadata.client_secret, undefined);
    assert.equal(metadata.first_party, undefined);
    await refused(registered({ scope: 'openid admin' }), 'invalid_client_metadata');
    await refused(registered({ grant_types: ['client_credentials'] }), 'invalid_client_metadata');
    for (const uri of ['http://player.example/', 'javascript:alert(1)', 'https://player.example/#x', 'data:text/html,x', 'https://a@player.example/']) {
      await refused(registered({ redirect_uris: [uri] }), ['invalid_redirect_uri', 'invalid_client_metadata']);
    }
    for (const name of ['Legato', 'My LEGATO player', 'ｌｅｇａｔｏ', 'Player\u202Eefas', 'Player\u2028', 'Pla\u200Byer', 'Player\n', ' ']) {
      await refused(registered({ client_name: name }), 'invalid_client_metadata');
    }
    const page = await answer(config, (await request(config)).parameters);
    assert.equal(page.url.pathname, '/account/signin', 'nobody registers past consent');
  },

  async logout() {
    const config = await registered({ token_endpoint_auth_method: 'none' });
    const browser = new Browser();
    const { tokens } = await signedIn(config, browser);
    const bye = 'https://player.example/bye';
    const foreign = client.buildEndSessionUrl(config, { post_logout_redirect_uri: 'https://attacker.example/', id_token_hint: tokens.id_token });
    assert.equal((await browser.open(foreign, { stop: 'https://' })).status, 400);
    const asked = await browser.open(client.buildEndSessionUrl(config, { post_logout_redirect_uri: bye }), { stop: bye });
    assert.equal(asked.status, 200, 'without an ID token the listener is asked');
    const url = client.buildEndSessionUrl(config, { post_logout_redirect_uri: bye, id_token_hint: tokens.id_token, state: 's' });
    const posted = await fetch(`${issuer}/oauth2/logout`, { method: 'POST', body: url.searchParams, redirect: 'manual' });
    assert.equal(posted.status, 303, 'another site\'s form brings no cookie; the request is repeated with it');
    const gone = await browser.open(new URL(posted.headers.get('Location'), issuer), { stop: bye });
    assert.equal(gone.url.href, `${bye}?state=s`);
    await refused(client.refreshTokenGrant(config, tokens.refresh_token), 'invalid_grant');
    assert.equal((await answer(config, (await request(config, { prompt: 'none' })).parameters, browser)).error, 'login_required');
  },

  async apps() {
    const config = await registered({ token_endpoint_auth_method: 'none', client_name: '<b>Bold</b> & player' });
    const browser = new Browser();
    const { tokens } = await signedIn(config, browser);
    const page = await browser.open(`${issuer}/account/apps`);
    assert.ok(page.html.includes('&lt;b&gt;Bold&lt;/b&gt; &amp; player'), page.html);
    const csrf = hidden(page.html).csrf;
    const after = await browser.open(`${issuer}/account/apps`, { method: 'POST', form: { csrf, client_id: config.clientMetadata().client_id } });
    assert.ok(!after.html.includes('Bold'));
    await refused(client.refreshTokenGrant(config, tokens.refresh_token), 'invalid_grant');
    const codes = await client.initiateDeviceAuthorization(config, { scope: 'openid streaming' });
    let device = await browser.submit(await browser.open(codes.verification_uri), { user_code: codes.user_code });
    device = await browser.submit(device, { decision: 'allow' });
    const first = await client.pollDeviceAuthorizationGrant(config, { ...codes, interval: 0 });
    const listed = await browser.open(`${issuer}/account/apps`);
    assert.ok(listed.html.includes('Bold') && listed.html.includes('Play music'), 'a device is an app as well');
    const pending = await client.initiateDeviceAuthorization(config, { scope: 'streaming' });
    device = await browser.submit(await browser.open(pending.verification_uri), { user_code: pending.user_code });
    await browser.submit(device, { decision: 'allow' });
    const { parameters, checks } = await request(config);
    const back = await allowed(browser, client.buildAuthorizationUrl(config, parameters));
    await browser.open(`${issuer}/account/apps`, { method: 'POST', form: { csrf: hidden(listed.html).csrf, client_id: config.clientMetadata().client_id } });
    await refused(client.refreshTokenGrant(config, first.refresh_token), 'invalid_grant');
    await refused(client.authorizationCodeGrant(config, back, checks), 'invalid_grant');
    await refused(client.pollDeviceAuthorizationGrant(config, { ...pending, interval: 0 }), 'expired_token');
    const german = await browser.open(`${issuer}/account/apps`, { headers: { 'Accept-Language': 'de' } });
    assert.match(german.html, /<html lang="de">[^]*Verbundene Apps/);
  },

  async passedOver() {
    const config = await registered({ token_endpoint_auth_method: 'none' });
    const browser = new Browser();
    const { tokens } = await signedIn(config, browser, WEB);
    for (const more of [
      { display: 'page' }, { display: 'popup' }, { extra: 'foobar' }, { ui_locales: 'se' }, { claims_locales: 'se' }, { acr_values: '1 2' },
      { id_token_hint: tokens.id_token, prompt: 'none' }, { max_age: '10000' }, { scope: 'email openid' }, { scope: 'openid address phone' },
      { claims: '{"userinfo":{"name":{"essential":true}}}' },
    ]) {
      const { parameters, checks } = await request(config, { ...WEB, ...more });
      const back = await allowed(browser, client.buildAuthorizationUrl(config, parameters));
      await client.authorizationCodeGrant(config, back, checks);
    }
    const { parameters, checks } = await request(config, WEB);
    delete parameters.nonce;
    const back = await allowed(browser, client.buildAuthorizationUrl(config, parameters));
    const unasked = await client.authorizationCodeGrant(config, back, { ...checks, expectedNonce: undefined });
    assert.equal(unasked.claims().nonce, undefined);
    const missing = client.buildAuthorizationUrl(config, parameters);
    missing.searchParams.delete('response_type');
    assert.equal((await browser.open(missing, { stop: WEB.redirect_uri })).url.searchParams.get('error'), 'invalid_request');
    const posted = await fetch(`${issuer}/oauth2/userinfo`, { method: 'POST', headers: { Authorization: `Bearer ${unasked.access_token}` } });
    assert.equal((await posted.json()).sub, unasked.claims().sub);
  },

  async keysRotated() {
    const verifying = async () => {
      const config = await configuration();
      client.enableNonRepudiationChecks(config);
      return config;
    };
    const config = await verifying();
    const keys = createRemoteJWKSet(new URL(config.serverMetadata().jwks_uri), { cooldownDuration: 0 });
    const verified = async (token) => (await jwtVerify(token, keys, { issuer, audience: CLI })).protectedHeader.kid;
    const browser = new Browser();
    const first = await signedIn(config, browser);
    const before = await verified(first.tokens.id_token);
    console.log('rotate');
    await once(process.stdin.resume(), 'end');
    // It keeps keys for a minute at least, which is less than a new key is published before it signs. Here hours pass in seconds.
    const second = await signedIn(await verifying(), browser);
    const after = await verified(second.tokens.id_token);
    assert.notEqual(after, before);
    assert.equal(await verified(first.tokens.id_token), before, 'what the old key signed is good until it expires');
    const third = await client.refreshTokenGrant(await verifying(), first.tokens.refresh_token);
    assert.equal(await verified(third.id_token), after);
    for (const tokens of [first.tokens, second.tokens]) {
      await client.fetchUserInfo(config, tokens.access_token, tokens.claims().sub);
    }
  },

  async nonceNeeded() {
    const config = await configuration();
    const key = await client.randomDPoPKeyPair('ES256');
    const { parameters, checks } = await request(config);
    const back = await allowed(new Browser(), client.buildAuthorizationUrl(config, parameters));
    const body = new URLSearchParams({
      grant_type: 'authorization_code', client_id: CLI, redirect_uri: REDIRECT, code: back.searchParams.get('code'), code_verifier: checks.pkceCodeVerifier,
    });
    const send = async (nonce) => fetch(`${issuer}/oauth2/token`, { method: 'POST', body, headers: { DPoP: await proof(key, nonce) } });
    for (const nonce of [undefined, '', 'A'.repeat(22)]) {
      const challenged = await send(nonce);
      assert.equal(challenged.status, 400);
      assert.equal((await challenged.json()).error, 'use_dpop_nonce');
    }
    const nonce = (await send()).headers.get('DPoP-Nonce');
    const answer = await send(nonce);
    assert.equal(answer.status, 200, 'the code is still good');
    assert.equal(answer.headers.get('DPoP-Nonce'), nonce);
  },

  async secretPosted() {
    const config = await registered({ token_endpoint_auth_method: 'client_secret_post' });
    const { tokens } = await signedIn(config);
    assert.equal(tokens.claims().aud, config.clientMetadata().client_id);
  },

  async crossOrigin() {
    await registered();
    const ask = (path, origin, method = 'OPTIONS') => fetch(`${issuer}${path}`, {
      method, headers: { Origin: origin, ...(method === 'OPTIONS' ? { 'Access-Control-Request-Method': 'POST', 'Access-Control-Request-Headers': 'dpop' } : {}) },
    });
    for (const path of ['/oauth2/token', '/oauth2/par', '/oauth2/revoke', '/oauth2/userinfo']) {
      const preflight = await ask(path, 'https://player.example');
      assert.equal(preflight.headers.get('Access-Control-Allow-Origin'), 'https://player.example', path);
      assert.match(preflight.headers.get('Access-Control-Allow-Headers'), /DPoP/);
      const refusal = await ask(path, 'https://player.example', 'POST');
      assert.equal(refusal.headers.get('Access-Control-Allow-Origin'), 'https://player.example', 'errors can be read too');
      assert.match(refusal.headers.get('Access-Control-Expose-Headers'), /DPoP-Nonce/);
      assert.equal((await ask(path, 'https://attacker.example')).headers.get('Access-Control-Allow-Origin'), null);
    }
  },

  async deviceGuesses() {
    const config = await configuration();
    const codes = await client.initiateDeviceAuthorization(config, { scope: SCOPE });
    const stranger = await new Browser().open(codes.verification_uri_complete);
    assert.equal(stranger.url.pathname, '/account/signin', 'only who is signed in may enter codes');
    const browser = new Browser();
    const form = await browser.submit(await browser.open(codes.verification_uri), { email, password });
    const answers = [];
    for (let i = 0; i < 11; i++) answers.push(await browser.submit(form, { user_code: 'BBBB-BBB' + 'BCDFGHJKLMN'[i] }));
    assert.deepEqual(answers.map((page) => page.status), [...Array(10).fill(400), 429]);
    assert.equal((await browser.submit(form, { user_code: codes.user_code })).status, 429, 'the right code comes too late');
  },

  async polling() {
    const config = await configuration();
    const codes = await client.initiateDeviceAuthorization(config, { scope: SCOPE });
    const poll = async (code, id = CLI) => (await (await fetch(`${issuer}/oauth2/token`, {
      method: 'POST',
      body: new URLSearchParams({ grant_type: 'urn:ietf:params:oauth:grant-type:device_code', device_code: code, client_id: id }),
    })).json()).error;
    assert.equal(await poll(codes.device_code), 'authorization_pending');
    assert.equal(await poll(codes.device_code), 'slow_down');
    assert.equal(await poll('unknown'), 'expired_token');
    const other = await registered({ token_endpoint_auth_method: 'none' });
    assert.equal(await poll(codes.device_code, other.clientMetadata().client_id), 'expired_token');
  },

  async postedRequest() {
    const config = await configuration();
    const { parameters, checks } = await request(config);
    const browser = new Browser();
    let page = await browser.open(`${issuer}/oauth2/authorize`, { method: 'POST', form: { client_id: CLI, response_type: 'code', ...parameters }, stop: REDIRECT });
    page = await browser.submit(page, { email, password }, { stop: REDIRECT });
    if (page.status) page = await browser.submit(page, { decision: 'allow' }, { stop: REDIRECT });
    await client.authorizationCodeGrant(config, page.url, checks);
  },
};

await scenarios[scenario]();

// An OpenID provider before account-api: node provider.mjs ACCOUNT_URL SIGNING_JWK. It prints its issuer. PUT /person says who signs in.
import { createServer } from 'node:http';
import Provider from 'oidc-provider';

const [account, key] = process.argv.slice(2);
const people = new Map();
let person = {};

const server = createServer();
server.listen(0, '127.0.0.1', () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, {
    jwks: { keys: [JSON.parse(key)] },
    clients: [{
      client_id: 'legato',
      client_secret: 'the secret of a client at its provider',
      redirect_uris: [`${account}/account/sso/house/callback`],
      id_token_signed_response_alg: 'ES256',
      backchannel_logout_uri: `${account}/account/sso/house/logout`,
      backchannel_logout_session_required: true,
    }],
    scopes: ['openid', 'profile', 'email', 'groups'],
    claims: { openid: ['sub'], profile: ['name'], email: ['email', 'email_verified'], groups: ['groups'] },
    enabledJWA: { idTokenSigningAlgValues: ['ES256'] },
    cookies: { keys: ['a key for cookies'] },
    features: { devInteractions: { enabled: false }, backchannelLogout: { enabled: true } },
    interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
    findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, ...people.get(id) }) }),
    // Everyone here has allowed everything.
    loadExistingGrant: async (ctx) => {
      const grant = new ctx.oidc.provider.Grant({
        clientId: ctx.oidc.client.clientId,
        accountId: ctx.oidc.session.accountId,
      });
      grant.addOIDCScope('openid profile email groups');
      await grant.save();
      return grant;
    },
    // Its own fetch does not call this machine.
    fetch: (url, { dispatcher, ...options }) => fetch(url, options),
  });
  const answer = provider.callback();

  server.on('request', async (request, response) => {
    if (request.url === '/person') {
      person = JSON.parse((await request.toArray()).join(''));
      people.set(person.sub, person);
      response.end();
    } else if (request.url.startsWith('/interaction/')) {
      const result = person.denied ? { error: 'access_denied' } : { login: { accountId: person.sub } };
      await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
    } else {
      answer(request, response);
    }
  });
  console.log(issuer);
});

import { answer, restoreNetwork } from './browser.js';
import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { againAt, isDisplacement, refusalOf } from '../../main/resources/web-player/js/playback/refusal.js';
import { reasonAgainst } from '../../main/resources/web-player/js/views/invitation.js';

afterEach(restoreNetwork);

const offer = (more) => ({ owner: 'Clara', state: 'open', standing: 'stranger', expiresAt: '2027-01-07T12:00:00Z', ...more });

test('reasonAgainst: an open invitation has none, and every other says why', () => {
  assert.equal(reasonAgainst(offer()), null);
  const titles = [null, offer({ state: 'used' }), offer({ state: 'expired' }), offer({ standing: 'owner' }), offer({ standing: 'member', state: 'used' }), offer({ standing: 'elsewhere' })]
    .map((one) => reasonAgainst(one).title);
  assert.deepEqual(titles, ['No such invitation', 'Used already', 'Expired', 'Your own invitation', 'You are in already', 'You are in another family']);
  assert.match(reasonAgainst(offer({ state: 'expired' })).text, /Clara was good until January 7, 2027/);
});

test('refusalOf: reads the problem behind a file that does not play', async () => {
  const refuse = (...answers) => {
    globalThis.fetch = async () => answers.shift() ?? Promise.reject(new TypeError('no network'));
  };
  const type = 'urn:legato:problem:too-many-streams';
  refuse(answer(403, { type }, { 'retry-after': '17' }), answer(403, { type: 'urn:legato:problem:link-expired' }), answer(206));
  const displaced = await refusalOf('u');
  assert.equal(isDisplacement(displaced), true);
  assert.equal(Math.round((againAt(displaced) - Date.now()) / 1000), 17);
  assert.equal(isDisplacement(await refusalOf('u')), false);
  assert.equal(await refusalOf('u'), null, 'it opens');
  assert.equal(await refusalOf('u'), null, 'nothing answers');
  assert.equal(isDisplacement(null), false);
});

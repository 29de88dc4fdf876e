import assert from 'node:assert/strict';
import { test } from 'node:test';
import { memoryStorage } from './browser.js';
import { exclusively, stored } from '../../main/resources/web-player/js/api/stored.js';
import { chooseFile, Sources } from '../../main/resources/web-player/js/playback/sources.js';

test('stored: a browser that stores nothing costs nothing but memory', () => {
  globalThis.localStorage = memoryStorage();
  stored.write('k', { a: 1 });
  assert.deepEqual(stored.read('k', null), { a: 1 });
  stored.remove('k');
  assert.equal(stored.read('k', 'none'), 'none');
  localStorage.full = true;
  stored.write('k', 1);
  assert.equal(stored.read('k', 'none'), 'none');
  delete globalThis.localStorage;
  assert.equal(stored.read('k', 'none'), 'none');
});

test('exclusively: runs at once where there are no locks', async () => {
  Object.defineProperty(globalThis, 'navigator', { value: {}, configurable: true });
  assert.equal(await exclusively('k', async () => 7), 7);
});

test('chooseFile: the small rendition, else the original, else what plays', () => {
  const files = [
    { rendition: 'flac', contentType: 'audio/flac' },
    { rendition: 'original', contentType: 'audio/mpeg' },
    { rendition: 'aac-160', contentType: 'audio/mp4' },
  ];
  const chosen = (...types) => chooseFile(files, (type) => types.includes(type))?.rendition;
  assert.equal(chosen('audio/mp4', 'audio/mpeg'), 'aac-160');
  assert.equal(chosen('audio/flac', 'audio/mpeg'), 'original');
  assert.equal(chosen('audio/flac'), 'flac');
  assert.equal(chosen(), undefined);
});

test('Sources: a link is asked for once, and again when it is about to expire or was forgotten', async () => {
  let asked = 0;
  const listening = (left) => ({
    playback: async () => {
      asked++;
      return { files: [{ rendition: 'flac', contentType: 'audio/flac', url: 'u' }], expiresAt: new Date(Date.now() + left).toISOString() };
    },
  });
  const lasting = new Sources(listening(3_600_000), () => true);
  await lasting.of('t');
  assert.equal((await lasting.of('t')).url, 'u');
  assert.equal(asked, 1);
  lasting.forget('t');
  await lasting.of('t');
  assert.equal(asked, 2);
  const expiring = new Sources(listening(30_000), () => true);
  await expiring.of('t');
  await expiring.of('t');
  assert.equal(asked, 4);
});

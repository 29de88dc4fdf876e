import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ago, artistNames, brief, clock, counted, greeting, length, spoken } from '../../main/resources/web-player/js/ui/format.js';
import { hash } from '../../main/resources/web-player/js/ui/placeholder.js';
import { stretches } from '../../main/resources/web-player/js/ui/waveform.js';

test('clock: minutes and seconds, hours when there are any, and nothing odd', () => {
  assert.deepEqual([0, 7.9, 187, 3723, -1, Number.NaN].map(clock), ['0:00', '0:07', '3:07', '1:02:03', '0:00', '0:00']);
});

test('spoken: every part that is not zero, in the right number', () => {
  assert.deepEqual([0, 1, 187, 3600].map(spoken), ['0 seconds', '1 second', '3 minutes 7 seconds', '1 hour']);
});

test('length: at least a minute, hours from sixty on', () => {
  assert.deepEqual([1, 240_000, 3_600_000, 4_320_000].map(length), ['1 min', '4 min', '1 hr 0 min', '1 hr 12 min']);
});

test('ago: the largest unit that fits', () => {
  const before = (ms) => ago(new Date(Date.now() - ms).toISOString());
  assert.deepEqual([5_000, 7_200_000, 86_400_000].map(before), ['just now', '2 hours ago', 'yesterday']);
});

test('other words', () => {
  assert.deepEqual([counted(1, 'track'), counted(1_200, 'track'), brief(1_250)], ['1 track', '1,200 tracks', '1.3K']);
  assert.equal(artistNames({ artists: [{ name: 'A' }, { name: 'B' }] }), 'A, B');
  assert.equal(artistNames({}), '');
  assert.deepEqual([4, 5, 12, 18].map(greeting), ['Good night', 'Good morning', 'Good afternoon', 'Good evening']);
});

test('hash: the same for the same text, another for another', () => {
  assert.equal(hash('a'), hash('a'));
  assert.notEqual(hash('a'), hash('b'));
});

test('stretches: the loudest of each, also of fewer peaks than stretches', () => {
  assert.deepEqual(stretches([0.1, 0.9, 0.2, 0.3], 2), [0.9, 0.3]);
  assert.deepEqual(stretches([0.5], 3), [0.5, 0.5, 0.5]);
});

import './browser.js';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isAvailable, Queue } from '../../main/resources/web-player/js/playback/queue.js';

const tracks = (...ids) => ids.map((id) => ({ id, name: id }));
const order = (queue) => queue.items.map((item) => item.track.id).join('');

function queueOf(ids, start = 0, random = Math.random) {
  const queue = new Queue(random);
  queue.replace(tracks(...ids), start);
  return queue;
}

test('isAvailable: only a track that says it is not is not', () => {
  assert.equal(isAvailable({}), true);
  assert.equal(isAvailable({ available: false }), false);
});

test('replace: plays from the track chosen, and emits change', () => {
  const queue = new Queue();
  let changes = 0;
  queue.addEventListener('change', () => changes++);
  queue.replace(tracks('a', 'b', 'c'), 1, { name: 'Album', href: '#/album/1' });
  assert.equal(queue.current.track.id, 'b');
  assert.equal(queue.source.name, 'Album');
  assert.equal(changes, 1);
});

test('next: stops at the end, begins again with repeat all, stays with repeat one only when the track ended', () => {
  const queue = queueOf('ab', 1);
  assert.equal(queue.next(), null);
  queue.setRepeat('all');
  assert.equal(queue.next().track.id, 'a');
  queue.setRepeat('one');
  assert.equal(queue.next(true).track.id, 'a');
  assert.equal(queue.next(false).track.id, 'b');
});

test('previous: stays at the first track, unless all repeat', () => {
  const queue = queueOf('abc');
  assert.equal(queue.previous(), null);
  queue.setRepeat('all');
  assert.equal(queue.previous().track.id, 'c');
});

test('playNext: stands behind the current track, also once shuffle is undone', () => {
  const queue = queueOf('abc', 1, () => 0);
  queue.setShuffle(true);
  queue.playNext(tracks('x', 'y'));
  assert.deepEqual(queue.upcoming.slice(0, 2).map((item) => item.track.id), ['x', 'y']);
  queue.setShuffle(false);
  assert.equal(order(queue), 'abxyc');
});

test('append: stands at the end, also once shuffle is undone', () => {
  const queue = queueOf('abc', 0, () => 0);
  queue.setShuffle(true);
  queue.append(tracks('x'));
  queue.setShuffle(false);
  assert.equal(order(queue), 'abcx');
});

test('setShuffle: keeps the current track and every other one, and comes back to the order before', () => {
  const queue = queueOf('abcdef', 2, () => 0.4);
  queue.setShuffle(true);
  assert.equal(queue.current.track.id, 'c');
  assert.equal([...order(queue)].sort().join(''), 'abcdef');
  queue.setShuffle(false);
  assert.equal(order(queue), 'abcdef');
  assert.equal(queue.current.track.id, 'c');
});

test('replace while shuffled: the track chosen comes first and all others follow', () => {
  const queue = new Queue(() => 0.4);
  queue.setShuffle(true);
  queue.replace(tracks('a', 'b', 'c', 'd'), 2);
  assert.equal(queue.index, 0);
  assert.equal(queue.current.track.id, 'c');
  assert.equal(queue.upcoming.length, 3);
});

test('remove: leaves the current track alone, and keeps its place when an earlier one goes', () => {
  const queue = queueOf('abc', 1);
  queue.remove(queue.items[1].key);
  assert.equal(order(queue), 'abc');
  queue.remove(queue.items[0].key);
  assert.equal(order(queue), 'bc');
  assert.equal(queue.current.track.id, 'b');
});

test('move: orders what is to come, and never what was', () => {
  const queue = queueOf('abcd', 0);
  queue.move(queue.items[3].key, 0);
  assert.equal(order(queue), 'adbc');
  queue.move(queue.items[0].key, 2);
  assert.equal(order(queue), 'adbc');
  queue.move(queue.items[1].key, 99);
  assert.equal(order(queue), 'abcd');
});

test('restore: takes up a snapshot, completes what was left out and drops what is gone', () => {
  const before = new Queue();
  before.replace(tracks(...Array.from({ length: 400 }, (_, i) => `t${i}`)), 50);
  before.setRepeat('all');
  const snapshot = JSON.parse(JSON.stringify(before.snapshot()));
  assert.equal(snapshot.tracks.length, 300);
  const after = new Queue();
  const missing = after.restore(snapshot);
  assert.equal(missing.length, 100);
  assert.equal(after.current.track.id, 't50');
  assert.equal(after.repeat, 'all');
  after.complete(tracks(...missing.filter((id) => id !== 't0')));
  assert.equal(after.items.length, 399);
  assert.equal(after.index, 49);
});

test('restore: passes over what is no snapshot', () => {
  const queue = new Queue();
  assert.deepEqual(queue.restore({ ids: ['a'], ranks: [], from: 0, tracks: [], index: 0 }), []);
  assert.equal(queue.current, null);
});

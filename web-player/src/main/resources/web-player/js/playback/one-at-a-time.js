/** Pauses this tab when another tab of the same browser begins to play. */
export function onePlaysAtATime(engine) {
  const channel = new BroadcastChannel('legato.playing');
  channel.addEventListener('message', () => engine.playing && engine.pause());
  engine.addEventListener('state', () => engine.state === 'playing' && channel.postMessage('playing'));
}

const STEP_S = 10;

/** Tells the operating system what plays, and obeys its media keys, lock screen and headphones. */
export function joinMediaSession(engine) {
  const session = navigator.mediaSession;
  if (!session) return;

  const handlers = {
    play: () => engine.play(),
    pause: () => engine.pause(),
    stop: () => engine.stop(),
    previoustrack: () => engine.previous(),
    nexttrack: () => engine.next(),
    seekbackward: ({ seekOffset }) => engine.seek(engine.position - (seekOffset || STEP_S)),
    seekforward: ({ seekOffset }) => engine.seek(engine.position + (seekOffset || STEP_S)),
    seekto: ({ seekTime }) => engine.seek(seekTime),
  };
  for (const [action, handler] of Object.entries(handlers)) {
    try {
      session.setActionHandler(action, handler);
    } catch {
      // This browser does not know the action.
    }
  }

  const place = () => {
    const { duration, position } = engine;
    if (duration > 0) session.setPositionState?.({ duration, playbackRate: 1, position: Math.min(position, duration) });
  };
  engine.addEventListener('track', () => {
    const { track } = engine;
    session.metadata = track && new MediaMetadata({
      title: track.name,
      artist: track.artists.map((artist) => artist.name).join(', '),
      album: track.album?.name ?? '',
      artwork: (track.album?.artwork ?? []).map(({ url, width, height }) => ({ src: url, sizes: `${width}x${height}` })),
    });
  });
  engine.addEventListener('state', () => {
    session.playbackState = engine.state === 'idle' ? 'none' : engine.playing ? 'playing' : 'paused';
    place();
  });
  engine.addEventListener('play', place);
}

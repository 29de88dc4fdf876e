// Players in a page: `legato.play` plays a URL from its start and from each of some points.
globalThis.legato = (() => {
  // Little is fetched ahead, so that what a seek fetches can be told from what follows it.
  const AHEAD_S = 4;
  const PATIENCE_MS = 60_000;

  const start = {
    native: (audio, url) => {
      audio.src = url;
    },
    hls: async (audio, url, variant) => {
      const hls = new Hls({ maxBufferLength: AHEAD_S, maxMaxBufferLength: AHEAD_S, autoStartLoad: false });
      hls.on(Hls.Events.ERROR, (_, { details, fatal }) => fatal && audio.dispatchEvent(new CustomEvent('failed', { detail: details })));
      const parsed = new Promise((done) => hls.once(Hls.Events.MANIFEST_PARSED, done));
      hls.loadSource(url);
      hls.attachMedia(audio);
      await parsed;
      hls.startLevel = named(hls.levels, (level) => level.url[0], variant);
      hls.currentLevel = hls.startLevel;
      hls.startLoad();
    },
    shaka: async (audio, url, variant) => {
      const player = new shaka.Player();
      await player.attach(audio);
      // The index is exact: no segment before the one sought needs looking into.
      const streaming = { bufferingGoal: AHEAD_S, rebufferingGoal: 0.1, inaccurateManifestTolerance: 0 };
      player.configure({ streaming, abr: { enabled: false } });
      player.addEventListener('error', ({ detail }) => audio.dispatchEvent(new CustomEvent('failed', { detail: detail.code })));
      await player.load(url);
      const tracks = player.getVariantTracks();
      player.selectVariantTrack(tracks[named(tracks, (track) => track.originalAudioId ?? track.originalVideoId, variant)], true);
    },
  };

  function named(list, name, variant) {
    const at = list.findIndex((one) => String(name(one)).includes(variant));
    if (at < 0) throw new Error(`no ${variant} among ${list.map(name)}`);
    return at;
  }

  /** Resolves once what sounds is past a time. */
  const past = (audio, time) => new Promise((done, failed) => {
    const give = setTimeout(() => failed(new Error(`still at ${audio.currentTime} of ${time}`)), PATIENCE_MS);
    const fail = (event) => failed(new Error(event.detail ?? audio.error.message));
    audio.addEventListener('error', fail);
    audio.addEventListener('failed', fail);
    const look = () => {
      if (audio.seeking || audio.currentTime <= time) return;
      clearTimeout(give);
      audio.removeEventListener('timeupdate', look);
      done();
    };
    audio.addEventListener('timeupdate', look);
  });

  /** Resolves once as much is buffered as is wanted ahead, so that nothing more is fetched for where it is. */
  const filled = (audio) => new Promise((done, failed) => {
    const give = setTimeout(() => failed(new Error(`nothing more at ${audio.currentTime}`)), PATIENCE_MS);
    const look = setInterval(() => {
      const { buffered, currentTime } = audio;
      const around = [...Array(buffered.length).keys()].find((i) => buffered.start(i) <= currentTime && currentTime < buffered.end(i));
      if (around === undefined || buffered.end(around) - currentTime < AHEAD_S) return;
      clearTimeout(give);
      clearInterval(look);
      done();
    }, 50);
  });

  return {
    /** Tells the duration, how many bytes were decoded, and from when to when each seek took, by the clock. */
    async play({ player, url, variant, points }) {
      const audio = document.createElement('audio');
      document.body.append(audio);
      await start[player](audio, url, variant);
      await Promise.all([audio.play(), past(audio, 0.3)]);
      const seeks = [];
      for (const point of points) {
        audio.pause();
        if (player !== 'native') await filled(audio);
        const from = Date.now();
        audio.currentTime = point;
        await Promise.all([audio.play(), past(audio, point + 0.1)]);
        seeks.push([from, Date.now()]);
        if (audio.currentTime > point + 5) throw new Error(`at ${audio.currentTime}, not at ${point}`);
      }
      audio.pause();
      return { duration: audio.duration, decoded: audio.webkitAudioDecodedByteCount, seeks };
    },
  };
})();

import { Catalogue } from './api/catalogue.js';
import { ApiClient } from './api/client.js';
import { Library } from './api/library.js';
import { Listening } from './api/listening.js';
import { People } from './api/people.js';
import { Session } from './api/session.js';
import { SignIn, SignInError } from './api/sign-in.js';
import { stored } from './api/stored.js';
import { send } from './api/transport.js';
import { Engine } from './playback/engine.js';
import { joinMediaSession } from './playback/media-session.js';
import { onePlaysAtATime } from './playback/one-at-a-time.js';
import { Outbox } from './playback/outbox.js';
import { Queue } from './playback/queue.js';
import { PlayReporter } from './playback/reporter.js';
import { Sources } from './playback/sources.js';
import { Waveforms } from './playback/waveforms.js';
import { Router } from './router.js';
import { Actions } from './ui/actions.js';
import { Announcer } from './ui/announcer.js';
import { displacement } from './ui/displaced.js';
import { artistNames } from './ui/format.js';
import { NowPlaying } from './ui/now-playing.js';
import { playerBar } from './ui/player-bar.js';
import { PlayingMarks } from './ui/playing-marks.js';
import { QueueDrawer } from './ui/queue-drawer.js';
import { navigation, openHelp } from './ui/rail.js';
import { Shortcuts } from './ui/shortcuts.js';
import { Toasts } from './ui/toasts.js';
import { topbar } from './ui/topbar.js';
import { account } from './views/account.js';
import { album } from './views/album.js';
import { artist } from './views/artist.js';
import { charts } from './views/charts.js';
import { logIn, notSignedIn, signUp } from './views/door.js';
import { home } from './views/home.js';
import { invitation } from './views/invitation.js';
import { notFound } from './views/not-found.js';
import { playlist } from './views/playlist.js';
import { playlists } from './views/playlists.js';
import { recent } from './views/recent.js';
import { search } from './views/search.js';
import { track } from './views/track.js';

const LAST = 'legato.queue';
const POSITION = 'legato.position';
const LOUDNESS = 'legato.volume';
const SAVE_MS = 5_000;

const at = (id) => document.getElementById(id);
const routes = [
  ['/', home], ['/search', search], ['/album/:id', album], ['/artist/:id', artist], ['/track/:id', track],
  ['/charts', charts], ['/recent', recent], ['/playlists', playlists], ['/playlist/:id', playlist],
  ['/account', account], ['/family/:token', invitation],
  ['/login', logIn], ['/signup', signUp], ['/not-signed-in', notSignedIn],
];

/** Places that lead on, to which nobody wants to come back from signing in. */
const PASSED_THROUGH = /^#\/(login|signup|not-signed-in)/;

const session = new Session();
const signIn = new SignIn();
const api = new ApiClient(session);
const catalogue = new Catalogue(api);
const listening = new Listening(api, catalogue);
const library = new Library(api, session);
const queue = new Queue();
const sources = new Sources(listening, (type) => at('audio-a').canPlayType(type) !== '');
const engine = new Engine(queue, sources, [at('audio-a'), at('audio-b')]);
const outbox = new Outbox(api, session, send);
const router = new Router(at('main'), routes, notFound);
const toasts = new Toasts(at('toasts'));
const announcer = new Announcer(at('announcer'));
const marks = new PlayingMarks(engine, queue);

const app = { session, signIn, people: new People(api), lastPlace: '#/', signInFailure: null, catalogue, listening, library, queue, engine, waveforms: new Waveforms(sources), router, toasts, announcer, marks, logOut };
app.actions = new Actions(app);
new PlayReporter(engine, outbox);
joinMediaSession(engine);
displacement(app);

const drawer = new QueueDrawer(app, at('queue'));
const toggleQueue = (open) => drawer.toggle(open);
const nowPlaying = new NowPlaying(app, { toggleQueue });
const openNowPlaying = () => nowPlaying.open();
app.shortcuts = new Shortcuts({ engine, queue, toggleQueue, openNowPlaying, openHelp: () => openHelp(app) });
navigation(app, at('rail'), at('tabs'));
topbar(app, at('topbar'));
playerBar(app, at('player'), { openNowPlaying, toggleQueue: () => toggleQueue() });

async function logOut() {
  queue.clear();
  engine.stop();
  const idToken = await session.end();
  if (idToken) {
    // The browser's session on the account pages ends as well, and the page begins anew.
    location.assign(signIn.logoutAddress(idToken));
    return;
  }
  await session.start();
  toasts.show('You are signed out.');
  router.go('#/');
}

/** What the address asks for beside a place in the page: the end of a sign-in, or an invitation. */
async function enter() {
  const family = new URLSearchParams(location.search).get('family');
  if (family) history.replaceState(null, '', `/#/family/${encodeURIComponent(family)}`);
  if (!signIn.isReturning) return;
  try {
    const { tokens, returnTo } = await signIn.complete();
    await session.begin(tokens);
    history.replaceState(null, '', `/${returnTo}`);
    toasts.show(`Welcome, ${session.me.name}.`);
  } catch (error) {
    if (!(error instanceof SignInError)) console.warn(error);
    app.signInFailure = error.message;
    history.replaceState(null, '', '/#/not-signed-in');
  }
}

/** `Allegro · J. S. Bach — Legato` while something plays, `Charts — Legato` otherwise. */
function title() {
  const { track: playing } = engine;
  document.title = engine.playing && playing ? `${playing.name} · ${artistNames(playing)} — Legato` : `${router.title || 'Home'} — Legato`;
}

engine.addEventListener('track', () => {
  title();
  if (engine.playing && engine.track) announcer.say(`Now playing: ${engine.track.name} by ${artistNames(engine.track)}`);
});
engine.addEventListener('state', title);
router.addEventListener('titled', title);
engine.addEventListener('offline', () => toasts.show('You are offline. Playing goes on when the connection is back.', { kind: 'error' }));
engine.addEventListener('failed', ({ detail: { track: failing, error } }) => {
  toasts.show(`“${failing.name}” could not be played. ${error?.status ? error.message : ''}`.trim(), { kind: 'error' });
});

/** What a reload should bring back: the queue, the place in it, the volume. */
function rememberQueue() {
  if (queue.current) stored.write(LAST, queue.snapshot());
  else stored.remove(LAST);
}
function rememberPosition() {
  if (queue.current) stored.write(POSITION, { trackId: queue.current.track.id, seconds: engine.position });
  else stored.remove(POSITION);
}
const last = stored.read(LAST, null);
const unread = last ? queue.restore(last) : [];
const position = stored.read(POSITION, null);
engine.resumeAt(position?.trackId === queue.current?.track.id ? (position?.seconds ?? 0) : 0);
queue.addEventListener('change', rememberQueue);
setInterval(() => engine.state === 'playing' && rememberPosition(), SAVE_MS);
addEventListener('pagehide', rememberPosition);
engine.addEventListener('volume', () => stored.write(LOUDNESS, { volume: engine.volume, muted: engine.muted }));
const loudness = stored.read(LOUDNESS, { volume: 0.8, muted: false });
engine.setVolume(loudness.volume);
engine.setMuted(loudness.muted);
onePlaysAtATime(engine);

session.addEventListener('identity', () => {
  sources.clear();
  library.reload().catch((error) => toasts.error(error, 'Your playlists could not be read.'));
  if (router.title && !PASSED_THROUGH.test(location.hash)) router.reload();
});
session.addEventListener('expired', () => toasts.show('Your session ended. Please sign in again.', { action: { label: 'Sign in', run: () => router.go('#/login') } }));

// A view that fails for want of a session says so itself, with a button to try again.
await enter();
await session.start().catch(() => {});
router.addEventListener('navigated', () => {
  if (!PASSED_THROUGH.test(location.hash)) app.lastPlace = location.hash || '#/';
});
router.start(app);
if (unread.length) catalogue.tracks(unread).then((tracks) => queue.complete(tracks), (error) => toasts.error(error, 'The rest of your queue could not be read.'));

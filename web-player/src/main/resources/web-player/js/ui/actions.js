import { MAX_PLAYLIST_DESCRIPTION, MAX_PLAYLIST_NAME } from '../api/limits.js';
import { isAvailable } from '../playback/queue.js';
import { counted } from './format.js';
import { askForm } from './dialog.js';
import { menuIsOpenAt, closeMenu, openMenu } from './menu.js';

/** What a listener can do with tracks, wherever they are shown. */
export class Actions {
  #app;

  constructor(app) {
    this.#app = app;
  }

  /** Plays from a list; on what plays already, pauses or goes on. */
  playFrom(tracks, at, source) {
    if (!isAvailable(tracks[at])) return;
    const { engine, queue } = this.#app;
    const current = queue.current?.track.id === tracks[at]?.id && queue.source?.href === source?.href;
    if (current) engine.toggle();
    else engine.playAll(tracks, at, source);
  }

  shuffleAll(tracks, source) {
    const { engine, queue } = this.#app;
    queue.setShuffle(true);
    engine.playAll(tracks, Math.floor(Math.random() * tracks.length), source);
  }

  playNext(tracks) {
    this.#enqueue(() => this.#app.queue.playNext(tracks), tracks, `${said(tracks)} plays next.`);
  }

  enqueue(tracks) {
    this.#enqueue(() => this.#app.queue.append(tracks), tracks, `${said(tracks)} added to the queue.`);
  }

  #enqueue(add, tracks, note) {
    const { engine, queue, toasts } = this.#app;
    if (!queue.current) {
      engine.playAll(tracks);
      return;
    }
    add();
    toasts.show(note);
  }

  /** The menu of one track or several. */
  trackMenu(button, tracks, { label, extra = [] } = {}) {
    if (menuIsOpenAt(button)) {
      closeMenu();
      return;
    }
    const { router } = this.#app;
    const [track] = tracks;
    const one = tracks.length === 1;
    const playable = tracks.filter(isAvailable);
    openMenu(button, label ?? `More for ${track.name}`, [
      ...(playable.length ? [{ label: 'Play next', icon: 'forward', run: () => this.playNext(playable) }] : []),
      ...(playable.length ? [{ label: 'Add to queue', icon: 'queue', run: () => this.enqueue(playable) }] : []),
      { label: 'Add to playlist…', icon: 'plus', run: () => this.playlistMenu(button, tracks) },
      ...(one ? [null] : []),
      ...(one ? [{ label: 'Go to track', icon: 'disc', run: () => router.go(`#/track/${track.id}`) }] : []),
      ...(one && track.album ? [{ label: 'Go to album', icon: 'library', run: () => router.go(`#/album/${track.album.id}`) }] : []),
      ...(one ? track.artists.map((artist) => ({ label: `Go to ${artist.name}`, icon: 'user', run: () => router.go(`#/artist/${artist.id}`) })) : []),
      ...(extra.length ? [null, ...extra] : []),
    ]);
  }

  playlistMenu(button, tracks) {
    const { library, session } = this.#app;
    if (session.isGuest) {
      this.askToSignUp();
      return;
    }
    openMenu(button, 'Add to playlist', [
      { label: 'New playlist…', icon: 'plus', run: () => this.newPlaylist(tracks) },
      ...(library.playlists.length ? [null] : []),
      ...library.playlists.map((playlist) => ({ label: playlist.name, icon: 'library', run: () => this.addTo(playlist, tracks) })),
    ]);
  }

  async addTo(playlist, tracks) {
    const { library, router, toasts } = this.#app;
    try {
      await library.add(playlist.id, tracks.map((track) => track.id));
      toasts.show(`${said(tracks)} added to ${playlist.name}.`, { action: { label: 'Open', run: () => router.go(`#/playlist/${playlist.id}`) } });
    } catch (error) {
      toasts.error(error);
    }
  }

  newPlaylist(tracks = []) {
    const { library, router, session } = this.#app;
    if (session.isGuest) {
      this.askToSignUp();
      return;
    }
    const fields = [
      { name: 'name', label: 'Name', required: true, maxlength: MAX_PLAYLIST_NAME },
      { name: 'description', label: 'Description (optional)', maxlength: MAX_PLAYLIST_DESCRIPTION, multiline: true },
    ];
    askForm('New playlist', fields, 'Create', async ({ name, description }) => {
      const playlist = await library.create(name, description);
      if (tracks.length) await this.addTo(playlist, tracks);
      else router.go(`#/playlist/${playlist.id}`);
    });
  }

  askToSignUp() {
    const { router, toasts } = this.#app;
    toasts.show('Playlists need an account. What you have heard so far comes along.', {
      action: { label: 'Sign up', run: () => router.go('#/signup') },
    });
  }
}

const said = (tracks) => (tracks.length === 1 ? `“${tracks[0].name}”` : counted(tracks.length, 'track'));

import { MAX_PLAYLIST_DESCRIPTION, MAX_PLAYLIST_NAME } from '../api/limits.js';
import { cover } from '../ui/artwork.js';
import { playButton } from '../ui/cards.js';
import { askForm, confirm } from '../ui/dialog.js';
import { h } from '../ui/dom.js';
import { counted, length } from '../ui/format.js';
import { icon } from '../ui/icons.js';
import { placeholder } from '../ui/placeholder.js';
import { empty } from '../ui/states.js';
import { trackList } from '../ui/track-list.js';
import { hero } from './hero.js';

/** One playlist, and for its owner everything to change it. */
export async function playlist(app, { id }) {
  const [one, entries] = await Promise.all([app.library.open(id), app.library.entries(id)]);
  const tracks = new Map((await app.catalogue.tracks(entries.map((entry) => entry.trackId))).map((track) => [track.id, track]));
  const lines = entries.filter((entry) => tracks.has(entry.trackId)).map((entry) => ({ entry, track: tracks.get(entry.trackId) }));
  const view = new PlaylistView(app, one, lines);
  return { title: one.name, node: view.node };
}

class PlaylistView {
  #app;
  #playlist;
  #lines;
  #head = h('div', { class: 'playlist-head' });
  node = h('article', { class: 'page', data: { testid: 'playlist' } });

  constructor(app, playlist, lines) {
    this.#app = app;
    this.#playlist = playlist;
    this.#lines = lines;
    this.#draw();
  }

  get #editable() {
    return this.#playlist.owner?.id === this.#app.session.me?.id;
  }

  get #source() {
    return { name: this.#playlist.name, href: `#/playlist/${this.#playlist.id}` };
  }

  #draw() {
    const tracks = this.#lines.map((line) => line.track);
    this.node.replaceChildren(this.#head, tracks.length
      ? trackList(this.#app, tracks, this.#source, {
          label: `Tracks of ${this.#playlist.name}`, covers: true, albums: true,
          ...(this.#editable && { onMove: (from, to) => this.#move(from, to), onRemove: (at) => this.#remove(at) }),
        })
      : empty('plus', 'An empty page', 'Find something you like and choose “Add to playlist…” from its menu.', h('a', { class: 'button primary', href: '#/search' }, 'Find music')));
    this.#drawHead();
  }

  #drawHead() {
    const { id, name, description } = this.#playlist;
    const tracks = this.#lines.map((line) => line.track);
    const source = this.#source;
    const total = tracks.reduce((sum, track) => sum + track.durationMs, 0);
    this.#head.replaceChildren(
      hero({ id, artwork: tracks[0]?.album?.artwork }, {
        kind: 'Playlist', title: name, picture: mosaic(id, tracks),
        lines: [description && h('span', { dir: 'auto' }, description), tracks.length ? `${counted(tracks.length, 'track')} · ${length(total)}` : null],
      },
      tracks.length ? playButton(this.#app, source, () => Promise.resolve(this.#lines.map((line) => line.track)), { class: 'play-disc large' }) : null,
      tracks.length ? h('button', { type: 'button', class: 'icon-button big', 'aria-label': 'Shuffle', title: 'Shuffle', on: { click: () => this.#app.actions.shuffleAll(this.#lines.map((line) => line.track), source) } }, icon('shuffle')) : null,
      this.#editable && h('button', { type: 'button', class: 'icon-button big', 'aria-label': 'Rename', title: 'Rename', data: { testid: 'playlist-rename' }, on: { click: () => this.#rename() } }, icon('edit')),
      this.#editable && h('button', { type: 'button', class: 'icon-button big', 'aria-label': 'Delete playlist', title: 'Delete', data: { testid: 'playlist-delete' }, on: { click: () => this.#delete() } }, icon('trash'))));
    this.#app.marks.mark(this.#head);
  }

  async #move(from, to) {
    const [line] = this.#lines.splice(from, 1);
    this.#lines.splice(to, 0, line);
    this.#app.announcer.say(`${line.track.name}, now ${to + 1} of ${this.#lines.length}`);
    const before = this.#lines[to + 1]?.entry.entryId ?? null;
    await this.#write(() => this.#app.library.move(this.#playlist.id, line.entry.entryId, before));
  }

  async #remove(at) {
    const [line] = this.#lines.splice(at, 1);
    if (this.#lines.length) this.#drawHead();
    else this.#draw();
    const done = await this.#write(() => this.#app.library.remove(this.#playlist.id, line.entry.entryId));
    if (done) this.#app.toasts.show(`“${line.track.name}” removed.`, { action: { label: 'Undo', run: () => this.#restore(line, at) } });
  }

  async #restore(line, at) {
    const { library, router } = this.#app;
    const before = this.#lines[at]?.entry.entryId ?? null;
    await this.#write(async () => {
      const [entry] = await library.add(this.#playlist.id, [line.track.id]);
      if (before) await library.move(this.#playlist.id, entry.entryId, before);
    });
    await router.reload();
  }

  #rename() {
    const { name, description } = this.#playlist;
    const fields = [
      { name: 'name', label: 'Name', value: name, required: true, maxlength: MAX_PLAYLIST_NAME },
      { name: 'description', label: 'Description (optional)', value: description ?? '', maxlength: MAX_PLAYLIST_DESCRIPTION, multiline: true },
    ];
    askForm('Rename playlist', fields, 'Save', async (answers) => {
      const { library } = this.#app;
      try {
        await library.rename(this.#playlist.id, answers.name, answers.description);
      } catch (error) {
        if (error.status !== 412) throw error;
        const newest = await library.open(this.#playlist.id);
        throw new Error(`This playlist was changed elsewhere meanwhile and is named “${newest.name}” now. Save again to name it as you have typed.`);
      }
      this.#playlist = { ...this.#playlist, ...answers };
      this.#drawHead();
    });
  }

  #delete() {
    const { library, router, toasts } = this.#app;
    const { id, name } = this.#playlist;
    confirm('Delete playlist?', `“${name}” will be gone for good. Its tracks stay in the library.`, 'Delete', async () => {
      const done = await this.#write(() => library.delete(id));
      if (!done) return;
      toasts.show(`${name} deleted.`);
      router.go('#/playlists');
    });
  }

  /**
   * Does a write. Moves and removals name entries, not places, so that one made against an older version is made again
   * against the newest; the page then shows what others changed. When it fails, shows what the server has and says why.
   * Answers whether it was done.
   */
  async #write(work) {
    const { library, router, toasts } = this.#app;
    try {
      try {
        await work();
      } catch (error) {
        if (error.status !== 412) throw error;
        await library.open(this.#playlist.id);
        await work();
        await router.reload();
      }
      return true;
    } catch (error) {
      toasts.error(error);
      await router.reload();
      return false;
    }
  }
}

/** Four covers of a playlist's tracks, or one, or a drawn one. */
function mosaic(id, tracks) {
  const albums = [...new Map(tracks.filter((track) => track.album).map((track) => [track.album.id, track.album])).values()];
  if (albums.length >= 4) return h('span', { class: 'cover mosaic' }, albums.slice(0, 4).map((album) => cover(album, 132, { eager: true })));
  return albums.length ? cover(albums[0], 264, { eager: true }) : h('span', { class: 'cover' }, placeholder(id));
}

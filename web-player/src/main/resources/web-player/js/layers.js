/**
 * What lies over the page and is closed by Back: the queue on a narrow screen, the full player, dialogs. Each open layer
 * has an entry of its own in the history, at the address of the page beneath it; `history.state.layers` says how many are
 * open there.
 */
class Layers {
  #open = [];

  /**
   * A layer was opened.
   *
   * @param close closes it when Back is pressed or the page beneath goes
   * @returns what to call when it was closed in another way
   */
  opened(close) {
    const layer = { close };
    this.#open.push(layer);
    if (depth() < this.#open.length) history.pushState({ ...history.state, layers: this.#open.length }, '');
    return () => this.#closed(layer);
  }

  /** Closes the layers that are not open at the history's entry; answers whether it is on its way to another one. */
  followHistory() {
    while (this.#open.length > depth()) this.#open.pop().close();
    // The entry of a layer that is gone, come upon by Back or Forward or by a link inside the layer, is passed over.
    const leftOver = this.#open.length < depth();
    if (leftOver) history.back();
    return leftOver;
  }

  #closed(layer) {
    const at = this.#open.indexOf(layer);
    if (at < 0) return;
    this.#open.splice(at, 1);
    // Another layer may open in its place at once, or the page go elsewhere: then its entry stays.
    setTimeout(() => depth() > this.#open.length && history.back());
  }
}

const depth = () => history.state?.layers ?? 0;

export const layers = new Layers();

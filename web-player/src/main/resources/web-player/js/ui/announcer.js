/** Says a sentence to those who hear the page instead of seeing it. */
export class Announcer {
  #region;

  constructor(region) {
    this.#region = region;
  }

  say(text) {
    // An unchanged text is not read again, so the region is emptied first.
    this.#region.textContent = '';
    setTimeout(() => (this.#region.textContent = text), 60);
  }
}

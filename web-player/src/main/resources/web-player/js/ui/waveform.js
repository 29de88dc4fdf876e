import { svg } from './dom.js';

const BARS = 150;
/** Silence is a line, not nothing. */
const LEAST = 0.06;
const LAYERS = ['wave-rest', 'wave-buffered', 'wave-filled'];

/** The loudest of each of so many equal stretches. */
export function stretches(peaks, count) {
  return Array.from({ length: count }, (_, i) => {
    const from = Math.floor((i * peaks.length) / count);
    const to = Math.max(from + 1, Math.floor(((i + 1) * peaks.length) / count));
    return Math.max(...peaks.slice(from, to));
  });
}

/** Bars in a box of BARS by 2, each as far above the middle as below. */
const outline = (peaks) => stretches(peaks, BARS)
  .map((peak, i) => {
    const half = Math.min(1, Math.max(LEAST, peak));
    return `M${i + 0.2} ${(1 - half).toFixed(3)}h.6v${(2 * half).toFixed(3)}h-.6z`;
  })
  .join('');

/** A picture of the playing track's loudness for the seek bar; `box` has the class `has-wave` while there is one. */
export function waveform({ engine, waveforms }, box) {
  const layers = LAYERS.map((name) => svg('path', { class: name }));
  let shown = null;
  async function draw() {
    const id = engine.track?.id ?? null;
    if (id === shown) return;
    shown = id;
    box.classList.remove('has-wave');
    const peaks = id && (await waveforms.of(id));
    if (!peaks || id !== shown) return;
    const d = outline(peaks);
    for (const layer of layers) layer.setAttribute('d', d);
    box.classList.add('has-wave');
  }
  engine.addEventListener('track', draw);
  draw();
  return svg('svg', { class: 'wave', viewBox: `0 0 ${BARS} 2`, preserveAspectRatio: 'none', 'aria-hidden': 'true', focusable: 'false' }, layers);
}

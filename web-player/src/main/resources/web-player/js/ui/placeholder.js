import { svg } from './dom.js';

/** A number that a text always gives (FNV-1a, 32 bits). */
export function hash(text) {
  let value = 0x811c9dc5;
  for (const character of text) value = Math.imul(value ^ character.codePointAt(0), 0x01000193) >>> 0;
  return value;
}

/** Numbers from 0 to 1 that a seed always gives (mulberry32). */
function randomFrom(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const times = (count, draw) => Array.from({ length: count }, (_, i) => draw(i));

/** What a drawn cover shows; each gets a source of numbers and answers shapes in a box of 100 by 100. */
const MOTIFS = [
  function slurs(random) {
    return times(4, (i) => {
      const spread = 20 + i * 13 + random() * 6;
      const rise = 1 + random() * 0.5;
      return svg('path', {
        d: `M${50 - spread} 62 C${50 - spread * 0.7} ${62 - spread * rise} ${50 + spread * 0.7} ${62 - spread * rise} ${50 + spread} 62 C${50 + spread * 0.6} ${62 - spread * rise * 0.78} ${50 - spread * 0.6} ${62 - spread * rise * 0.78} ${50 - spread} 62Z`,
        opacity: 0.85 - i * 0.2,
      });
    });
  },
  function discs(random) {
    return times(3, (i) => svg('circle', { cx: 15 + random() * 70, cy: 15 + random() * 70, r: 34 - i * 9 + random() * 6, opacity: 0.28 + i * 0.22 }));
  },
  function keys(random) {
    const width = 100 / 9;
    return times(9, (i) => svg('rect', { x: i * width + 0.8, y: 28 + random() * 44, width: width - 1.6, height: 100, rx: 1.6, opacity: 0.3 + random() * 0.55 }));
  },
  function waves(random) {
    const phase = random() * Math.PI * 2;
    return times(5, (i) => {
      const base = 22 + i * 17;
      const height = 5 + random() * 9;
      const points = times(26, (x) => `${x * 4} ${base + height * Math.sin(phase + i * 0.9 + x / (2.2 + i * 0.4))}`);
      return svg('path', { d: `M${points.join('L')}L100 100L0 100Z`, opacity: 0.2 });
    });
  },
  function rings(random) {
    const x = 25 + random() * 50;
    const y = 25 + random() * 50;
    return times(6, (i) => svg('circle', { cx: x, cy: y, r: 6 + i * (8 + random() * 4), fill: 'none', stroke: 'currentColor', 'stroke-width': 1.5 + random() * 3.5, opacity: 0.9 - i * 0.12 }));
  },
  function dots(random) {
    return times(49, (i) => svg('circle', { cx: 8 + (i % 7) * 14, cy: 8 + Math.floor(i / 7) * 14, r: 1 + random() ** 2 * 6, opacity: 0.35 + random() * 0.5 }));
  },
];

/** A cover for what has none: a motif on a ground of two colours, always the same for the same id. */
export function placeholder(id) {
  const seed = hash(id);
  const random = randomFrom(seed);
  const hue = Math.floor(random() * 360);
  const second = hue + 30 + random() * 60;
  const turn = Math.floor(random() * 360);
  const gradient = `ground-${id.replace(/[^\w-]/g, '')}-${Math.random().toString(36).slice(2)}`;
  const ink = `hsl(${second} 90% 88%)`;
  return svg('svg', { viewBox: '0 0 100 100', class: 'cover-drawn', 'aria-hidden': 'true', preserveAspectRatio: 'xMidYMid slice' },
    svg('defs', {}, svg('linearGradient', { id: gradient, gradientTransform: `rotate(${turn} .5 .5)` },
      svg('stop', { offset: 0, 'stop-color': `hsl(${hue} 55% 24%)` }),
      svg('stop', { offset: 1, 'stop-color': `hsl(${second} 62% 46%)` }))),
    svg('rect', { width: 100, height: 100, fill: `url(#${gradient})` }),
    svg('g', { fill: ink, color: ink, transform: `rotate(${(turn % 30) - 15} 50 50) translate(50 50) scale(1.12) translate(-50 -50)` },
      MOTIFS[Math.floor(random() * MOTIFS.length)](random)));
}

// The dots of the threshold's picture: a shape for each group, and places for the dots of a lane.
const SHAPES = [
  (r) => `M${-r},0a${r},${r} 0 1,0 ${2 * r},0a${r},${r} 0 1,0 ${-2 * r},0`,
  (r) => `M${-r},${-r}h${2 * r}v${2 * r}h${-2 * r}z`,
  (r) => `M0,${-1.25 * r}L${1.2 * r},${0.9 * r}H${-1.2 * r}z`,
  (r) => `M0,${-1.35 * r}L${1.35 * r},0L0,${1.35 * r}L${-1.35 * r},0z`,
  (r) => `M0,${1.25 * r}L${1.2 * r},${-0.9 * r}H${-1.2 * r}z`,
  (r) => { const s = 0.45 * r, l = 1.2 * r;
    return `M${-s},${-l}h${2 * s}v${l - s}h${l - s}v${2 * s}h${s - l}v${l - s}h${-2 * s}v${s - l}h${s - l}v${-2 * s}h${l - s}z`; },
  (r) => `M${-1.3 * r},0L${-0.65 * r},${-1.1 * r}H${0.65 * r}L${1.3 * r},0L${0.65 * r},${1.1 * r}H${-0.65 * r}z`,
];

// Offsets from the middle so that no two dots of a lane overlap.
function swarm(xs, distance) {
  const order = xs.map((x, i) => i).sort((a, b) => xs[a] - xs[b]);
  const placed = [], offsets = new Array(xs.length).fill(0);
  let start = 0;
  for (const i of order) {
    while (start < placed.length && xs[placed[start]] < xs[i] - distance) start++;
    const near = placed.slice(start);
    const tries = [0];
    for (const j of near) {
      const dx = xs[i] - xs[j], dy = Math.sqrt(Math.max(0, distance * distance - dx * dx)) + 1e-6;
      tries.push(offsets[j] + dy, offsets[j] - dy);
    }
    tries.sort((a, b) => Math.abs(a) - Math.abs(b));
    offsets[i] = tries.find((y) => near.every((j) => {
      const dx = xs[i] - xs[j], dy = y - offsets[j];
      return dx * dx + dy * dy >= distance * distance - 1e-3;
    })) ?? 0;
    placed.push(i);
  }
  return offsets;
}

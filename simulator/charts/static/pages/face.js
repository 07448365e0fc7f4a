// Draws faces from packed landmarks as simulator/faces/sketch.py does, stroke for stroke.
const FACE_VIEW = "13 2 94 99";
const TURNED = "-";
const IRIS = 2.8, PUPIL = 1.15;
const BROW = [0.5, 1.5, 2.1, 2.3, 1.7], LID = [0.3, 1.1, 1.15, 0.3];

// The 68 points of a packed face; null where there is nothing to draw.
function facePoints(text) {
  if (!/^f[0-9a-z]{272}$/.test(text ?? "")) return null;
  return Array.from({ length: 68 }, (_, i) => [1, 3].map((at) => parseInt(text.slice(4 * i + at, 4 * i + at + 2), 36) / 10));
}

const spot = ([x, y]) => `${+x.toFixed(2)},${+y.toFixed(2)}`;
const moveTo = (point) => `M${spot(point)}`;
const lineTo = (point) => `L${spot(point)}`;

// A smooth curve through all points (Catmull–Rom) that begins where the path is.
function curveThrough(points) {
  const at = (i) => points[Math.max(0, Math.min(points.length - 1, i))];
  let d = "";
  for (let i = 0; i < points.length - 1; i++) {
    const [before, one, other, after] = [at(i - 1), at(i), at(i + 1), at(i + 2)];
    const near = [0, 1].map((k) => one[k] + (other[k] - before[k]) / 6);
    const far = [0, 1].map((k) => other[k] - (after[k] - one[k]) / 6);
    d += `C${spot(near)} ${spot(far)} ${spot(other)}`;
  }
  return d;
}

// A closed shape along points, as thick as given; side is 1 below them, -1 above.
function tapered(points, thickness, side) {
  const edge = points.map(([x, y], i) => [x, y + side * thickness[i]]).reverse();
  return `${moveTo(points[0])}${curveThrough(points)}${lineTo(edge[0])}${curveThrough(edge)}Z`;
}

// Draws a face as smooth lines through all 68 points of a photo; `at` returns a point by its number.
function facePath(at, lines) {
  return lines.map(([first, end, closed]) => {
    const points = Array.from({ length: end - first }, (_, i) => at(first + i));
    return moveTo(points[0]) + curveThrough(closed ? [...points, points[0]] : points) + (closed ? "Z" : "");
  }).join("");
}

function lidAt(lid, x) {
  if (x <= lid[0][0]) return lid[0][1];
  for (let i = 1; i < lid.length; i++) {
    const [[a, b], [c, d]] = [lid[i - 1], lid[i]];
    if (x <= c) return b + ((d - b) * (x - a)) / (c - a);
  }
  return lid.at(-1)[1];
}

// A disc in the middle of an eye's six points, cut off where the lids are.
function irisOf(eye, radius) {
  const [x, y] = [0, 1].map((k) => eye.reduce((sum, point) => sum + point[k], 0) / 6);
  const upper = eye.slice(0, 4), lower = [eye[0], eye[5], eye[4], eye[3]], places = [];
  for (let angle = 0; angle < 360; angle += 15) {
    const across = x + radius * Math.cos((angle * Math.PI) / 180), down = y + radius * Math.sin((angle * Math.PI) / 180);
    places.push([across, Math.min(Math.max(down, lidAt(upper, across)), lidAt(lower, across))]);
  }
  return `${moveTo(places[0])}${places.slice(1).map(lineTo).join("")}Z`;
}

// The strokes of a drawing: kind and path data of each.
function faceStrokes(p) {
  const strokes = [["jaw", moveTo(p[1]) + curveThrough(p.slice(1, 16))]];
  strokes.push(["temple", `${moveTo(p[0])}${lineTo(p[1])}${moveTo(p[15])}${lineTo(p[16])}`]);
  strokes.push(["brow", tapered(p.slice(17, 22), BROW, 1)], ["brow", tapered(p.slice(22, 27), [...BROW].reverse(), 1)]);
  strokes.push(["bridge", moveTo(p[28]) + curveThrough(p.slice(28, 31))]);
  strokes.push(["nose", moveTo(p[31]) + curveThrough(p.slice(31, 36))]);
  for (const first of [36, 42]) {
    const eye = p.slice(first, first + 6), lower = [eye[3], eye[4], eye[5], eye[0]];
    strokes.push(["iris", irisOf(eye, IRIS)], ["pupil", irisOf(eye, PUPIL)]);
    strokes.push(["lid", tapered(eye.slice(0, 4), LID, -1)], ["under", moveTo(eye[3]) + curveThrough(lower)]);
  }
  const top = p.slice(48, 55), bottom = [...p.slice(54, 60), p[48]];
  const within = p.slice(60, 65), below = [...p.slice(64, 68), p[60]];
  for (const [kind, outer, inner] of [["lip", top, within], ["lip lower", bottom, below]]) {
    const back = [...inner].reverse();
    strokes.push([kind, moveTo(outer[0]) + curveThrough(outer) + lineTo(back[0]) + curveThrough(back) + "Z"]);
  }
  strokes.push(["mouth", moveTo(top[0]) + lineTo(within[0]) + curveThrough(within) + lineTo(top.at(-1))]);
  strokes.push(["mouth lower", moveTo(below[0]) + curveThrough(below)]);
  return strokes;
}

// Whether both faces of a pair can be drawn, so that one may be laid over the other.
function canLay(pairs, i) {
  return Boolean(facePoints(pairs.probe_sketch[i]) && facePoints(pairs.stand_in_sketch[i]));
}

// A drawing as markup; a face that is turned too far says so instead. `label` and `turned` are texts.
function faceDrawing(text, label, turned, kind = "") {
  const points = facePoints(text);
  if (!points) return `<div class="face undrawn ${kind}" role="img" aria-label="${escaped(label)}. ${escaped(turned)}"><span>${text === TURNED ? escaped(turned) : ""}</span></div>`;
  const paths = faceStrokes(points).map(([stroke, d]) => `<path class="${stroke}" d="${d}"/>`).join("");
  return `<svg class="face ${kind}" viewBox="${FACE_VIEW}" role="img" aria-label="${escaped(label)}">${paths}</svg>`;
}

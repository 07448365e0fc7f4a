// A row of people: one mark for each, in a field that every row fills, so that the filled part is the
// group's rate; beside it a thin curve on which dots ride, and the rate with its interval. Whoever
// uses it decides what a mark's state is called; only marks whose state changed are touched.
function peopleRow(label, kind, shape) {
  const box = make("section", { class: `row ${kind}` });
  const name = make("h2"), key = draw("svg", { class: "shape", viewBox: "-6 -6 12 12", "aria-hidden": "true" }, name);
  draw("path", { d: shape(4.4) }, key);
  name.append(make("span", {}, label));
  const marks = make("div", { class: "marks", role: "img" }), over = make("div", { class: "over", "aria-hidden": "true" });
  const curve = draw("svg", { class: "curve", viewBox: "0 0 100 100", preserveAspectRatio: "none" }, over);
  const line = draw("polyline", { "vector-effect": "non-scaling-stroke" }, curve);
  const was = make("i", { class: "was" }), dot = make("i"), rate = make("div", { class: "rate" });
  const percent = make("b"), counted = make("span"), interval = make("small");
  over.append(was, dot);
  rate.append(percent, counted, interval);
  box.append(name, marks, over, rate);
  return { box, name, marks, over, line, was, dot, percent, counted, interval, shape, paths: [], states: [] };
}

// Lays out n marks in cells about square, column by column.
function layMarks(row, n, rem) {
  const { marks } = row, width = marks.clientWidth, height = marks.clientHeight;
  const svg = draw("svg", { viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true" });
  const lines = Math.max(1, Math.round(Math.sqrt((n * height) / Math.max(width, 1)))), step = width / Math.ceil(n / lines), line = height / lines;
  const r = Math.min(0.42 * Math.min(step, line), 0.5 * rem), crossed = (0.75 * r).toFixed(1);
  row.whole = row.shape(r);
  row.crossed = `${row.whole}M${-crossed},${crossed}L${crossed},${-crossed}`;
  row.paths = Array.from({ length: n }, (_, i) => {
    const x = (Math.floor(i / lines) + 0.5) * step, y = ((i % lines) + 0.5) * line;
    return draw("path", { class: "mark", d: row.whole, transform: `translate(${x.toFixed(1)},${y.toFixed(1)})` }, svg);
  });
  row.states = new Array(n).fill("mark");
  marks.replaceChildren(svg);
}

// Gives each mark the class that `stateOf` returns for its place; marks named "refused" are crossed out.
function paintMarks(row, stateOf) {
  const { paths, states } = row;
  for (let i = 0; i < paths.length; i++) {
    const state = stateOf(i), before = states[i];
    if (state === before) continue;
    const crossed = state.includes("refused");
    if (crossed !== before.includes("refused")) paths[i].setAttribute("d", crossed ? row.crossed : row.whole);
    paths[i].setAttribute("class", state);
    states[i] = state;
  }
}

// Where a rate lies over the curve's field, in percent of its height; higher rates end at the top.
function curveAt(rate, top) {
  return (97 - 94 * Math.min(1, rate / top)).toFixed(1);
}

function placeDot(dot, across, rate, top) {
  dot.style.left = `${across}%`;
  dot.style.top = `${curveAt(rate, top)}%`;
}

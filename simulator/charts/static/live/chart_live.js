// The parts of a chart that move: lines, dots, the vertical line and the axis at each stop.
function layLive(chart, svg, { x, y, top, rem }) {
  const { live } = chart.spec, inside = draw("g", { "clip-path": "url(#plot)" }, svg);
  const names = [...new Set([...chart.spec.series, ...live.lines, ...live.dots].map((s) => s.name))];
  const lane = (name) => draw("g", { class: `g${names.indexOf(name) % 8}` }, inside);
  const lines = live.lines.map((line) => {
    const group = lane(line.name), n = names.indexOf(line.name);
    const dashes = line.dashed ? "2 5" : DASHES[n % DASHES.length];
    return { line, band: draw("polygon", { class: "band" }, group), was: draw("polyline", { class: "line was" }, group),
      now: draw("polyline", { class: "line", "stroke-dasharray": dashes }, group) };
  });
  const marker = live.marked && {
    line: draw("line", { class: "marker", y1: top - 0.2 * rem, y2: y(0) }, svg),
    was: draw("line", { class: "marker was", y1: top - 0.2 * rem, y2: y(0) }, svg),
    text: draw("text", { class: "marked", y: top - 0.5 * rem }, svg),
  };
  const dots = live.dots.map((dot) => {
    const group = draw("g", { class: `g${names.indexOf(dot.name) % 8}` }, svg);
    return { dot, was: draw("circle", { class: "dot was", r: 0.36 * rem }, group), now: draw("circle", { class: "dot", r: 0.42 * rem }, group) };
  });
  chart.moving = { lines, dots, marker, x, y };
}

function moveLive(chart) {
  if (!chart.moving) return;
  const { spec: { live }, stop, ghost, moving: { lines, dots, marker, x, y } } = chart;
  const axis = live.tops && live.axes[live.tops[stop]], end = axis ? axis.top : PARTS * chart.spec.y_top;
  const high = (rate) => y(rate / end), across = (at) => x(at / PARTS);
  const points = (line, s) => {
    const found = [];
    atStop(line.rates, s).forEach((rate, i) => { if (rate !== NOWHERE) found.push(`${across(line.at[i])},${high(rate)}`); });
    return found.join(" ");
  };
  const released = hub.released[live.channel], banded = released?.stop === stop && released.bands?.[live.bands];
  lines.forEach(({ line, band, was, now }, i) => {
    now.setAttribute("points", points(line, stop));
    was.setAttribute("points", ghost === null || ghost === undefined || line.dashed ? "" : points(line, ghost));
    const ends = (banded && banded[i]) || [];
    band.setAttribute("points", [...ends.map(([at, , top]) => `${across(at)},${high(top)}`),
      ...ends.map(([at, low]) => `${across(at)},${high(low)}`).reverse()].join(" "));
  });
  const place = (circle, dot, s) => {
    const there = s !== null && s !== undefined && dot.x[s] !== NOWHERE && dot.y[s] !== NOWHERE;
    circle.classList.toggle("none", !there);
    if (there) circle.setAttribute("transform", `translate(${across(dot.x[s])},${high(dot.y[s])})`);
  };
  for (const { dot, was, now } of dots) { place(now, dot, stop); place(was, dot, ghost); }
  if (marker) {
    const at = live.marked.at[stop] / PARTS;
    marker.line.setAttribute("transform", `translate(${x(at)},0)`);
    marker.was.classList.toggle("none", ghost === null || ghost === undefined);
    if (ghost !== null && ghost !== undefined) marker.was.setAttribute("transform", `translate(${across(live.marked.at[ghost])},0)`);
    marker.text.setAttribute("transform", `translate(${x(at)},0)`);
    const anchor = at > 0.6 ? "end" : at < 0.3 ? "start" : "middle";
    if (marker.text.getAttribute("text-anchor") !== anchor) marker.text.setAttribute("text-anchor", anchor);
    setText(marker.text, atStop(live.marked.text, stop));
  }
  if (axis) for (const [i, scale] of chart.scales.entries()) scale.classList.toggle("none", i !== live.tops[stop]);
  const text = atStop(live.says, stop);
  sayBoldly(chart.root.querySelector(".says"), text);
  if (chart.settled) chart.root.querySelector(".picture").setAttribute("aria-label", `${chart.spec.title}. ${plainly(text)}`);
}

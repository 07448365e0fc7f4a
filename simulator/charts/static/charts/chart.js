// Draws a chart that Python described: places between 0 and 1, nothing is calculated here.
const charts = new WeakMap();
const DASHES = ["", "9 4", "3 4", "12 4 3 4", "6 3", "2 6", "14 5", "4 2"];

export default function (component) {
  const { parentElement, data } = component;
  keepPainted(charts, parentElement, ".chart", readTables(data), paint);
}

function paint(chart) {
  const { root, spec } = chart, rem = rootSize(), width = root.clientWidth, { live } = spec;
  chart.size = [width, rem].join();
  if (!width) return;
  const svg = root.querySelector(".picture");
  root.classList.toggle("follows", Boolean(live));
  if (live) follow(chart, moveLive);
  setText(root.querySelector("h4"), spec.title);
  legend(root, spec);
  if (live) sayBoldly(root.querySelector(".says"), atStop(live.says, chart.stop));
  const most = Math.min(22 * rem, Math.max(15 * rem, width * 0.4));
  const height = live ? heightLeft(svg, 2.6 * rem, 11 * rem, most) : most;
  const left = 3.2 * rem, right = 1.4 * rem, top = 1.6 * rem, bottom = 3.6 * rem;
  const x = (at) => left + at * (width - left - right), y = (at) => height - bottom - at * (height - top - bottom);
  svg.replaceChildren();
  svg.setAttribute("height", height);
  svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
  svg.setAttribute("aria-label", `${spec.title}. ${spec.alt}`);
  const ticks = (all, parent) => {
    for (const [at, text] of all) {
      draw("line", { class: at ? "grid" : "axis", x1: left, x2: width - right, y1: y(at), y2: y(at) }, parent);
      draw("text", { x: left - 0.4 * rem, y: y(at) + 0.3 * rem, "text-anchor": "end" }, parent, text);
    }
  };
  chart.scales = (live?.axes ?? []).map((axis) => { const scale = draw("g", {}, svg); ticks(axis.ticks, scale); return scale; });
  if (!chart.scales.length) ticks(spec.y_ticks, svg);
  draw("text", { x: 0, y: 0.8 * rem }, svg, spec.y_label);
  let edge = -1e9;
  for (const [at, text] of spec.x_ticks) {
    draw("line", { class: "axis", x1: x(at), x2: x(at), y1: y(0), y2: y(0) + 0.3 * rem }, svg);
    if (x(at) - edge < text.length * 0.55 * rem) continue;
    edge = x(at);
    draw("text", { x: x(at), y: y(0) + 1.3 * rem, "text-anchor": "middle" }, svg, text);
  }
  draw("text", { x: (left + width - right) / 2, y: height - 0.6 * rem, "text-anchor": "middle" }, svg, spec.x_label);
  if (spec.beyond) {
    const [at] = spec.beyond;
    draw("rect", { class: "beyond", x: x(at), y: top, width: x(1) - x(at), height: y(0) - top }, svg);
  }
  // An end of an extrapolation may leave the axis, which fits what was measured.
  const plot = draw("clipPath", { id: "plot" }, svg);
  draw("rect", { x: x(0) - 2, y: top - 2, width: x(1) - x(0) + 4, height: y(0) - top + 4 }, plot);
  const names = namesOf(spec);
  for (const series of spec.series) {
    const n = names.indexOf(series.name);
    const lane = draw("g", { class: `g${n % 8}` }, svg);
    if (series.band.length > 1) {
      const up = series.band.map(([a, , high]) => `${x(a)},${y(high)}`), down = series.band.map(([a, low]) => `${x(a)},${y(low)}`).reverse();
      draw("polygon", { class: "band", points: [...up, ...down].join(" ") }, lane);
    }
    if (series.points.length === 1) {
      const [[a, b]] = series.points;
      draw("circle", { class: "dot", cx: x(a), cy: y(b), r: 0.4 * rem }, lane);
      continue;
    }
    draw("polyline", { class: "line", "clip-path": "url(#plot)", points: series.points.map(([a, b]) => `${x(a)},${y(b)}`).join(" "),
      "stroke-dasharray": series.dashed ? "2 5" : DASHES[n % DASHES.length] }, lane);
  }
  if (spec.marker) {
    const [at, text] = spec.marker, anchor = at > 0.6 ? "end" : at < 0.3 ? "start" : "middle";
    draw("line", { class: "marker", x1: x(at), x2: x(at), y1: top - 0.2 * rem, y2: y(0) }, svg);
    draw("text", { class: "marked", x: x(at), y: top - 0.5 * rem, "text-anchor": anchor }, svg, text);
  }
  chart.moving = null;
  if (live) { layLive(chart, svg, { x, y, top, rem }); moveLive(chart); }
  root.querySelector("details").hidden = !spec.rows.length;
  fillTable(root, spec, spec.rows);
}

function namesOf(spec) {
  return [...new Set([...spec.series, ...(spec.live?.lines ?? []), ...(spec.live?.dots ?? [])].map((s) => s.name))];
}

function legend(root, spec) {
  const names = namesOf(spec);
  const items = names.map((name, n) => {
    const item = make("span", { class: `g${n % 8}` }), key = draw("svg", { "aria-hidden": "true" });
    draw("line", { class: "line", x1: 0, x2: "2.2rem", y1: "0.4rem", y2: "0.4rem", "stroke-dasharray": DASHES[n % DASHES.length] }, key);
    item.append(key, name);
    return item;
  });
  if (spec.beyond) {
    const item = make("span"), key = draw("svg", { "aria-hidden": "true" });
    draw("rect", { class: "beyond", width: "2.2rem", height: "0.8rem" }, key);
    item.append(key, spec.beyond[1]);
    items.push(item);
  }
  root.querySelector(".legend").replaceChildren(...items);
}

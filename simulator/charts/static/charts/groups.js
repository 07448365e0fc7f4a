// Draws groups of people that Python described: a mark per person, a rate and its interval between
// 0 and 1 of an axis. Only the places of marks are calculated here.
const pictures = new WeakMap();
const MARKS = {
  wrong: (r) => `M${-r},${-r}h${2 * r}v${2 * r}h${-2 * r}z`,
  refused: (r) => `M0,${-1.2 * r}L${1.2 * r},0L0,${1.2 * r}L${-1.2 * r},0z`,
  right: (r) => `M${-r},0a${r},${r} 0 1,0 ${2 * r},0a${r},${r} 0 1,0 ${-2 * r},0`,
};
MARKS.rate = MARKS.before = MARKS.right;

export default function (component) {
  const { parentElement, data } = component;
  keepPainted(pictures, parentElement, ".groups", readTables(data), paint);
}

function paint(picture) {
  const { root, spec } = picture, rem = rootSize();
  picture.size = [root.clientWidth, rem].join();
  if (!root.clientWidth) return;
  root.classList.toggle("published", spec.published);
  setText(root.querySelector("h4"), spec.title);
  root.querySelector(".legend").replaceChildren(...spec.legend.map(([mark, words]) => {
    const item = make("span"), key = draw("svg", { "aria-hidden": "true", viewBox: "-10 -7 20 14" });
    if (mark === "few" || (mark === "rate" && !spec.published)) draw("line", { class: "whisker", x1: -10, x2: 10, y1: 0, y2: 0 }, key);
    if (MARKS[mark]) draw("path", { class: mark, d: MARKS[mark](mark === "right" ? 3.5 : 5) }, key);
    if (mark === "few") item.className = "few";
    item.append(key, words);
    return item;
  }));
  const list = root.querySelector(".rows"), bare = !spec.rows.some((row) => row.people);
  list.classList.toggle("bare", bare);
  list.setAttribute("aria-label", spec.title);
  list.replaceChildren(axisRow(bare));
  for (const row of spec.rows) {
    if (row.heading) list.append(make("li", { class: "heading" }, row.heading));
    list.append(bare ? bareRow(row) : fullRow(row));
  }
  // Widths are known only now that the rows stand on the page.
  strip(list.querySelector(".axis .strip"), (svg, x) => {
    svg.setAttribute("height", 1.2 * rem);
    spec.ticks.forEach(([at, words], i) => {
      if (i % 2 && svg.clientWidth < 16 * rem) return;
      const anchor = i === 0 ? "start" : i === spec.ticks.length - 1 ? "end" : "middle";
      draw("text", { x: x(at), y: 0.9 * rem, "text-anchor": anchor }, svg, words);
    });
  });
  const items = list.querySelectorAll("li:not(.axis):not(.heading)");
  spec.rows.forEach((row, i) => {
    if (!bare) people(items[i].querySelector(".people"), row.people, rem);
    strip(items[i].querySelector(".strip"), (svg, x) => interval(svg, x, row, spec, rem));
  });
  fillTable(root, spec, spec.table);
}

function axisRow(bare) {
  const row = make("li", { class: "axis", "aria-hidden": "true" });
  row.append(make("span"), make("span"), holder("strip"));
  return row;
}

function holder(name) {
  const box = make("div", { class: name });
  box.append(draw("svg", { "aria-hidden": "true" }));
  return box;
}

function fullRow(row) {
  const line = make("li", row.few ? { class: "few" } : {}), name = make("div", { class: "name" });
  name.append(make("b", {}, row.label), make("span", { class: "count" }, row.count));
  if (row.beside) name.append(make("div", { class: "beside" }, row.beside));
  const right = holder("strip"), words = make("div", { class: "words" });
  words.append(make("b", {}, row.rate), row.between ? " " : "", make("span", {}, row.between));
  right.append(words);
  line.append(name, holder("people"), right);
  return line;
}

function bareRow(row) {
  const line = make("li"), name = make("div", { class: "name" });
  name.append(make("b", {}, row.label));
  line.append(name, make("span", { class: "count" }, row.count), holder("strip"));
  return line;
}

function strip(box, fill) {
  const svg = box.querySelector("svg"), width = box.clientWidth, edge = 0.5 * rootSize();
  svg.setAttribute("viewBox", `0 0 ${width} ${1.2 * rootSize()}`);
  fill(svg, (at) => edge + at * (width - 2 * edge));
}

function interval(svg, x, row, spec, rem) {
  const y = 0.6 * rem;
  svg.setAttribute("height", 1.2 * rem);
  for (const [at] of spec.ticks) draw("line", { class: "rail", x1: x(at), x2: x(at), y1: 0, y2: 1.2 * rem }, svg);
  if (row.high != null) draw("line", { class: "whisker", x1: x(row.low), x2: x(row.high), y1: y, y2: y }, svg);
  if (spec.published && row.before != null && row.x != null) {
    draw("line", { class: "moved", x1: x(row.before), x2: x(row.x), y1: y, y2: y }, svg);
  }
  const mark = (name, at, r) => draw("path", { class: name, d: MARKS[name](r), transform: `translate(${x(at)},${y})` }, svg);
  if (row.before != null) mark("before", row.before, 0.38 * rem);
  if (row.x != null) mark("rate", row.x, 0.3 * rem);
}

function people(box, counts, rem) {
  const svg = box.querySelector("svg"), width = box.clientWidth;
  const total = counts.reduce((a, b) => a + b, 0), pitch = (total > 120 ? 0.55 : 0.8) * rem;
  const across = Math.max(1, Math.floor(width / pitch)), r = 0.34 * pitch;
  const height = Math.ceil(total / across) * pitch;
  svg.setAttribute("height", height);
  svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
  let n = 0;
  ["wrong", "refused", "right"].forEach((name, k) => {
    let path = "";
    for (let i = 0; i < counts[k]; i++, n++) {
      const cx = (n % across + 0.5) * pitch, cy = (Math.floor(n / across) + 0.5) * pitch;
      path += MARKS[name](r).replace(/^M([-\d.]+),([-\d.]+)/, (_, a, b) => `M${+a + cx},${+b + cy}`)
        .replace(/L([-\d.]+),([-\d.]+)/g, (_, a, b) => `L${+a + cx},${+b + cy}`);
    }
    if (path) draw("path", { class: name, d: path }, svg);
  });
}

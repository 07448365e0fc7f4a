// The tally: a row for each group, a cell for each member, in which those stopped come to stand.
// Counts grow as people are stopped; rates and intervals are the board's, shown when a run has ended.
const TIGHT = 1.8;

class Tally {
  constructor(box, picture) {
    this.box = box;
    this.picture = picture;
    this.rows = [];
  }

  build(rem, height) {
    const { groups } = this.picture.grouping;
    this.rows = groups.map((group, g) => this.row(group, g));
    this.box.replaceChildren(...this.rows.map((row) => row.box));
    this.box.style.setProperty("--row", `${height}px`);
    this.box.classList.toggle("tight", height < TIGHT * rem);
    const inside = this.box.parentElement.getBoundingClientRect();
    for (const row of this.rows) this.cells(row, rem, inside);
  }

  row(group, g) {
    const box = make("div", { class: `row g${g % 8}`, role: "listitem" }), name = make("h2");
    name.append(shapeOf(g), make("span", {}, group.label));
    const cells = make("div", { class: "cells" }), counts = make("div", { class: "counts" }), rate = make("div", { class: "rate" });
    const count = make("b"), before = make("small", { class: "before" }), percent = make("b"), interval = make("small");
    const figures = make("div", { class: "figures" });
    counts.append(count);
    rate.append(percent, interval, before);
    figures.append(counts, rate);
    box.append(name, cells, figures);
    cells.addEventListener("click", (event) => {
      const at = event.target.dataset?.i;
      if (at !== undefined) this.picture.visit(row.stopped[Number(at)]);
    });
    const row = { group, g, box, cells, count, before, percent, interval, members: new Set(group.members), stopped: [], paths: [], shown: 0 };
    return row;
  }

  cells(row, rem, inside) {
    const { cells, group, g } = row, at = cells.getBoundingClientRect(), { width, height } = at, n = group.members.length;
    const lines = Math.max(1, Math.round(Math.sqrt((n * height) / width))), columns = Math.ceil(n / lines);
    const step = width / columns, line = height / lines, r = 0.4 * Math.min(step, line, 1.2 * rem), d = SHAPES[g % SHAPES.length](r);
    const svg = draw("svg", { viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true" });
    row.places = group.members.map((_, i) => ({ x: (Math.floor(i / lines) + 0.5) * step, y: ((i % lines) + 0.5) * line }));
    row.paths = row.places.map(({ x, y }, i) => draw("path", { class: "cell", d, "data-i": i, transform: placed(x, y, true) }, svg));
    row.at = { x: at.left - inside.left, y: at.top - inside.top };
    row.size = r;
    row.shown = 0;
    cells.replaceChildren(svg);
  }

  // Shows who is stopped so far (ranks, in the order of the walk), beside the run before.
  show(stopped, { ended, ghost, landing }) {
    const { tables, stop } = this.picture, { rates, words } = tables;
    for (const row of this.rows) {
      const { group, paths } = row;
      row.stopped = stopped.filter((rank) => row.members.has(rank));
      const n = row.stopped.length, ghosts = ghost === null ? 0 : group.counts[ghost];
      if (n !== row.shown || ghosts !== row.ghosts) {
        paths.forEach((path, i) => {
          const kind = `cell${i < n ? " on" : ""}${i < ghosts ? " was" : ""}`;
          if (path.getAttribute("class").replace(" landing", "") === kind) return;
          path.setAttribute("class", landing && i === n - 1 ? `${kind} landing` : kind);
          path.setAttribute("transform", placed(row.places[i].x, row.places[i].y, kind === "cell"));
        });
        row.shown = n;
        row.ghosts = ghosts;
      }
      setText(row.count, fillIn(words.count, { count: this.picture.number(n), total: this.picture.number(group.searched) }));
      setText(row.before, ghost === null ? "" : fillIn(this.picture.words.before, { count: this.picture.number(ghosts) }));
      const [, , percent, interval] = group.rates ? group.rates[stop] : rates[group.searched][group.counts[stop]];
      setText(row.percent, ended ? percent : "");
      setText(row.interval, ended ? interval : "");
    }
    this.box.classList.toggle("ended", ended);
  }

  // Where the next of a group will stand, inside the picture.
  landing(rank) {
    const row = this.rows.find(({ members }) => members.has(rank));
    if (!row) return null;
    const place = row.places[Math.min(row.shown, row.places.length - 1)];
    return { x: row.at.x + place.x, y: row.at.y + place.y, g: row.g, size: row.size };
  }
}

function placed(x, y, small) {
  return `translate(${x.toFixed(1)},${y.toFixed(1)})${small ? " scale(.35)" : ""}`;
}

function shapeOf(g) {
  const svg = draw("svg", { class: `shape g${g % 8}`, viewBox: "-6 -6 12 12", "aria-hidden": "true" });
  draw("path", { d: SHAPES[g % SHAPES.length](4.4) }, svg);
  return svg;
}

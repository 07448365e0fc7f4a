// A matrix of rates by pair of groups. Every text and shade comes from Python for each stop
// (simulator/charts/live/grid.py).
const grids = new WeakMap();

export default function (component) {
  const { parentElement, data } = component;
  keepPainted(grids, parentElement, ".grid", readTables(data), layGrid);
}

function layGrid(picture) {
  const { root, spec } = picture;
  picture.size = [root.clientWidth, rootSize()].join();
  follow(picture, moveGrid);
  const head = make("tr"), body = make("tbody"), top = make("thead");
  head.append(make("td"), ...spec.labels.map((label) => make("th", { scope: "col" }, label)));
  top.append(head);
  const fields = spec.labels.map((label) => {
    const line = make("tr"), row = spec.labels.map(() => make("td"));
    line.append(make("th", { scope: "row" }, label), ...row);
    body.append(line);
    return row;
  });
  root.querySelector(".scroll").setAttribute("aria-label", spec.title);
  root.querySelector("table").replaceChildren(top, body);
  picture.cells = spec.cells.map((cell) => {
    const [i, j] = cell.at, both = i === j ? [fields[i][j]] : [fields[i][j], fields[j][i]];
    const lines = cell.texts.each[0].split("\n");
    return { cell, parts: both.map((field) => {
      const parts = lines.map((_, n) => make(n ? "span" : "b"));
      field.append(...parts);
      return { field, parts };
    }) };
  });
  moveGrid(picture);
}

function moveGrid({ root, spec, stop, cells }) {
  for (const { cell, parts: both } of cells) {
    const lines = atStop(cell.texts, stop).split("\n"), shade = String(cell.shades[stop]);
    for (const { field, parts } of both) {
      parts.forEach((part, n) => setText(part, lines[n]));
      if (field.shade !== shade) { field.shade = shade; field.style.setProperty("--shade", shade); }
    }
  }
  sayBoldly(root.querySelector(".says"), atStop(spec.live.says, stop));
}

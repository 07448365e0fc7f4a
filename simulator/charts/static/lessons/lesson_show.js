// Shows what a step shows. The threshold's picture, the pairs and the line charts are the app's own,
// each mounted in a shadow root; the rest is drawn here.
const HIDE = { another: ".another", focus: ".card.focus", grouping: ".by", presets: ".presets", published: ".published", why: ".why" };
let mountedOnce = 0;

const shows = {
  none() {},

  board(box, { board, hide }, ctx, step) {
    const tables = ctx.data.boards[board], start = startAt(tables, step, ctx);
    // A step asks about one search; what another portrait changes is shown where the picture is free.
    const hidden = step.another ? hide : [...hide, "another"];
    const css = hidden.map((name) => `${HIDE[name]}{display:none!important}`).join("");
    const from = start;
    mountIn(box, "threshold_picture", tables, ctx, css, ({ stop }) => ctx.setting({ stop, from, tables }));
  },

  // The question before the first run is the lesson's own to ask.
  tonight(box, { board }, ctx, step) {
    const tables = ctx.data.boards[board], { channel } = tables;
    startAt(tables, step, ctx, { predict: false });
    mountIn(box, "tonight", { id: tables.id, channel, tables, pairs: ctx.data.pairs[board], ...ctx.data.walks[board] }, ctx);
  },

  pairs(box, { board, count }, ctx) {
    const tables = ctx.data.pairs[board], channel = `${tables.channel}_${++mountedOnce}`;
    hub.flagged[channel] = count;
    mountIn(box, "pairs", { ...tables, channel }, ctx, ".count{display:none}");
  },

  curve(box, { curve }, ctx) {
    mountIn(box, "chart", ctx.data.curves[curve], ctx);
  },

  table(box, { table }, ctx) {
    box.append(tableOf(ctx.data.tables[table]));
  },

  people(box, { rows }, ctx) {
    for (const row of rows) box.append(peopleRow(row, ctx));
  },

  facts(box, { facts }, ctx) {
    for (const fact of facts) {
      const card = make("article", { class: "fact" });
      card.append(make("h2", {}, fact.date), inline(make("p"), fact.parts, ctx),
        make("p", { class: "by-whom" }, `${ctx.words.source}: ${fact.source}`));
      box.append(card);
    }
  },

  matcher(box, _, ctx) {
    box.append(make("p", { class: "elsewhere" }, ctx.inApp ? ctx.words.matcher_below : ctx.words.matcher_elsewhere));
  },

  reviewer() {},
};

// The setting with which a picture begins: the step's, or the one it was left at; returns the stop.
function startAt(tables, step, ctx, more = {}) {
  const { channel } = tables, known = hub.settings[channel];
  const position = step.threshold ? tables.stops.key.indexOf(step.threshold) : -1;
  const stop = ctx.answer?.setting?.stop ?? (position >= 0 ? position : known?.stop ?? tables.presets[0]?.stop ?? 0);
  hub.settings[channel] = {
    channel, revision: `lesson-${++mountedOnce}`, stop, grouping: step.by || known?.grouping || tables.groupings[0].key, ...more,
  };
  return stop;
}

function mountIn(box, name, tables, ctx, css = "", tell = () => {}) {
  const host = make("div", { class: `mounted ${name}-host` }), frame = ctx.data.frames[name];
  const root = host.attachShadow({ mode: "open" }), style = make("style");
  style.textContent = frame.css + css;
  const holder = make("div");
  holder.innerHTML = frame.html;
  root.append(style, ...holder.childNodes);
  box.append(host);
  // The picture knows its tables by their id and channel, at the beginning.
  const { id, channel, ...rest } = tables;
  const data = new TextEncoder().encode(JSON.stringify({ id, channel, ...rest }));
  mounts[name]({ parentElement: root, data, setStateValue: (_, value) => tell(value) });
}

function tableOf({ caption, head, rows }) {
  const scroll = make("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": caption });
  const table = make("table"), top = make("tr"), thead = make("thead"), body = make("tbody");
  head.forEach((text) => top.append(text ? make("th", { scope: "col" }, text) : make("td")));
  thead.append(top);
  for (const row of rows) {
    const line = make("tr");
    row.forEach((text, i) => line.append(make(i ? "td" : "th", i ? {} : { scope: "row" }, text)));
    body.append(line);
  }
  table.append(make("caption", {}, caption), thead, body);
  scroll.append(table);
  return scroll;
}

// A rate as people of people: one mark for each, up to some hundreds; beyond that a bar.
const MOST_MARKS = 600;

function peopleRow(row, ctx) {
  const box = make("figure", { class: "people" }), caption = make("figcaption");
  const label = words(row.label, ctx), w = ctx.words;
  const between = fillIn(row.events ? w.interval : w.bound, { rate: row.rate, between: row.between });
  caption.append(make("b", {}, label), make("span", { class: `figure ${row.origin}` }, row.count), make("span", { class: "sub" }, between));
  box.append(caption);
  const marks = row.trials <= MOST_MARKS;
  const picture = make("div", { class: marks ? "marks" : "bar", "aria-hidden": "true" });
  if (marks) for (let i = 0; i < row.trials; i++) picture.append(make("i", i < row.events ? { class: "on" } : {}));
  else { const fillBar = make("i"); fillBar.style.width = `${(100 * row.events) / row.trials}%`; picture.append(fillBar); }
  const interval = make("div", { class: "interval", "aria-hidden": "true" }), span = make("i");
  span.style.left = `${100 * row.low}%`;
  span.style.width = `${100 * (row.high - row.low)}%`;
  const point = make("b");
  point.style.left = `${(100 * row.events) / row.trials}%`;
  interval.append(span, point);
  box.append(picture, interval);
  return box;
}

// The Audit page's picture: dials, and beneath them a row for each group with a mark for each person:
// wrong answers first, then the refused, then the others. What was wrong before the last movement
// stays pale. Everything is looked up in the tables that Python sent (simulator/audit/dial_tables.py);
// Python hears only where a thumb was let go.
const LOWEST_ROW = 1.25;
const LOWEST_OF_TWO_LINES = 1.85;
const LOWEST_ON_A_PHONE = 1.3;
const HIGHEST_ROW = 4.2;
const NARROW = 40;
const SHARE = "share", NUMBERS = "numbers";
const KIND_SHAPES = { women: SHAPES[0], men: SHAPES[1], both: SHAPES[3] };
const views = new WeakMap();

export default function (component) {
  const { parentElement, data, setStateValue } = component;
  let view = views.get(parentElement);
  if (!view) {
    view = new AuditDial(parentElement);
    views.set(parentElement, view);
  }
  view.tell = (setting) => setStateValue("setting", setting);
  view.load(data);
}

class AuditDial {
  constructor(root) {
    this.root = root.querySelector(".audit-dial");
    this.$ = (selector) => this.root.querySelector(selector);
    this.rows = [];
    this.handles = ["women", "women_n", "men_n", "refuse"].map((name) => this.handle(name));
    this.$("#tested").addEventListener("change", (event) => { this.at.tested = event.target.value; this.report(); this.show(true); });
    this.$("#groups").addEventListener("change", (event) => { this.at.groups = event.target.value; this.was = null; this.layout(); this.report(); });
    this.$("details").addEventListener("toggle", () => this.table());
    hub.events.addEventListener("setting", (event) => { if (event.detail.channel === this.channel) this.adopt(event.detail); });
    const resized = () => {
      const size = [this.root.clientWidth, innerHeight, rootSize()].join();
      if (this.tables && size !== this.size && this.root.clientWidth) this.layout();
    };
    new ResizeObserver(resized).observe(this.root);
    addEventListener("resize", resized);
  }

  // What a thumb needs to be moved (thumb.js): its place, and what happens when it moves.
  handle(name) {
    const input = this.$(`#${name}`), view = this;
    const handle = {
      name, input, output: input.parentElement.querySelector("output"), stop: 0, dragging: false,
      began() { view.began(); },
      show(settled) { view.moved(handle, settled); },
      go(stop) { handle.stop = stop; view.began(); view.moved(handle, false); handle.commit(); },
      commit() { view.report(); view.show(true); },
    };
    listenToThumb(input, handle);
    return handle;
  }

  get dragging() {
    return this.handles.some((one) => one.dragging);
  }

  load(data) {
    const head = new TextDecoder().decode(data.subarray(0, 120)).match(/"id":"(\w+)","channel":"(\w+)"/);
    if (head[1] === this.id) return;
    [, this.id, this.channel] = head;
    this.tables = readTables(data);
    this.was = null;
    this.words();
    this.revision = undefined;
    this.adopt(hub.settings[this.channel]);
  }

  adopt(setting) {
    if (!setting || !this.tables || this.dragging || setting.revision === this.revision) return;
    const jumped = this.revision !== undefined && this.at.tested === setting.tested && this.at.women !== setting.women;
    if (jumped) this.began();
    this.revision = setting.revision;
    this.at = { by: setting.by, women: setting.women, women_n: setting.women_n, men_n: setting.men_n,
      refuse: setting.refuse, tested: setting.tested, groups: setting.groups };
    this.own = setting.own;
    this.layout();
  }

  // The tables of the classifier that is set, and its place among them; none while they are made.
  sheet() {
    const { tables, own, at } = this;
    if (tables.test !== at.tested) return null;
    if (at.by === NUMBERS) return own && own.test === at.tested && own.women === at.women_n && own.men === at.men_n ? { ...own, s: 0 } : null;
    const s = tables.shares.indexOf(at.women);
    return s < 0 ? null : { ...tables, s };
  }

  grouping(sheet) {
    return sheet.groupings.find((one) => one.key === this.at.groups) ?? sheet.groupings[0];
  }

  began() {
    const sheet = this.sheet();
    if (!sheet) return;
    const { s } = sheet, c = this.cut();
    this.was = { s: this.at.by === SHARE ? s : null, c, wrong: this.grouping(sheet).groups.map((group) => group.wrong[s][c]),
      all: { wrong: sheet.wrong[s][c], refused: sheet.refused[s][c] } };
  }

  cut() {
    return this.at.refuse - this.tables.refuse[0];
  }

  moved(handle, settled) {
    const { tables, at } = this;
    if (handle.name === "women") at.women = tables.shares[handle.stop];
    else if (handle.name === "refuse") at.refuse = tables.refuse[handle.stop];
    else at[handle.name] = handle.stop;
    this.show(settled);
  }

  report() {
    this.spoken();
    // Tables that come later belong to this setting.
    Object.assign(hub.settings[this.channel] ?? {}, this.at);
    this.tell({ channel: this.channel, ...this.at });
  }

  number(value) {
    return numberIn(this.tables.words.language, value);
  }

  words() {
    const { words, shares, refuse, limits, own } = this.tables;
    for (const [name, text] of [["women", shares.length < 2 ? words.training : words.share], ["women_n", words.women], ["men_n", words.men], ["refuse", words.refuse],
      ["tested", words.tested], ["groups", words.by]]) setText(this.$(`label[for=${name}]`), text);
    const [women, women_n, men_n, refused] = this.handles;
    women.input.max = shares.length - 1;
    women.input.disabled = shares.length < 2;
    [women_n.input.max, men_n.input.max, refused.input.max] = [limits.women, limits.men, refuse.length - 1];
    const jump = (handle, stop, name, text) => {
      const button = make("button", { type: "button", "aria-pressed": "false", [`data-${name}`]: stop }, text);
      button.addEventListener("click", () => handle.go(stop));
      return button;
    };
    const other = (text, by) => {
      const button = make("button", { type: "button", class: "other" }, text);
      button.addEventListener("click", () => {
        this.at.by = by;
        this.was = null;
        this.layout();
        this.report();
        this.handles[by === NUMBERS ? 1 : 0].input.focus();
      });
      return button;
    };
    const stops = [[own, words.as_data], [50, words.half]].filter(([share]) => shares.length > 1 && shares.includes(share));
    this.$(".of-share .plain").replaceChildren(...stops.map(([share, text]) => jump(women, shares.indexOf(share), "share", text)), other(words.numbers, NUMBERS));
    this.$(".of-numbers .plain").replaceChildren(other(words.shares, SHARE));
    this.$(".of-refuse .plain").replaceChildren(jump(refused, 0, "refuse", words.everyone));
    this.$("#tested").replaceChildren(...this.tables.tests.map(([value, text]) => make("option", { value }, text)));
    this.$("#groups").replaceChildren(...this.tables.groupings.map(({ key, name }) => make("option", { value: key }, name)));
    this.$(".legend").replaceChildren(...words.legend.map(([state, text]) => {
      const item = make("span", { class: state }), key = draw("svg", { viewBox: "-6 -6 12 12" }, item);
      draw("path", { class: `mark ${state}`, d: SHAPES[0](4.5) + (state === "refused" ? "M-3.4,3.4L3.4,-3.4" : "") }, key);
      item.append(text);
      return item;
    }));
    setText(this.$(".by-share"), words.curve);
    setText(this.$(".rates"), words.rates);
    setText(this.$("summary"), words.as_table);
    setText(this.$(".refused-word"), words.refused);
  }

  // The geometry for this width and height; nothing here depends on the dials.
  layout() {
    const width = this.root.clientWidth, rem = rootSize(), box = this.$(".rows");
    this.size = [width, innerHeight, rem].join();
    if (!width || !this.tables || !this.at) return;
    const { tables } = this, numbers = this.at.by === NUMBERS, shown = this.grouping(tables);
    this.$(".of-share").hidden = numbers;
    this.$(".of-numbers").hidden = !numbers;
    this.$("#tested").value = this.at.tested;
    this.$("#groups").value = shown.key;
    this.rows = shown.groups.map((group) => ({ ...peopleRow(group.label, group.kind, KIND_SHAPES[group.kind]), group }));
    box.replaceChildren(...this.rows.map((row) => row.box));
    // The rows share what the line above them leaves.
    const sheet = this.sheet();
    if (sheet) {
      const { s } = sheet, c = this.cut();
      this.live(sheet.wrong[s][c], sheet.refused[s][c], sheet.people);
      this.takeaway(sheet, this.grouping(sheet), s, c);
    }
    const scroller = this.root.getRootNode().host?.closest("[data-testid=stMain]") ?? document.scrollingElement;
    const free = innerHeight - (box.getBoundingClientRect().top + scroller.scrollTop) - 0.5 * rem;
    const narrow = width < NARROW * rem, lowest = narrow ? LOWEST_ON_A_PHONE : LOWEST_ROW;
    const height = Math.min(HIGHEST_ROW * rem, Math.max(lowest * rem, free / this.rows.length));
    // In low rows names and rates have one line; long names are set smaller.
    box.classList.toggle("low", !narrow && height < LOWEST_OF_TWO_LINES * rem);
    const named = () => Math.max(...this.rows.map(({ name }) => name.scrollHeight + 0.1 * rem));
    box.classList.remove("tight");
    box.classList.toggle("tight", !narrow && named() > height);
    box.style.setProperty("--row", `${narrow ? height : Math.max(height, named())}px`);
    this.curved = undefined;
    for (const row of this.rows) layMarks(row, row.group.people, rem);
    const [rates, few, curves] = tables.words.notes;
    setText(this.$(".note"), [rates, few, fillIn(curves, { top: shown.top_text }), ...(shown.several ? [tables.words.several] : [])].join(" "));
    this.show(true);
  }

  // Everything that follows a thumb. Only what changed is touched.
  show(settled) {
    const { tables, at } = this, { words } = tables, sheet = this.sheet(), c = this.cut();
    for (const handle of this.handles) this.dial(handle);
    this.root.classList.toggle("stale", !sheet);
    const fade = this.$(".fade");
    fade.hidden = Boolean(sheet);
    setText(fade, sheet ? "" : this.dragging ? words.let_go : words.updating);
    if (!sheet || !this.rows.length) return;
    const { s } = sheet, grouping = this.grouping(sheet), byShare = at.by === SHARE;
    if (byShare) tellMoved(this.channel, tables.shares[s], settled);
    this.live(sheet.wrong[s][c], sheet.refused[s][c], sheet.people);
    this.curves(grouping, c, byShare && tables.shares.length > 1);
    grouping.groups.forEach((group, g) => this.row(this.rows[g], group, g, s, c, sheet, grouping));
    this.takeaway(sheet, grouping, s, c);
    if (settled) { this.describe(grouping, s, c); this.table(); }
  }

  dial(handle) {
    const { tables, at } = this;
    const [stop, text] = handle.name === "women" ? [tables.shares.indexOf(at.women), tables.share_texts[tables.shares.indexOf(at.women)]]
      : handle.name === "refuse" ? [this.cut(), tables.refuse_texts[this.cut()]] : [at[handle.name], this.number(at[handle.name])];
    if (stop < 0) return;
    handle.stop = stop;
    if (Number(handle.input.value) !== stop) handle.input.value = stop;
    if (handle.output.value !== text) { handle.output.value = text; handle.input.setAttribute("aria-valuetext", text); }
    for (const button of handle.input.parentElement.querySelectorAll("[aria-pressed]")) {
      const pressed = String(Number(button.dataset.share ?? button.dataset.refuse) === stop);
      if (button.getAttribute("aria-pressed") !== pressed) button.setAttribute("aria-pressed", pressed);
    }
  }

  live(wrong, refused, people) {
    const { words } = this.tables, was = this.was?.all;
    setText(this.$(".count"), this.number(wrong));
    setText(this.$(".of"), fillIn(wrong === 1 ? words.wrong_one : words.wrong_many, { total: this.number(people) }));
    setText(this.$(".refusals"), this.number(refused));
    const before = was && (was.wrong !== wrong || was.refused !== refused)
      ? fillIn(words.before, { wrong: this.number(was.wrong), refused: this.number(was.refused) }) : "";
    setText(this.$(".before"), before);
  }

  rateOf(group, s, c) {
    return group.wrong[s][c] / Math.max(1, group.people - group.refused[s][c]);
  }

  // Each group's rate at every share of women, at this confidence.
  curves(grouping, c, shown) {
    const key = shown ? c : -1;
    if (this.curved === key) return;
    this.curved = key;
    const last = this.tables.shares.length - 1;
    for (const [g, row] of this.rows.entries()) {
      row.over.style.visibility = shown && row.group.curve ? "" : "hidden";
      if (!shown || !row.group.curve) continue;
      const points = this.tables.shares.map((_, s) => `${((100 * s) / last).toFixed(1)},${curveAt(this.rateOf(grouping.groups[g], s, c), grouping.top)}`);
      row.line.setAttribute("points", points.join(" "));
    }
  }

  row(row, group, g, s, c, sheet, grouping) {
    const wrong = group.wrong[s][c], refused = group.refused[s][c], answered = group.people - refused, was = this.was?.wrong[g] ?? 0;
    paintMarks(row, (i) => `mark ${i < wrong ? "wrong" : i < wrong + refused ? "refused" : "right"}${i < was ? " was" : ""}`);
    const [percent, interval] = sheet.rates[answered][wrong];
    setText(row.percent, percent);
    setText(row.counted, fillIn(this.tables.words.count, { count: this.number(wrong), total: this.number(answered) }));
    setText(row.interval, interval);
    row.box.classList.toggle("few", answered < this.tables.words.few);
    if (!group.curve || this.curved === -1) return;
    const last = this.tables.shares.length - 1, before = this.was;
    placeDot(row.dot, (100 * s) / last, this.rateOf(group, s, c), grouping.top);
    row.was.hidden = !before || before.s === null || (before.s === s && before.c === c);
    if (!row.was.hidden) placeDot(row.was, (100 * before.s) / last, this.rateOf(group, before.s, before.c), grouping.top);
  }

  takeaway(sheet, grouping, s, c) {
    const { words } = this.tables, { errors, refusals, groups } = grouping, refused = sheet.refused[s][c], answered = sheet.people - refused;
    const error = errors.lines[errors.at[s][c]], refusal = refusals.lines[refusals.at[s][c]];
    const wrong = (group) => group.wrong[s][c], answers = (group) => group.people - group.refused[s][c];
    setText(this.$(".takeaway .line"), this.sentence(words.errors, error, groups, wrong, answers, sheet.wrong[s][c], answered));
    const parts = refused ? [this.sentence(words.refusals, refusal, groups, (group) => group.refused[s][c], (group) => group.people, refused, sheet.people)] : [];
    const small = groups[error[6]];
    if (small) {
      const count = wrong(small), people = answers(small);
      parts.push(fillIn(words.small, { group: small.label, count: this.number(count), people: this.number(people), interval: sheet.rates[people][count][1] }));
    }
    setText(this.$(".takeaway .small"), parts.join(" "));
  }

  sentence(kinds, [kind, a, b, ratio, low, high], groups, events, people, hits, n) {
    const values = { ratio, low, high }, one = groups[a], other = groups[b];
    if (one) Object.assign(values, { group: one.label, count: this.number(events(one)), people: this.number(people(one)) });
    if (other) Object.assign(values, { other: other.label, other_count: this.number(events(other)), others: this.number(people(other)) });
    else if (one) Object.assign(values, { other_count: this.number(hits - events(one)), others: this.number(n - people(one)) });
    return fillIn(kinds[kind], values);
  }

  describe(grouping, s, c) {
    grouping.groups.forEach((group, g) => this.rows[g].marks.setAttribute("aria-label", fillIn(this.tables.words.row, { group: group.label,
      wrong: this.number(group.wrong[s][c]), answered: this.number(group.people - group.refused[s][c]), refused: this.number(group.refused[s][c]) })));
  }

  spoken() {
    const sheet = this.sheet(), c = this.cut();
    if (!sheet) return;
    setText(this.$(".spoken"), fillIn(this.tables.words.state, { wrong: this.number(sheet.wrong[sheet.s][c]), people: this.number(sheet.people),
      refused: this.number(sheet.refused[sheet.s][c]) }));
  }

  table() {
    const sheet = this.sheet();
    if (!sheet || !this.$("details").open) return;
    const { words } = this.tables, c = this.cut(), { s } = sheet, grouping = this.grouping(sheet);
    const rows = grouping.groups.map((group) => {
      const wrong = group.wrong[s][c], refused = group.refused[s][c], answered = group.people - refused;
      const of = (count, total) => fillIn(words.count, { count: this.number(count), total: this.number(total) });
      return [group.label, of(wrong, answered), ...sheet.rates[answered][wrong], of(refused, group.people), ...sheet.rates[group.people][refused]];
    });
    const test = this.tables.tests.find(([key]) => key === this.at.tested)[1];
    fillTable(this.root, { title: fillIn(words.caption, { test, groups: grouping.name }), head: words.heads, as_table: words.as_table }, rows);
  }
}

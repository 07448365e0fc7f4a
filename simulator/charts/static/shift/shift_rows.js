// Rows of people, as on the first page and in the Lab: a row for each group, a mark for each person,
// the closest first. Every row's marks fill the same area, so the filled part of a row is the group's
// rate. What was filled before the last movement stays pale: the shift is seen, not remembered. All is
// looked up in Python's tables (simulator/board). Extended by adopt(setting), show(settled), commit().
const COLORS = 8;
const MOST_MARKS = 1200;
const LOWEST_ROW = 1.9;
const HIGHEST_ROW = 4.8, HIGHEST_CARD = 14;
const EVERY = 3;
const NARROW = 36;
const RECENTLY = 5000;

class ShiftRows {
  constructor(root) {
    this.root = root;
    this.rows = [];
    this.hidden = false;
    this.$ = (selector) => this.root.querySelector(selector);
    this.pair = new ShiftPair(this.$(".person"), this);
  }

  // Takes the tables of another search; whether they are new. Who was matched in the search before
  // stays pale here, where the same people are searched for.
  take(data) {
    const head = new TextDecoder().decode(data.subarray(0, 120)).match(/"id":"(\w+)","channel":"(\w+)"/);
    if (head[1] === this.id) return false;
    const before = this.tables && (performance.now() - this.left?.at < RECENTLY ? this.left : this.state());
    [, this.id, this.channel] = head;
    this.tables = readTables(data);
    this.grouping = this.tables.groupings[0];
    this.stop = this.tables.presets[0]?.stop ?? 0;
    this.pair.close();
    this.revision = undefined;
    this.swapped = before && before.shown !== this.shown() && before.probes === this.tables.search[0] ? before.names : null;
    this.was = this.swapped ? this.tables.people.name.map((name) => this.swapped.has(name)) : null;
    this.ghost = null;
    // What is drawn belongs to the tables before.
    this.rows = [];
    return true;
  }

  // Who is matched now, and in which search.
  state() {
    return { shown: this.shown(), probes: this.tables.search[0], names: new Set(this.tables.people.name.slice(0, this.count())), at: performance.now() };
  }

  shown() {
    return this.tables.search.join();
  }

  count() {
    return this.tables.stops.flagged[this.stop];
  }

  // Follows the window's size, the menu of groupings and the table's fold.
  watch() {
    this.$("select").addEventListener("change", (event) => {
      this.grouping = this.tables.groupings.find((g) => g.key === event.target.value);
      this.layout();
      this.commit();
    });
    hub.events.addEventListener("setting", (event) => {
      if (event.detail.channel === this.channel) this.adopt(event.detail);
    });
    this.$("details").addEventListener("toggle", () => this.table());
    const resized = () => {
      const size = [this.root.clientWidth, innerHeight, rootSize(), this.above()].join();
      if (this.tables && size !== this.size && this.root.clientWidth) this.layout();
    };
    const observer = new ResizeObserver(resized), block = this.root.getRootNode().host?.closest("[data-testid=stMainBlockContainer]");
    for (const one of [this.root, block]) if (one) observer.observe(one);
    addEventListener("resize", resized);
  }

  // A movement begins: what is matched now is remembered as its ghost.
  began() {
    if (!this.tables) return;
    this.swapped = null;
    this.ghost = this.stop;
    const count = this.count();
    this.was = this.tables.people.name.map((_, rank) => rank < count);
    this.haunt();
  }

  publish() {
    hub.flagged[this.channel] = this.count();
    hub.events.dispatchEvent(new CustomEvent("flagged", { detail: { channel: this.channel, count: this.count() } }));
  }

  number(value) {
    return numberIn(this.tables.words.language, value);
  }

  // The words that no threshold changes: heads of the columns, groupings, cards and notes.
  wordsOfRows() {
    const { words, groupings, focus, people, another } = this.tables, inside = this.$(".inside");
    setText(this.$(".by label"), words.group_by);
    setText(this.$("summary"), words.as_table);
    setText(this.$(".why"), words.why);
    this.$(".scroll").setAttribute("aria-label", words.table);
    this.$(".shares").replaceChildren(...words.shares.map((text) => make("span", {}, text)));
    setText(this.$(".over"), words.curve);
    setText(this.$(".rates"), words.rates);
    const select = this.$("select");
    select.replaceChildren(...groupings.map((g) => make("option", { value: g.key }, g.name)));
    select.value = this.grouping.key;
    const numbers = this.$(".numbers");
    numbers.replaceChildren(numberCard(words, inside, "matched", words.title, words.published?.matched));
    if (this.tables.kin) numbers.querySelector(".matched .sub").after(make("div", { class: "sub kin" }));
    if (focus) numbers.append(focusCard(this.tables, inside));
    setText(numbers.querySelector(".matched .big small"), ` ${fillIn(words.of, { total: this.number(people.name.length) })}`);
    this.$(".another").hidden = !another;
    this.$(".another .help")?.remove();
    if (another) this.$(".another .really").after(...helpButton({ help: { another: another.words.help } }, inside, "another"));
    return { ...cardReadings(numbers), another: this.$(".another .line"), really: this.$(".another .really") };
  }

  // The geometry for this width and height; nothing here depends on the threshold.
  layout() {
    const width = this.root.clientWidth, rem = rootSize(), box = this.$(".rows");
    if (!width || !this.tables) return;
    const { groups } = this.grouping;
    this.rows = groups.map((group, g) => this.row(group, g));
    box.replaceChildren(...this.rows.map((row) => row.box));
    const top = this.above();
    // On a phone what is under the rows lies below the first screen.
    const narrow = width < NARROW * rem, under = narrow ? 0 : (this.under?.offsetHeight ?? 0);
    const free = innerHeight - top - under - 0.6 * rem;
    const height = Math.min(HIGHEST_ROW * rem, Math.max(LOWEST_ROW * rem, free / groups.length));
    // Long names are set smaller; where that is not enough, every row is as high as the longest.
    const named = () => Math.max(...this.rows.map(({ box: one }) => one.querySelector("h2").scrollHeight + (narrow ? 1.1 : 0.2) * rem));
    box.classList.remove("tight");
    box.classList.toggle("tight", named() > height);
    box.style.setProperty("--row", `${Math.max(height, named())}px`);
    this.ticks?.(rem);
    for (const row of this.rows) this.marks(row, rem);
    const notes = [], { words } = this.tables;
    if (this.grouping.several) notes.push(words.several);
    const absent = groups.filter((g) => g.absent).map((g) => `${g.label} ${g.absent}`);
    if (absent.length) notes.push(fillIn(words.absent, { groups: absent.join(", ") }));
    notes.push(words.about_rows);
    setText(this.$(".note"), notes.join(" "));
    this.size = [width, innerHeight, rem, this.above()].join();
    this.haunt();
    this.show(true);
  }

  // Where the rows begin on the page, however far it is scrolled.
  above() {
    const scroller = this.root.getRootNode().host?.closest("[data-testid=stMain]") ?? document.scrollingElement;
    return Math.round(this.$(".rows").getBoundingClientRect().top + scroller.scrollTop);
  }

  row(group, g) {
    const box = make("section", { class: `row g${g % COLORS}` });
    const name = make("h2", {}), mark = draw("svg", { class: "shape", viewBox: "-6 -6 12 12", "aria-hidden": "true" }, name);
    draw("path", { d: SHAPES[g % SHAPES.length](4.4) }, mark);
    name.append(make("span", {}, group.label));
    const marks = make("div", { class: "marks", tabindex: 0, role: "group" });
    const curve = draw("svg", { class: "curve", "aria-hidden": "true", viewBox: "0 0 100 100", preserveAspectRatio: "none" });
    const over = make("div", { class: "over" });
    const rate = make("div", { class: "rate" });
    const percent = make("b"), counted = make("span"), interval = make("small");
    rate.append(percent, counted, interval);
    over.append(curve);
    box.append(name, marks, over, rate);
    const row = { group, g, box, marks, curve, percent, counted, interval, paths: [], painted: 0, active: 0 };
    marks.addEventListener("keydown", (event) => this.keys(row, event));
    marks.addEventListener("click", (event) => {
      const at = event.target.dataset?.i;
      if (at !== undefined) this.choose(row, Number(at));
    });
    marks.addEventListener("focus", () => this.point(row, row.active));
    marks.addEventListener("blur", () => row.paths[row.active]?.classList.remove("active"));
    return row;
  }

  marks(row, rem) {
    const { group, marks } = row, width = marks.clientWidth, height = marks.clientHeight, n = group.members.length;
    const svg = draw("svg", { viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true" });
    row.paths = [];
    row.painted = 0;
    if (n > MOST_MARKS) {
      draw("rect", { class: "all", width, height }, svg);
      row.pale = draw("rect", { class: "fill was", width: 0, height }, svg);
      row.fill = draw("rect", { class: "fill", width: 1, height }, svg);
      row.width = width;
    } else {
      // As many lines as make the marks' cells about square.
      const lines = Math.max(1, Math.round(Math.sqrt((n * height) / width)));
      const columns = Math.ceil(n / lines), step = width / columns, line = height / lines;
      const r = Math.min((row.g % SHAPES.length < 2 ? 0.42 : 0.35) * Math.min(step, line), 0.62 * rem), d = SHAPES[row.g % SHAPES.length](r);
      group.members.forEach((rank, i) => {
        const x = (Math.floor(i / lines) + 0.5) * step, y = ((i % lines) + 0.5) * line;
        row.paths.push(draw("path", { class: "mark", d, transform: `translate(${x.toFixed(1)},${y.toFixed(1)})`, "data-i": i }, svg));
      });
    }
    marks.replaceChildren(svg);
    row.active = Math.min(row.active, Math.max(n - 1, 0));
    this.curve(row);
  }

  // The group's rate against the threshold, and the dot that rides on it.
  curve(row) {
    const last = this.tables.stops.flagged.length - 1, points = [];
    for (let s = 0; s <= last; s += s + EVERY > last && s < last ? last - s : EVERY) points.push(`${((100 * s) / last).toFixed(1)},${(97 - 94 * this.rateOf(row.group, s)).toFixed(1)}`);
    row.curve.replaceChildren();
    draw("polyline", { points: points.join(" "), "vector-effect": "non-scaling-stroke" }, row.curve);
    row.over = row.curve.parentElement;
    row.over.querySelectorAll("i").forEach((dot) => dot.remove());
    row.was = make("i", { class: "was" });
    row.dot = make("i");
    row.over.append(row.was, row.dot);
  }

  rateOf(group, s) {
    return group.rates ? group.rates[s][5] : group.searched ? group.counts[s] / group.searched : 0;
  }

  place(dot, group, s) {
    const last = this.tables.stops.flagged.length - 1;
    dot.style.left = `${(100 * s) / last}%`;
    dot.style.top = `${97 - 94 * this.rateOf(group, s)}%`;
  }

  // Shows what was matched before the movement: pale marks, and a hollow dot on each curve.
  haunt() {
    for (const row of this.rows) {
      row.group.members.forEach((rank, i) => row.paths[i]?.classList.toggle("was", Boolean(this.was?.[rank])));
      row.pale?.setAttribute("width", this.ghost === null ? 0 : this.rateOf(row.group, this.ghost) * row.width);
      if (!row.was) continue;
      row.was.hidden = this.ghost === null;
      if (this.ghost !== null) this.place(row.was, row.group, this.ghost);
    }
  }

  // Only what changed is touched.
  paint() {
    const { rates, words } = this.tables, s = this.stop;
    if (this.hidden) { for (const row of this.rows) setText(row.percent, "?"); return; }
    for (const row of this.rows) {
      const { group, paths } = row, n = group.counts[s];
      for (let i = row.painted; i < n; i++) paths[i]?.classList.add("on");
      for (let i = n; i < row.painted; i++) paths[i]?.classList.remove("on");
      row.painted = n;
      row.fill?.setAttribute("width", this.rateOf(group, s) * row.width);
      const [, , percent, interval] = group.rates ? group.rates[s] : rates[group.searched][n];
      setText(row.percent, percent);
      setText(row.counted, fillIn(words.count, { count: this.number(n), total: this.number(group.searched) }));
      setText(row.interval, interval);
      this.place(row.dot, group, s);
    }
    this.verdict();
  }

  swaps() {
    const now = this.tables.people.name.slice(0, this.count()), names = new Set(now);
    const values = { into: this.number(now.filter((name) => !this.swapped.has(name)).length),
      out: this.number([...this.swapped].filter((name) => !names.has(name)).length) };
    return fillIn(this.tables.words.swap, values);
  }

  verdict() {
    const { verdict, groups } = this.grouping;
    if (!verdict) return;
    const words = this.tables.words.verdict, s = this.stop;
    const [kind, a, b, ratio, low, high, small, interval] = verdict.lines[verdict.at[s]];
    const said = [this.id, this.grouping.key, verdict.at[s], this.count(), this.swapped?.size].join();
    if (this.said === said) return;
    this.said = said;
    const total = this.tables.people.name.length, one = groups[a], other = groups[b];
    const values = { ratio, low, high };
    if (one) Object.assign(values, { group: one.label, count: this.number(one.counts[s]), people: this.number(one.searched) });
    if (other) Object.assign(values, { other: other.label, other_count: this.number(other.counts[s]), others: this.number(other.searched) });
    else if (one) Object.assign(values, { other_count: this.number(this.count() - one.counts[s]), others: this.number(total - one.searched) });
    const before = this.swapped ? `${this.swaps()}. ` : hub.predicted && hub.predicted !== "off" ? `${fillIn(this.tables.words.predicted, { answer: hub.predicted })} ` : "";
    setText(this.$(".verdict .line"), fillIn(words.kinds[kind], values));
    const few = groups[small];
    setText(this.$(".verdict .small"), before + (few ? fillIn(words.small, { group: few.label, count: this.number(few.counts[s]), people: this.number(few.searched), interval }) : ""));
  }

  keys(row, event) {
    const n = row.paths.length, step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1, PageDown: 10, PageUp: -10 }[event.key];
    if (event.key === "Enter" || event.key === " ") { event.preventDefault(); this.choose(row, row.active); return; }
    if (!n || (step === undefined && event.key !== "Home" && event.key !== "End")) return;
    event.preventDefault();
    const at = event.key === "Home" ? 0 : event.key === "End" ? n - 1 : row.active + step;
    this.point(row, Math.max(0, Math.min(n - 1, at)));
  }

  point(row, i) {
    row.paths[row.active]?.classList.remove("active");
    row.active = i;
    const mark = row.paths[i];
    if (!mark) return;
    mark.classList.add("active");
    const rank = row.group.members[i], { people, words } = this.tables;
    setText(this.$(".spoken"), fillIn(words.dot, { name: people.name[rank], distance: people.distance[rank] }));
  }

  choose(row, i) {
    const rank = row.group.members[i];
    if (rank === undefined) return;
    row.active = i;
    this.chosen(rank);
    this.pair.open(rank, row.marks);
    if (rank >= this.count()) this.tell({ channel: this.channel, stop: this.stop, grouping: this.grouping.key, pair: rank });
  }

  chosen(rank) {
    for (const row of this.rows) row.paths.forEach((path, i) => path.classList.toggle("chosen", rank !== null && row.group.members[i] === rank));
  }

  // Where the pair is shown: over the rows, not over its mark's, and never over the switches below them.
  besides(rank) {
    const rows = this.$(".rows"), place = this.rows.findIndex((row) => row.group.members.includes(rank));
    const lower = place >= this.rows.length / 2 && rows.offsetHeight >= HIGHEST_CARD * rootSize();
    return lower ? { top: rows.offsetTop, up: 0 } : { top: rows.offsetTop + rows.offsetHeight, up: -100 };
  }

  groupsOf(rank) {
    return this.grouping.groups.filter((g) => g.members.includes(rank)).map((g) => g.label).join(", ");
  }

  sentence() {
    const { stops, people, words } = this.tables, s = this.stop, confidence = stops.confidence[s];
    return fillIn(confidence ? words.at_confidence : words.at_distance, { confidence, distance: stops.distance[s],
      count: this.number(stops.flagged[s]), total: this.number(people.name.length) });
  }

  describe() {
    const { words } = this.tables;
    for (const { group, marks } of this.rows) {
      const counted = this.hidden ? group.label : fillIn(words.group,
        { group: group.label, count: this.number(group.counts[this.stop]), total: this.number(group.searched) });
      marks.setAttribute("aria-label", fillIn(words.marks, { group: counted }));
    }
  }

  spoken() {
    this.describe();
    setText(this.$(".spoken"), this.sentence());
  }

  table() {
    if (!this.tables || !this.$("details").open) return;
    groupTable(this.$("table"), this.tables, this.grouping, this.stop, fillIn(this.tables.words.at, { setting: this.sentence() }), (value) => this.number(value));
  }
}

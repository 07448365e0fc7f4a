// The first page's picture: a row for each group, a mark for each person, the closest first. Every
// row's marks fill the same area, so the filled part of a row is the group's rate. What was filled
// before the last movement stays pale: the shift is seen, not remembered. Everything is looked up in
// the tables that Python sent (simulator/board); Python hears only where the thumb was let go.
const COLORS = 8;
const MOST_MARKS = 1200;
const LOWEST_ROW = 1.9;
const HIGHEST_ROW = 4.8;
const EVERY = 3;
const NARROW = 36;
const RECENTLY = 5000;
const views = new WeakMap();

export default function (component) {
  const { parentElement, data, setStateValue } = component;
  let view = views.get(parentElement);
  if (!view) {
    view = new ShiftPicture(parentElement);
    views.set(parentElement, view);
  }
  view.tell = (setting) => setStateValue("setting", setting);
  view.load(data);
}

class ShiftPicture {
  constructor(root) {
    this.root = root.querySelector(".shift-picture");
    this.dragging = false;
    this.rows = [];
    this.$ = (selector) => this.root.querySelector(selector);
    this.input = this.$("input");
    this.pair = new ShiftPair(this.$(".person"), this);
    listenToThumb(this.input, this);
    this.listen();
  }

  load(data) {
    const head = new TextDecoder().decode(data.subarray(0, 120)).match(/"id":"(\w+)","channel":"(\w+)"/);
    if (head[1] === this.id) return;
    const before = this.tables && (performance.now() - this.left?.at < RECENTLY ? this.left : this.state());
    [, this.id, this.channel] = head;
    this.tables = readTables(data);
    this.grouping = this.tables.groupings[0];
    this.stop = this.tables.presets[0]?.stop ?? 0;
    this.input.max = this.tables.stops.flagged.length - 1;
    this.pair.close();
    this.revision = undefined;
    // Another portrait or another gallery: who was matched there stays pale here.
    this.swapped = before && before.shown !== this.shown() ? before.names : null;
    this.was = this.swapped ? this.tables.people.name.map((name) => this.swapped.has(name)) : null;
    this.ghost = null;
    // What is drawn belongs to the tables before.
    this.rows = [];
    if (hub.settings[this.channel]?.predict === false) hub.predicted ??= "off";
    this.words();
    this.adopt(hub.settings[this.channel]);
    if (!this.rows.length) this.layout();
  }

  // Who is matched now, and in which search.
  state() {
    return { shown: this.shown(), names: new Set(this.tables.people.name.slice(0, this.count())), at: performance.now() };
  }

  shown() {
    return [this.tables.galleries?.shown, this.tables.another?.portrait].join();
  }

  count() {
    return this.tables.stops.flagged[this.stop];
  }

  adopt(setting) {
    if (!setting || !this.tables || this.dragging) return;
    this.$(".portraits").hidden = !setting.switches || !this.tables.another;
    this.$(".galleries").hidden = !setting.switches || !this.tables.galleries;
    if (setting.predict === false && !hub.predicted) { hub.predicted = "off"; this.reveal(); }
    if (setting.revision === this.revision) return;
    const first = this.revision === undefined;
    this.revision = setting.revision;
    // Another search's setting may come before its tables.
    if (!first) this.left = this.state();
    if (!first && setting.stop !== this.stop) this.began();
    this.stop = this.opens(setting);
    const wanted = this.tables.groupings.find((g) => g.key === setting.grouping);
    const other = wanted && wanted !== this.grouping;
    if (wanted) this.grouping = wanted;
    if (other || !this.rows.length) this.layout();
    this.$("select").value = this.grouping.key;
    this.show(true);
  }

  // Before the prediction, and where no link says otherwise, the picture opens at its loosest plain stop.
  opens(setting) {
    const plain = this.tables.presets.filter((preset) => preset.plain);
    return this.hidden && setting.opening && plain.length ? Math.min(...plain.map((preset) => preset.stop)) : setting.stop;
  }

  listen() {
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
      const size = [this.root.clientWidth, innerHeight, rootSize()].join();
      if (this.tables && size !== this.size && this.root.clientWidth) this.layout();
    };
    new ResizeObserver(resized).observe(this.root);
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

  go(stop) {
    if (stop !== this.stop) this.began();
    this.stop = stop;
    this.show(false);
    this.commit();
  }

  commit() {
    this.publish();
    tellMoved(this.channel, this.stop, true);
    this.spoken();
    this.table();
    Object.assign(hub.settings[this.channel] ?? {}, { stop: this.stop, grouping: this.grouping.key });
    this.tell({ channel: this.channel, stop: this.stop, grouping: this.grouping.key });
  }

  publish() {
    hub.flagged[this.channel] = this.count();
    hub.events.dispatchEvent(new CustomEvent("flagged", { detail: { channel: this.channel, count: this.count() } }));
  }

  number(value) {
    return numberIn(this.tables.words.language, value);
  }

  words() {
    const { words, presets, groupings, focus, people, galleries, another } = this.tables;
    const inside = this.$(".inside");
    setText(this.$(".by label"), words.group_by);
    setText(this.$("summary"), words.as_table);
    setText(this.$(".live label"), words.scale);
    setText(this.$(".why"), words.why);
    setText(this.$(".of"), fillIn(words.of_matched, { total: this.number(people.name.length) }));
    this.$(".presets").setAttribute("aria-label", words.presets);
    this.$(".scroll").setAttribute("aria-label", words.table);
    this.$(".shares").replaceChildren(...words.shares.map((text) => make("span", {}, text)));
    setText(this.$(".over"), words.curve);
    setText(this.$(".rates"), words.rates);
    const button = ({ stop, label, plain }) => {
      const one = make("button", { type: "button", "aria-pressed": "false", "data-stop": stop, "data-label": label }, plain ?? label);
      one.addEventListener("click", () => { this.go(stop); this.more?.hidePopover?.(); });
      return one;
    };
    const plain = presets.filter((p) => p.plain), others = presets.filter((p) => !p.plain);
    this.root.querySelectorAll(".explanation, .menu").forEach((one) => one.remove());
    const box = this.$(".presets");
    box.replaceChildren(...plain.map(button));
    if (others.length) {
      this.more = make("div", { class: "menu", popover: "auto", role: "group", "aria-label": words.more });
      this.more.append(...others.map(button));
      const open = make("button", { type: "button", class: "more", "aria-expanded": "false" }, words.more);
      inside.append(this.more);
      popUp(open, this.more);
      box.append(open);
    }
    box.append(...helpButton(words, inside, "setting"));
    const select = this.$("select");
    select.replaceChildren(...groupings.map((g) => make("option", { value: g.key }, g.name)));
    select.value = this.grouping.key;
    this.question();
    const numbers = this.$(".numbers");
    numbers.replaceChildren(numberCard(words, inside, "matched", words.title, words.published?.matched));
    if (this.tables.kin) numbers.querySelector(".matched .sub").after(make("div", { class: "sub kin" }));
    if (focus) numbers.append(focusCard(this.tables, inside));
    this.readings = {
      value: this.$(".value"), count: this.$(".live .count"),
      buttons: [...box.querySelectorAll("[data-stop]"), ...(this.more?.querySelectorAll("[data-stop]") ?? [])],
      ...cardReadings(numbers), another: this.$(".another .line"), really: this.$(".another .really"),
    };
    setText(numbers.querySelector(".matched .big small"), ` ${fillIn(words.of, { total: this.number(people.name.length) })}`);
    this.$(".another").hidden = !another;
    this.$(".another .help")?.remove();
    if (another) this.$(".another .really").after(...helpButton({ help: { another: another.words.help } }, inside, "another"));
    if (another) this.switch(this.$(".portraits"), "portrait", another.words.switch,
      ["first", "second"].map((name) => [name, another.words[name]]), another.portrait);
    if (galleries) this.switch(this.$(".galleries"), "gallery", galleries.switch, galleries.choices, galleries.shown);
  }

  // The prediction, once per tab: no group's rate is shown before it is answered or skipped.
  question() {
    const { words } = this.tables, box = this.$(".predict");
    setText(this.$(".question"), words.predict);
    box.setAttribute("aria-label", words.predict);
    this.$(".answers").replaceChildren(...words.predictions.map((text, i) => {
      const one = make("button", { type: "button" }, text);
      one.addEventListener("click", () => {
        const skipped = i === words.predictions.length - 1, known = hub.settings[this.channel];
        hub.predicted = skipped ? "off" : text;
        this.reveal();
        this.layout();
        this.input.focus({ preventScroll: true });
        // Whoever skips sees what the page opens with elsewhere; the others make it stricter themselves.
        if (skipped && known?.opening) this.go(known.stop); else this.commit();
      });
      return one;
    }));
    this.reveal();
  }

  reveal() {
    this.hidden = !hub.predicted;
    this.root.classList.toggle("unanswered", this.hidden);
    this.$(".predict").hidden = !this.hidden;
    this.$(".verdict").hidden = this.hidden;
  }

  // Fills a switch whose choice the server makes: another search's tables come back.
  switch(box, name, label, choices, shown) {
    const focused = box.contains(this.root.getRootNode().activeElement);
    box.replaceChildren(make("span", { id: `${box.className}-name` }, label), ...choices.map(([choice, text]) => {
      const button = make("button", { type: "button", "aria-pressed": String(choice === shown) }, text);
      // The time makes the second of two equal wishes new to the server, after the Back button.
      if (choice !== shown) button.addEventListener("click", () => this.tell({ channel: this.channel, stop: this.stop,
        grouping: this.grouping.key, [name]: choice, asked: Date.now() }));
      return button;
    }));
    if (focused) box.querySelector('[aria-pressed="true"]').focus();
  }

  // The geometry for this width and height; nothing here depends on the threshold.
  layout() {
    const width = this.root.clientWidth, rem = rootSize(), box = this.$(".rows");
    this.size = [width, innerHeight, rem].join();
    if (!width || !this.tables) return;
    const { groups } = this.grouping;
    this.rows = groups.map((group, g) => this.row(group, g));
    box.replaceChildren(...this.rows.map((row) => row.box));
    const scroller = this.root.getRootNode().host?.closest("[data-testid=stMain]") ?? document.scrollingElement;
    const top = box.getBoundingClientRect().top + scroller.scrollTop;
    // On a phone the switches lie below the first screen.
    const narrow = width < NARROW * rem, switches = narrow ? 0 : this.$(".switches").offsetHeight;
    const free = innerHeight - top - switches - 0.6 * rem;
    const height = Math.min(HIGHEST_ROW * rem, Math.max(LOWEST_ROW * rem, free / groups.length));
    // Long names are set smaller; where that is not enough, every row is as high as the longest.
    const named = () => Math.max(...this.rows.map(({ box: one }) => one.querySelector("h3").scrollHeight + (narrow ? 1.1 : 0.2) * rem));
    box.classList.remove("tight");
    box.classList.toggle("tight", named() > height);
    box.style.setProperty("--row", `${Math.max(height, named())}px`);
    this.ticks(rem);
    for (const row of this.rows) this.marks(row, rem);
    const notes = [], { words } = this.tables;
    if (this.grouping.several) notes.push(words.several);
    const absent = groups.filter((g) => g.absent).map((g) => `${g.label} ${g.absent}`);
    if (absent.length) notes.push(fillIn(words.absent, { groups: absent.join(", ") }));
    notes.push(words.about_rows);
    setText(this.$(".note"), notes.join(" "));
    this.haunt();
    this.show(true);
  }

  ticks(rem) {
    const svg = this.$(".ticks"), { ticks, stops, words } = this.tables;
    const thumb = 1.75 * rem, width = svg.clientWidth - thumb, last = stops.flagged.length - 1;
    svg.replaceChildren();
    const narrow = width < 30 * rem;
    for (const [i, [at, text]] of ticks.entries()) {
      const end = i === 0 || i === ticks.length - 1;
      if (!end && (narrow || (width < 62 * rem && (i === 1 || i === ticks.length - 2)))) continue;
      const anchor = i === 0 ? "start" : i === ticks.length - 1 ? "end" : "middle";
      const x = i === 0 ? 0 : i === ticks.length - 1 ? svg.clientWidth : thumb / 2 + (at / last) * width;
      const ended = i === 0 ? `${text} ${words.looser}` : i === ticks.length - 1 ? `${words.stricter} ${text}` : text;
      draw("text", { x, y: 0.8 * rem, "text-anchor": anchor }, svg, narrow && width < 18 * rem ? text : ended);
    }
  }

  row(group, g) {
    const box = make("section", { class: `row g${g % COLORS}` });
    const name = make("h3", {}), mark = draw("svg", { class: "shape", viewBox: "-6 -6 12 12", "aria-hidden": "true" }, name);
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
      if (!row.was) continue;
      row.was.hidden = this.ghost === null;
      if (this.ghost !== null) this.place(row.was, row.group, this.ghost);
    }
  }

  // Everything that follows the thumb. Only what changed is touched.
  show(settled) {
    if (!this.rows.length) return;
    const { stops, rates, presets, words } = this.tables, s = this.stop, readings = this.readings;
    if (Number(this.input.value) !== s) this.input.value = s;
    setText(readings.value, stops.confidence[s] || stops.distance[s]);
    setText(readings.count, this.number(this.count()));
    if (!this.hidden) {
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
    } else for (const row of this.rows) setText(row.percent, "?");
    this.input.setAttribute("aria-valuetext", this.sentence());
    for (const button of readings.buttons) {
      const pressed = String(Number(button.dataset.stop) === s);
      if (button.getAttribute("aria-pressed") !== pressed) button.setAttribute("aria-pressed", pressed);
    }
    this.pair.follow();
    this.cards();
    tellMoved(this.channel, s, settled);
    if (settled) { if (!this.hidden) this.publish(); this.describe(); this.table(); }
  }

  cards() {
    showCards(this.tables, this.stop, this.readings, (value) => this.number(value));
  }

  swaps() {
    const now = this.tables.people.name.slice(0, this.count()), names = new Set(now);
    const values = { into: this.number(now.filter((name) => !this.swapped.has(name)).length),
      out: this.number([...this.swapped].filter((name) => !names.has(name)).length) };
    return fillIn(this.tables.words.swap, values);
  }

  verdict() {
    const { verdict, groups } = this.grouping, words = this.tables.words.verdict, s = this.stop;
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

  // Where the pair is shown: over the rows, but not over the row of its mark.
  besides(rank) {
    const rows = this.$(".rows"), place = this.rows.findIndex((row) => row.group.members.includes(rank));
    const lower = place >= this.rows.length / 2;
    return lower ? `${rows.offsetTop}px` : `calc(${rows.offsetTop + rows.offsetHeight}px - 11.2rem)`;
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

// Opens a box under its button, inside the window.
function popUp(button, box) {
  button.popoverTargetElement = box;
  box.addEventListener("toggle", (event) => {
    const open = event.newState === "open", at = button.getBoundingClientRect();
    button.setAttribute("aria-expanded", String(open));
    if (!open) return;
    box.style.left = `${Math.max(8, Math.min(at.left, innerWidth - box.offsetWidth - 8))}px`;
    box.style.top = `${Math.max(8, Math.min(at.bottom + 6, innerHeight - box.offsetHeight - 8))}px`;
  });
}

// Tonight: people walk past a camera one by one, and each false match is stopped. Who is stopped is
// looked up in the board's tables; the browser only lets time pass. While they walk, nothing is sent.
const FIRST_HOLDS = [3200, 2400, 1900];
const HOLD = 1400;
const MANY = 60;
const SHOWN_OF_MANY = 5;
const BETWEEN_CARDS = 450;
const SPEEDS = [0.4, 1, 2.5];
const SLOW = 0;
const LOWEST = 1.45, HIGHEST = 2.5;
const views = new WeakMap();

export default function (component) {
  const { parentElement, data, setStateValue } = component;
  let view = views.get(parentElement);
  if (!view) { view = new Tonight(parentElement); views.set(parentElement, view); }
  view.tell = (setting) => setStateValue("setting", setting);
  view.load(data);
}

class Tonight {
  constructor(root) {
    this.root = root.querySelector(".tonight");
    this.$ = (selector) => this.root.querySelector(selector);
    this.number = (value) => numberIn(this.tables.words.language, value);
    this.input = this.$("input");
    this.dragging = false;
    hub.tonight ??= { guess: null };
    this.street = new Street(this.$(".street"));
    this.tally = new Tally(this.$(".rows"), this);
    this.monitor = new Monitor(this.$(".monitor"), this);
    listenToThumb(this.input, this);
    this.listen();
  }

  load(data) {
    const head = new TextDecoder().decode(data.subarray(0, 120)).match(/"id":"(\w+)","channel":"(\w+)"/);
    if (head[1] === this.id) return;
    [, this.id, this.channel] = head;
    const { tables, pairs, walk, words } = readTables(data);
    Object.assign(this, { tables, pairs, walk, words, grouping: tables.groupings[0], runs: [] });
    this.input.max = tables.stops.flagged.length - 1;
    this.place = new Array(walk.length);
    walk.forEach((rank, at) => { this.place[rank] = at; });
    this.stop = tables.presets[0]?.stop ?? 0;
    this.revision = undefined;
    this.asks = true;
    fillControls(this);
    if (!this.adopt(hub.settings[this.channel])) this.renew();
  }

  renew() {
    this.layout();
    this.reset();
  }

  adopt(setting) {
    if (!setting || !this.tables || this.dragging || setting.revision === this.revision) return false;
    this.revision = setting.revision;
    this.asks = setting.predict !== false;
    this.stop = setting.stop;
    this.grouping = this.tables.groupings.find((g) => g.key === setting.grouping) ?? this.grouping;
    this.$("#grouping").value = this.grouping.key;
    this.renew();
    return true;
  }

  listen() {
    const still = matchMedia("(prefers-reduced-motion: reduce)");
    this.still = still.matches;
    still.addEventListener("change", () => { this.still = still.matches; if (this.tables) { if (this.still) this.halt(); this.buttons(); } });
    this.$(".play").addEventListener("click", () => this.toggle());
    this.$(".next").addEventListener("click", () => this.step(1));
    this.$(".skip").addEventListener("click", () => this.skip());
    this.$("#grouping").addEventListener("change", (event) => {
      this.grouping = this.tables.groupings.find((g) => g.key === event.target.value);
      this.layout();
      this.show();
      if (this.state === "ended") this.monitor.ended();
      this.commit();
    });
    hub.events.addEventListener("setting", (event) => { if (event.detail.channel === this.channel) this.adopt(event.detail); });
    for (const name of ["photos", "drawings"]) hub.events.addEventListener(name, () => this.monitor.renew());
    document.addEventListener("keydown", (event) => onKey(this, event));
    const resized = () => {
      if (this.tables && this.root.clientWidth && this.fits() !== this.size) { this.layout(); this.show(); }
    };
    // What is above may grow later: its words, or their type.
    const around = scrollerOf(this.root).querySelector?.("[data-testid=stMainBlockContainer]"), observer = new ResizeObserver(resized);
    for (const box of [this.root, around]) if (box) observer.observe(box);
    document.fonts.ready.then(resized);
    addEventListener("resize", resized);
  }

  // How far down the page the street begins.
  top() {
    return Math.round(this.$(".stage").getBoundingClientRect().top + scrollerOf(this.root).scrollTop);
  }

  // What the layout depends on.
  fits() {
    return [this.root.clientWidth, innerHeight, rootSize(), this.top()].join();
  }

  layout() {
    const { root, tally, street } = this, width = root.clientWidth, rem = rootSize();
    this.size = this.fits();
    if (!width) return;
    const stage = this.$(".stage"), narrow = width < 36 * rem, n = this.grouping.groups.length;
    const top = this.top(), below = 1.1 * rem;
    // Far down a page (a lesson) one scrolls there first: the walk then takes most of a screen.
    const least = top > innerHeight / 2 ? 24 * rem : 18 * rem;
    const free = Math.min(innerHeight - 4 * rem, Math.max(innerHeight - top - below, least));
    const lowest = LOWEST * rem;
    const row = Math.max(lowest, Math.min((narrow ? 1.65 : HIGHEST) * rem, (0.5 * free) / n));
    const height = Math.max((narrow ? 10.6 : 7.5) * rem, Math.min(15 * rem, free - n * row));
    root.style.setProperty("--stage", `${height}px`);
    root.style.setProperty("--stage-top", `${stage.offsetTop}px`);
    tally.build(rem, row);
    street.build(this.walk.map((rank) => Math.max(0, this.groupsOf(rank).places[0] ?? 5)), rem, narrow ? 1.2 * rem : 0);
  }

  groupsOf(rank) {
    const places = [], { groups } = this.grouping;
    this.sets ??= new Map();
    if (!this.sets.has(groups)) this.sets.set(groups, groups.map((group) => new Set(group.members)));
    this.sets.get(groups).forEach((set, g) => { if (set.has(rank)) places.push(g); });
    return { places, labels: places.map((g) => groups[g].label).join(", ") };
  }

  // Everybody is in the queue again, and whoever the threshold stops is looked up.
  reset() {
    cancelAnimationFrame(this.frame);
    this.frame = 0;
    const count = this.tables.stops.flagged[this.stop];
    this.set = this.stop;
    this.stops = this.walk.map((rank, at) => at).filter((at) => this.walk[at] < count);
    this.state = "ready";
    this.dropped = 0;
    this.hold = 0;
    this.clock = 0;
    this.$(".flights").replaceChildren();
    if (this.asks && !hub.tonight.guess && !this.runs.length) this.monitor.ask();
    else this.monitor.ready(this.setting(this.stop), this.still);
    this.show();
  }

  setting(stop) {
    const { confidence, distance } = this.tables.stops;
    return confidence[stop] || distance[stop];
  }

  // The thumb's part: listenToThumb calls these. A movement ends the run, and the next begins afresh.
  go(stop) {
    this.stop = stop;
    this.reset();
    this.commit();
  }

  commit() {
    tellMoved(this.channel, this.stop, true);
    Object.assign(hub.settings[this.channel] ?? {}, { stop: this.stop, grouping: this.grouping.key });
    this.tell({ channel: this.channel, stop: this.stop, grouping: this.grouping.key });
  }

  // Called on every input of the thumb, by listenToThumb, and wherever the run has moved on.
  show(settled = true) {
    if (this.set !== this.stop) { this.reset(); return; }
    const { stops, people, words } = this.tables, s = this.stop, confidence = stops.confidence[s];
    if (Number(this.input.value) !== s) this.input.value = s;
    setText(this.$(".value"), this.setting(s));
    this.input.setAttribute("aria-valuetext", confidence ? `${confidence}, ${fillIn(words.distance, { distance: stops.distance[s] })}` : fillIn(words.distance, { distance: stops.distance[s] }));
    for (const one of this.presets) one.setAttribute("aria-pressed", String(Number(one.dataset.stop) === s));
    tellMoved(this.channel, s, settled);
    this.draw();
    this.buttons();
  }

  // The latest finished run at another threshold.
  ghost() {
    return this.runs.findLast?.((stop) => stop !== this.stop) ?? null;
  }

  // Draws the street, the tally and the count for the time of the run.
  draw(landing = false) {
    const out = this.stops.slice(0, this.dropped), held = this.hold > 0 ? this.stops[this.dropped] : -1;
    this.street.show(this.clock, new Set(out), held);
    const ranks = out.map((at) => this.walk[at]);
    this.tally.show(ranks, { ended: this.state === "ended", ghost: this.ghost(), landing });
    showCount(this);
  }

  buttons() {
    const { words, state, still } = this, play = this.$(".play"), ended = state === "ended";
    play.hidden = still && !ended;
    setText(play, { ready: words.play, playing: words.pause, paused: words.go_on, ended: words.again }[state]);
    const next = this.$(".next");
    setText(next, still ? words.next_still : words.next);
    next.disabled = ended || (this.dropped + (this.hold > 0) >= this.stops.length && !(state === "ready" && this.stops.length));
    next.classList.toggle("main", still && !ended);
    this.$(".skip").disabled = ended;
    this.root.dataset.state = state;
  }

  guessed(text) {
    hub.tonight.guess = text;
    this.monitor.ready(this.setting(this.stop), this.still);
    (this.still ? this.$(".next") : this.$(".play")).focus({ preventScroll: true });
  }

  runAt(stop) {
    this.go(stop);
    const button = this.still ? this.$(".next") : this.$(".play");
    button.focus({ preventScroll: true });
    if (this.still) this.step(1); else this.toggle();
  }

  toggle() {
    if (this.state === "playing") { this.halt(); return; }
    if (this.state === "ended") { this.reset(); if (this.still) { this.buttons(); this.$(".next").focus({ preventScroll: true }); return; } }
    if (this.state === "ready") this.monitor.waiting();
    this.state = "playing";
    this.preload();
    this.buttons();
    this.last = performance.now();
    this.frame = requestAnimationFrame((now) => this.run(now));
  }

  halt() {
    if (this.state !== "playing") return;
    cancelAnimationFrame(this.frame);
    this.state = "paused";
    this.buttons();
  }

  run(now) {
    if (this.state !== "playing" || !this.root.isConnected) return;
    const pace = Number(this.$(".speed select").value), passed = Math.min(100, now - this.last) * SPEEDS[pace];
    this.last = now;
    if (this.hold > 0) {
      this.hold -= passed;
      if (this.hold <= 0) this.drop();
    } else {
      this.clock += passed;
      let crowd = false;
      for (let at = this.stops[this.dropped]; at !== undefined && this.clock >= this.street.arrival(at); at = this.stops[this.dropped]) {
        const together = this.stops.length > MANY && this.dropped >= SHOWN_OF_MANY && pace !== SLOW;
        if (!together) { this.clock = this.street.arrival(at); this.meet(); break; }
        this.drop(false);
        crowd = true;
      }
      if (crowd) this.crowd(now);
      this.street.show(this.clock, this.street.stopped, this.hold > 0 ? this.stops[this.dropped] : -1);
      showCount(this);
      if (this.clock >= this.street.end(this.walk.length)) { this.finish(); return; }
    }
    this.frame = requestAnimationFrame((next) => this.run(next));
  }

  // Somebody stands before the camera and is taken for someone else.
  meet() {
    const at = this.stops[this.dropped], rank = this.walk[at];
    this.hold = FIRST_HOLDS[this.dropped] ?? HOLD;
    this.clock = this.street.arrival(at);
    this.monitor.pair(rank, this.dropped + 1);
    this.say(rank);
    this.preload();
  }

  say(rank) {
    setText(this.$(".spoken"), fillIn(this.words.spoken, { number: this.number(this.dropped + 1), name: this.pairs.probe[rank],
      group: this.groupsOf(rank).labels, other: this.pairs.stand_in[rank], distance: this.tables.people.distance[rank] }));
  }

  // Too many to stop one by one: the monitor shows one of them now and then.
  crowd(now) {
    if (now - (this.carded ?? 0) < BETWEEN_CARDS) return;
    this.carded = now;
    this.monitor.pair(this.walk[this.stops[this.dropped - 1]], this.dropped, this.words.crowd);
  }

  // The one before the camera goes into the tally.
  drop(drawn = true) {
    const at = this.stops[this.dropped], rank = this.walk[at];
    if (!this.still) this.fly(rank);
    this.hold = 0;
    this.dropped++;
    this.street.stopped.add(at);
    if (drawn) this.street.show(this.clock, this.street.stopped, -1);
    this.tally.show(this.stops.slice(0, this.dropped).map((place) => this.walk[place]), { ended: false, ghost: this.ghost(), landing: !this.still });
    showCount(this);
    this.buttons();
  }

  // From the camera into the tally.
  fly(rank) {
    const to = this.tally.landing(rank), { camera } = this.street, stage = this.$(".stage");
    if (to) flyTo(this.$(".flights"), { x: stage.offsetLeft + camera.x, y: stage.offsetTop + camera.y }, to);
  }

  // Fetches the portraits of the next few before they are shown.
  preload() {
    this.monitor.preload(this.stops.slice(this.dropped, this.dropped + 4).map((at) => this.walk[at]));
  }

  // To the next stop or the one before, and there it rests.
  step(by) {
    if (this.state === "ended" && by > 0) return;
    const at = this.state === "ready" ? (by > 0 ? 0 : -1) : this.dropped + (by > 0 ? Number(this.hold > 0) : -1);
    if (at < 0) return;
    if (at >= this.stops.length) { this.skip(); return; }
    this.rest(at);
  }

  visit(rank) {
    const at = this.stops.indexOf(this.place[rank]);
    if (at >= 0) this.rest(at);
  }

  rest(at) {
    cancelAnimationFrame(this.frame);
    this.state = "paused";
    this.dropped = at;
    this.meet();
    this.draw();
    this.buttons();
  }

  skip() {
    if (this.state === "ended") return;
    cancelAnimationFrame(this.frame);
    this.dropped = this.stops.length;
    this.hold = 0;
    this.clock = this.street.end(this.walk.length);
    this.finish();
  }

  // The run has ended: rates, intervals and the verdict of this threshold.
  finish() {
    this.state = "ended";
    if (this.runs.at(-1) !== this.stop) this.runs.push(this.stop);
    this.monitor.ended();
    this.show();
    setText(this.$(".spoken"), [this.$(".outcome").textContent, ...this.monitor.verdict()].join(" "));
    if (this.root.getRootNode().activeElement?.disabled) this.$(".play").focus({ preventScroll: true });
  }
}

// The street: a queue of hollow marks, one for each person, a camera, and those who walked past it.
// Where everybody is follows from the clock alone, so that a run can be paused, stepped and skipped.
const GAP = 38;
const APPROACH = 900;
const LEAVE = 600;
const QUEUED = 0, WALKING = 1, PAST = 2, HELD = 3, GONE = 4;

class Street {
  constructor(svg) {
    this.svg = svg;
    this.clock = 0;
  }

  // When the person at a place in the walk stands before the camera.
  arrival(place) {
    return place * GAP + APPROACH;
  }

  end(total) {
    return this.arrival(total - 1) + LEAVE;
  }

  // How many have reached the camera.
  walked(total) {
    return Math.max(0, Math.min(total, Math.floor((this.clock - APPROACH) / GAP) + 1));
  }

  // Draws everybody for this width and height. `groups`: the place of each person's group,
  // in order; `above`: what is written over those who walked past.
  build(groups, rem, above = 0) {
    const { svg } = this, width = svg.clientWidth, height = svg.clientHeight, n = groups.length;
    svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    svg.replaceChildren();
    const pad = 0.5 * rem, u = Math.min(rem, height / 7), camera = width * 0.55, free = height - 2 * pad;
    this.camera = { x: camera, y: height / 2 };
    // In large type on a phone there may be less than nothing left beside the camera, or below the words.
    const room = (space) => Math.max(rem, space), lower = room(free - above);
    const queue = grid(n, room(camera - 3.4 * rem - pad), free), passed = grid(n, room(width - camera - 2.2 * rem - pad), lower);
    this.queue = groups.map((_, i) => ({ x: camera - 3.4 * rem - (Math.floor(i / queue.lines) + 0.5) * queue.step,
      y: pad + ((i % queue.lines) + 0.5) * (free / queue.lines) }));
    this.passed = groups.map((_, i) => ({ x: width - pad - (Math.floor(i / passed.lines) + 0.5) * passed.step,
      y: pad + above + ((i % passed.lines) + 0.5) * (lower / passed.lines) }));
    draw("path", { class: "beam", d: `M${camera},${pad}L${camera - 2.6 * rem},${height - pad}H${camera}z` }, svg);
    draw("line", { class: "line", x1: camera, x2: camera, y1: pad, y2: height - pad }, svg);
    draw("path", { class: "lens", transform: `translate(${camera},${pad}) scale(${u / 10})`, d: "M-5,-3.5h12v7.5h-12zM-5.5,0l-4.5,-3v6.5z" }, svg);
    const r = 0.38 * Math.min(queue.step, free / queue.lines, passed.step, free / passed.lines, 1.1 * rem);
    this.marks = groups.map((g) => draw("path", { class: `walker g${g % 8}`, d: SHAPES[g % SHAPES.length](r) }, svg));
    this.large = Math.max(1.6, (0.62 * u) / r);
    this.ring = draw("circle", { class: "ring", cx: camera, cy: height / 2, r: r * this.large * 1.9 }, svg);
    this.states = new Int8Array(n).fill(-1);
    this.show(this.clock, this.stopped ?? new Set(), this.held ?? -1, true);
  }

  // Shows the street at a time. `stopped`: places of those taken out; `held`: who stands before the camera.
  show(clock, stopped, held, all = false) {
    const before = this.clock, n = this.marks?.length ?? 0, was = this.held;
    Object.assign(this, { clock, stopped, held });
    if (!n) return;
    const low = all ? 0 : Math.max(0, Math.floor((Math.min(before, clock) - APPROACH - LEAVE) / GAP) - 1);
    const high = all ? n - 1 : Math.min(n - 1, Math.ceil(Math.max(before, clock) / GAP) + 1);
    for (let i = low; i <= high; i++) this.place(i);
    if (was >= 0 && was !== held && (was < low || was > high)) this.place(was);
    this.svg.classList.toggle("stopping", held >= 0);
  }

  place(i) {
    const since = this.clock - i * GAP, { camera } = this;
    const state = i === this.held ? HELD : this.stopped.has(i) ? GONE : since <= 0 ? QUEUED : since < APPROACH + LEAVE ? WALKING : PAST;
    if (state === this.states[i] && state !== WALKING) return;
    const mark = this.marks[i], passing = since > APPROACH;
    let to, grown = "";
    if (state === QUEUED) to = this.queue[i];
    else if (state === HELD) { to = camera; grown = ` scale(${this.large.toFixed(2)})`; }
    else if (state === PAST) to = this.passed[i];
    else {
      const from = passing ? camera : this.queue[i], next = passing ? this.passed[i] : camera;
      const share = passing ? (since - APPROACH) / LEAVE : since / APPROACH, lane = (this.queue[i].y - camera.y) * 0.3;
      const bend = passing ? 1 - share : share, step = 2 * Math.sin(since / 45);
      to = { x: from.x + (next.x - from.x) * share, y: from.y + (next.y - from.y) * share + lane * bend + step };
    }
    if (state !== this.states[i] || passing) mark.setAttribute("class", `${mark.getAttribute("class").split(" ", 2).join(" ")}${NAMES[state] ?? (passing ? " past" : "")}`);
    this.states[i] = state;
    mark.setAttribute("transform", `translate(${to.x.toFixed(1)},${to.y.toFixed(1)})${grown}`);
  }
}
const NAMES = { [QUEUED]: "", [PAST]: " past", [HELD]: " held", [GONE]: " gone" };

// Lines and the step between columns, so that n marks fill an area in about square cells.
function grid(n, width, height) {
  const lines = Math.max(1, Math.floor(Math.sqrt((n * height) / width)));
  return { lines, step: width / Math.ceil(n / lines) };
}

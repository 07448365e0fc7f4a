// What the camera's monitor shows: the question before the first run, the pair of whoever is stopped,
// and at the end the verdict that Python calculated for this threshold.
class Monitor {
  constructor(box, picture) {
    this.box = box;
    this.picture = picture;
  }

  put(...parts) {
    this.rank = null;
    this.box.replaceChildren(...parts.filter(Boolean));
  }

  ask() {
    const { words } = this.picture, answers = make("div", { class: "answers", role: "group", "aria-label": words.question });
    for (const text of words.guesses) {
      const one = make("button", { type: "button" }, text);
      one.addEventListener("click", () => this.picture.guessed(text));
      answers.append(one);
    }
    this.put(make("p", { class: "question" }, words.question), answers, make("p", { class: "small" }, words.or_play));
  }

  ready(setting, still) {
    const { words } = this.picture;
    this.put(make("p", { class: "question" }, fillIn(still ? words.ready_still : words.ready, { setting })), this.before(), this.guess());
  }

  guess() {
    const { words } = this.picture;
    return hub.tonight.guess && make("p", { class: "small" }, fillIn(words.said, { guess: hub.tonight.guess }));
  }

  // What the hollow marks are.
  before() {
    const { words, tables, number } = this.picture, ghost = this.picture.ghost();
    return ghost === null ? null : make("p", { class: "small" }, fillIn(words.ghosts, { setting: this.picture.setting(ghost), count: number(tables.stops.flagged[ghost]) }));
  }

  waiting() {
    this.put(make("p", { class: "small" }, this.picture.words.nobody_yet));
  }

  // The pair of somebody who was stopped; `count` says how many were.
  pair(rank, count, note = "") {
    const { words, tables, pairs } = this.picture, box = make("div", { class: "pair" }), faces = make("div", { class: "faces" });
    const about = make("div", { class: "about" }), group = make("span", { class: "group" });
    for (const side of ["probe", "stand_in"]) faces.append(this.face(rank, side));
    const { places, labels } = this.picture.groupsOf(rank);
    if (places.length) group.append(shapeOf(places[0]));
    group.append(make("span", {}, labels));
    const office = (side) => pairs[`${side}_office`]?.[rank] && make("small", { class: "office" }, pairs[`${side}_office`][rank]);
    const distance = fillIn(tables.words.distance, { distance: tables.people.distance[rank] });
    const relation = pairs.relation?.[rank];
    const said = [fillIn(words.stop, { number: this.picture.number(count) }), distance, relation, note].filter(Boolean).join(" · ");
    about.append(...[make("span", { class: "name" }, pairs.probe[rank]), group, make("small", {}, words.taken_for),
      make("span", { class: "other" }, pairs.stand_in[rank]), office("stand_in"), make("small", {}, said)].filter(Boolean));
    faces.append(make("b", { class: "not-same" }, words.not_same));
    box.append(faces, about);
    this.put(box);
    this.rank = rank;
    this.count = count;
  }

  // Official portraits where they may be shown; elsewhere a drawing.
  face(rank, side) {
    const { pairs } = this.picture, name = pairs[side][rank], address = this.address(rank, side);
    if (address) return make("img", { src: address, width: 96, height: 120, alt: fillIn(pairs.words.portrait, { name }) });
    const drawing = make("template");
    drawing.innerHTML = faceDrawing(pairs[`${side}_sketch`][rank], fillIn(pairs.words.sketch, { name }), pairs.words.turned);
    return drawing.content;
  }

  address(rank, side) {
    const { pairs, channel } = this.picture;
    const key = pairs[`${side}_face`]?.[rank];
    return hub.drawings || !key ? undefined : (pairs.faces?.[key] ?? hub.photos?.[channel]?.faces?.[key]);
  }

  // Fetches portraits before they are shown.
  preload(ranks) {
    for (const rank of ranks)
      for (const side of ["probe", "stand_in"]) {
        const address = this.address(rank, side);
        if (address && !address.startsWith("data:")) new Image().src = address;
      }
  }

  // Portraits that arrive while a pair is shown take the place of its drawings.
  renew() {
    if (this.rank !== null && this.rank !== undefined) this.pair(this.rank, this.count);
  }

  ended() {
    const { words, tables, stop, number } = this.picture, count = tables.stops.flagged[stop];
    const total = number(tables.people.name.length);
    const outcome = make("p", { class: "outcome" }, count ? fillIn(words.ended, { stopped: number(count), total }) : words.ended_none);
    const again = make("div", { class: "answers", role: "group", "aria-label": words.again_at });
    again.append(make("span", {}, words.again_at));
    for (const { stop: other, plain } of tables.presets.filter((preset) => preset.plain && preset.stop !== stop)) {
      const one = make("button", { type: "button", "data-stop": other }, plain);
      one.addEventListener("click", () => this.picture.runAt(other));
      again.append(one);
    }
    const [line, small] = this.verdict();
    this.put(outcome, make("p", { class: "verdict" }, line), small && make("p", { class: "small" }, small), this.before(), this.guess(), again);
  }

  // The verdict on this threshold, and what is seen in a group too small for one.
  verdict() {
    const { tables, grouping, stop, number } = this.picture, { verdict, groups } = grouping;
    if (!verdict) return ["", ""];
    const [kind, a, b, ratio, low, high, few, interval] = verdict.lines[verdict.at[stop]], one = groups[a], other = groups[b];
    const total = tables.people.name.length, values = { ratio, low, high };
    if (one) Object.assign(values, { group: one.label, count: number(one.counts[stop]), people: number(one.searched) });
    if (other) Object.assign(values, { other: other.label, other_count: number(other.counts[stop]), others: number(other.searched) });
    else if (one) Object.assign(values, { other_count: number(tables.stops.flagged[stop] - one.counts[stop]), others: number(total - one.searched) });
    const small = groups[few], { kinds, small: about } = tables.words.verdict;
    return [fillIn(kinds[kind], values), small ? fillIn(about, { group: small.label, count: number(small.counts[stop]), people: number(small.searched), interval }) : ""];
  }
}

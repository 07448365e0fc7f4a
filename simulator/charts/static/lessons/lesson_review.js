// The role play: every pair is decided twice. The first time the learner is alone. The second time
// chance has dealt to each pair no word, a true word or a false word of "the machine": only so can the
// word's effect be told from its absence. The deal is made here, for this learner, and leaves the tab nowhere.
const WORDS = ["none", "true", "false"];

function shuffled(list) {
  const mixed = [...list];
  for (let i = mixed.length - 1; i > 0; i--) {
    const j = Math.floor(Math.random() * (i + 1));
    [mixed[i], mixed[j]] = [mixed[j], mixed[i]];
  }
  return mixed;
}

// Among the pairs of one person, and among those of two, each kind of word is as frequent.
function deal(pairs) {
  const dealt = [];
  for (const same of [true, false]) {
    const those = shuffled(pairs.flatMap((pair, i) => (pair.same === same ? [i] : [])));
    those.forEach((i, n) => { dealt[i] = WORDS[n % WORDS.length]; });
  }
  const all = pairs.map((_, i) => i);
  return { dealt, orders: [shuffled(all), shuffled(all)] };
}

// Returns what the machine is made to say: true for one person, null for nothing.
function claimed(pair, dealt) {
  return dealt === "none" ? null : pair.same === (dealt === "true");
}

function review(box, step, ctx) {
  const { pairs } = ctx.data.reviewer, w = ctx.words;
  if (memory.review[ctx.id]?.dealt.length !== pairs.length) delete memory.review[ctx.id];
  const progress = (memory.review[ctx.id] ??= { ...deal(pairs), decisions: [{}, {}] });
  const { orders, decisions } = progress;
  const round = orders[0].length > Object.keys(decisions[0]).length ? 0 : 1;
  const order = orders[round], at = Object.keys(decisions[round]).length;
  if (at >= order.length) { summary(box, progress, ctx); return; }
  if (!at) box.append(inline(make("p", { class: "ask" }), step.do.ask, ctx));
  const pair = pairs[order[at]];
  const place = make("div", { class: "review", role: "group", tabindex: -1, "aria-labelledby": "review-title" });
  place.append(make("h2", { id: "review-title" }, `${round ? w.round_two : w.round_one} · ${fillIn(w.pair_of, { number: at + 1, total: order.length })}`),
    make("p", { class: "small" }, pair.photos.length ? w.photos : w.sketches), twoFaces(pair, ctx));
  if (round) {
    const said = claimed(pair, progress.dealt[order[at]]), claim = make("p", { class: "claim" });
    if (said === null) claim.append(make("span", {}, w.says_nothing));
    else claim.append(make("span", {}, w.machine), make("b", {}, said ? w.same : w.different));
    place.append(claim);
  }
  const buttons = make("div", { class: "decide" });
  for (const [text, same] of [[w.same, true], [w.different, false]]) {
    buttons.append(button(text, "main", () => {
      decisions[round][order[at]] = same;
      remember();
      box.replaceChildren();
      review(box, step, ctx);
      box.querySelector(".review")?.focus();
    }));
  }
  place.append(buttons);
  box.append(place);
}

function twoFaces(pair, ctx) {
  const w = ctx.words, faces = make("div", { class: "two-faces" });
  if (pair.photos.length) {
    for (const photo of pair.photos) faces.append(make("img", { src: photo, alt: w.photo }));
    return faces;
  }
  for (const sketch of [pair.first, pair.second]) {
    faces.insertAdjacentHTML("beforeend", faceDrawing(sketch, w.sketch, ""));
  }
  return faces;
}

// Counts this learner's own decisions for each kind of word.
function reviewCounts(pairs, { dealt, decisions: [first, second] }) {
  return Object.fromEntries(WORDS.map((kind) => {
    const those = pairs.flatMap((pair, i) => (dealt[i] === kind ? [i] : []));
    const count = (test) => those.filter(test).length;
    return [kind, {
      total: those.length,
      alone: count((i) => first[i] === pairs[i].same),
      then: count((i) => second[i] === pairs[i].same),
      changed: count((i) => first[i] !== second[i]),
    }];
  }));
}

function summary(box, progress, ctx) {
  const { pairs } = ctx.data.reviewer, w = ctx.words, counts = reviewCounts(pairs, progress);
  const names = { none: w.no_word, true: w.true_word, false: w.false_word };
  const sentences = [
    fillIn(w.after_none, counts.none), fillIn(w.after_true, counts.true), fillIn(w.after_false, counts.false),
  ];
  const verdict = (same) => (same === null ? "–" : same ? w.same : w.different);
  const place = make("div", { class: "review", tabindex: -1 });
  for (const text of sentences) place.append(make("p", { class: "outcome" }, text));
  place.append(make("p", {}, fillIn(w.dealt, { count: counts.none.total })));
  place.append(tableOf({
    caption: w.by_word,
    head: [w.word, w.pairs_of_word, w.right_alone, w.right_then, w.changed],
    rows: WORDS.map((kind) => {
      const { total, alone, then, changed } = counts[kind];
      return [names[kind], ...[total, alone, then, changed].map(String)];
    }),
  }));
  place.append(tableOf({
    caption: w.pair_by_pair,
    head: [w.pair, w.you_first, w.machine, w.you_then, w.truth, w.matcher_says],
    rows: progress.orders[0].map((i, n) => [
      String(n + 1), verdict(progress.decisions[0][i]), verdict(claimed(pairs[i], progress.dealt[i])),
      verdict(progress.decisions[1][i]), verdict(pairs[i].same), pairs[i].really,
    ]),
  }));
  place.append(make("p", { class: "small" }, w.london_credit));
  place.append(button(w.again, "plain", () => {
    delete memory.review[ctx.id];
    ctx.forget();
  }));
  box.append(place);
  if (!ctx.answer) ctx.keep({ text: sentences[0], result: `${sentences[1]} ${sentences[2]}` });
}

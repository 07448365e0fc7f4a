// The role play: every pair of sketches is decided twice, without and with the machine's claim.
function review(box, step, ctx) {
  const { pairs, orders, lines } = ctx.data.reviewer, w = ctx.words;
  const progress = (memory.review[ctx.id] ??= { decisions: [{}, {}] });
  const round = orders[0].length > Object.keys(progress.decisions[0]).length ? 0 : 1;
  const order = orders[round], at = Object.keys(progress.decisions[round]).length;
  if (at >= order.length) { summary(box, progress, ctx); return; }
  if (!at) box.append(inline(make("p", { class: "ask" }), step.do.ask, ctx));
  const pair = pairs[order[at]];
  const place = make("div", { class: "review", role: "group", tabindex: -1, "aria-labelledby": "review-title" });
  place.append(make("h3", { id: "review-title" }, `${round ? w.round_two : w.round_one} · ${fillIn(w.pair_of, { number: at + 1, total: order.length })}`),
    make("p", { class: "small" }, w.sketches));
  const faces = make("div", { class: "two-faces" });
  for (const [sketch, kind] of [[pair.first, "solid"], [pair.second, "dashed"]]) {
    const svg = draw("svg", { viewBox: "-8 -6 116 116", role: "img", "aria-label": w.sketch, class: kind });
    draw("path", { d: sketchPath(sketch, lines) }, svg);
    faces.append(svg);
  }
  place.append(faces);
  if (round) {
    const claim = make("p", { class: "claim" });
    claim.append(make("span", {}, w.machine), make("b", {}, pair.said));
    place.append(claim);
  }
  const buttons = make("div", { class: "decide" });
  for (const [text, same] of [[w.same, true], [w.different, false]]) {
    buttons.append(button(text, "main", () => {
      progress.decisions[round][order[at]] = same;
      box.replaceChildren();
      review(box, step, ctx);
      box.querySelector(".review")?.focus();
    }));
  }
  place.append(buttons);
  box.append(place);
}

// Sums up the role play; every count is of this student's own decisions.
function reviewCounts(pairs, [first, second]) {
  const all = pairs.map((pair, i) => ({ ...pair, first: first[i], second: second[i] }));
  const count = (test) => all.filter(test).length;
  const wrong = all.filter((p) => p.claim !== p.same);
  return {
    total: all.length,
    changed: count((p) => p.first !== p.second),
    towards: count((p) => p.first !== p.second && p.second === p.claim),
    firstRight: count((p) => p.first === p.same),
    secondRight: count((p) => p.second === p.same),
    wrong: wrong.length,
    followed: wrong.filter((p) => p.second === p.claim).length,
  };
}

function summary(box, progress, ctx) {
  const { pairs, orders } = ctx.data.reviewer, w = ctx.words, c = reviewCounts(pairs, progress.decisions);
  const sentences = [
    fillIn(w.swayed, { changed: c.changed, total: c.total, towards: c.towards }),
    fillIn(w.followed, { wrong: c.wrong, total: c.total, followed: c.followed }),
    fillIn(w.score, { first: c.firstRight, total: c.total, second: c.secondRight }),
  ];
  const verdict = (same) => (same ? w.same : w.different);
  const place = make("div", { class: "review", tabindex: -1 });
  for (const text of sentences) place.append(make("p", { class: "outcome" }, text));
  place.append(tableOf({
    caption: w.truth,
    head: [w.pair, w.you_first, w.machine, w.you_then, w.truth],
    rows: orders[0].map((i, n) => [String(n + 1), verdict(progress.decisions[0][i]), `${verdict(pairs[i].claim)} (${pairs[i].confidence})`,
      verdict(progress.decisions[1][i]), verdict(pairs[i].same)]),
  }));
  place.append(button(w.again, "plain", () => {
    delete memory.review[ctx.id];
    ctx.forget();
  }));
  box.append(place);
  if (!ctx.answer) ctx.keep({ text: sentences[0], result: `${sentences[1]} ${sentences[2]}` });
}

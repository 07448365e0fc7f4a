// What a student does before the next step opens. Each kind shows its form, or the answer given.
// ctx.keep(answer) takes {text, result, …}: what the sheet shows, and whatever the kind needs.
const tasks = {
  read() {},

  number(box, step, ctx) {
    const { low, high, unit, truth } = step.do, w = ctx.words;
    box.append(inline(make("p", { class: "ask" }), step.do.ask, ctx));
    if (ctx.answer) { compare(box, step.do, ctx); return; }
    const form = make("form", { class: "guess", novalidate: "" });
    const label = make("label", { for: "number" }, w.your_number);
    const field = make("input", { id: "number", type: "number", min: low, max: high, step: 1, inputmode: "numeric", "aria-describedby": "trouble" });
    const range = make("input", { type: "range", min: low, max: high, step: 1, "aria-label": w.your_number });
    range.value = low; // a thumb in the middle would suggest a number
    const trouble = make("p", { class: "trouble", id: "trouble", role: "alert" });
    range.addEventListener("input", () => { field.value = range.value; setText(trouble, ""); });
    field.addEventListener("input", () => { if (field.value !== "") range.value = field.value; });
    const line = make("div", { class: "line" });
    line.append(label, field, make("span", { class: "unit" }, unit));
    form.append(line, range, make("button", { type: "submit", class: "main" }, w.keep_guess), trouble);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const value = Number(field.value);
      if (field.value === "" || !Number.isInteger(value) || value < low || value > high) {
        setText(trouble, fillIn(w.number_between, { low: ctx.number(low), high: ctx.number(high) }));
        field.focus();
        return;
      }
      const text = unit === "%" ? ctx.percent(value) : `${ctx.number(value)} ${unit}`.trim();
      ctx.keep({ value, text, result: truth ? truth.text : "" });
    });
    box.append(form);
  },

  choose(box, step, ctx) {
    const { options, right } = step.do, w = ctx.words, answered = ctx.answer;
    const form = make("form", { class: "choice", novalidate: "" }), set = make("fieldset");
    set.append(inline(make("legend", { class: "ask" }), step.do.ask, ctx));
    const trouble = make("p", { class: "trouble", role: "alert" });
    options.forEach((option, i) => {
      const label = make("label"), radio = make("input", { type: "radio", name: "option", value: i });
      if (answered) radio.disabled = true;
      if (answered?.value === i) { radio.checked = true; label.className = "chosen"; }
      label.append(radio, inline(make("span"), option, ctx));
      if (answered?.value === i) label.append(make("em", {}, w.your_answer));
      if (answered && right === i) { label.classList.add("right"); label.append(make("em", {}, w.right_answer)); }
      set.append(label);
    });
    form.append(set);
    if (!answered) form.append(make("button", { type: "submit", class: "main" }, w.keep_answer), trouble);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const chosen = form.querySelector("input:checked");
      if (!chosen) { setText(trouble, w.choose_one); return; }
      const value = Number(chosen.value);
      ctx.keep({ value, text: words(options[value], ctx), result: right === null ? "" : words(options[right], ctx) });
    });
    box.append(form);
  },

  write(box, step, ctx) {
    const w = ctx.words, form = make("form", { class: "sentence", novalidate: "" });
    form.append(inline(make("label", { for: "sentence", class: "ask" }), step.do.ask, ctx));
    if (ctx.answer) { form.append(make("blockquote", {}, ctx.answer.text)); box.append(form); return; }
    const area = make("textarea", { id: "sentence", rows: 3, maxlength: 1000, "aria-describedby": "trouble" });
    const trouble = make("p", { class: "trouble", id: "trouble", role: "alert" });
    form.append(area, make("button", { type: "submit", class: "main" }, w.keep_answer), trouble);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const text = area.value.trim();
      if (text.split(/\s+/).length < 2) { setText(trouble, w.write_one); area.focus(); return; }
      ctx.keep({ text, result: "" });
    });
    box.append(form);
  },

  threshold(box, step, ctx) {
    box.append(inline(make("p", { class: "ask" }), step.do.ask, ctx));
    const status = make("p", { class: "reached", role: "status" });
    box.append(status);
    ctx.onSetting((setting) => {
      if (ctx.answer) return;
      const text = settingText(setting, ctx);
      if (reached(step, setting)) ctx.keep({ text, result: "", setting: { stop: setting.stop } });
      else setText(status, fillIn(ctx.words.not_yet, { setting: text }));
    });
    if (ctx.answer) setText(status, fillIn(ctx.words.reached, { setting: ctx.answer.text }));
  },

  click(box, step, ctx) {
    const { cards } = step.do, opened = new Set(ctx.answer ? cards.keys() : []);
    box.append(inline(make("p", { class: "ask" }), step.do.ask, ctx));
    const list = make("div", { class: "cards" }), status = make("p", { class: "reached", role: "status" });
    cards.forEach((card, i) => {
      const details = make("details"), summary = make("summary");
      inline(summary, card.title, ctx);
      details.append(summary, blocks(make("div"), card.text, ctx));
      details.open = opened.has(i);
      details.addEventListener("toggle", () => {
        if (!details.open || opened.has(i)) return;
        opened.add(i);
        setText(status, fillIn(ctx.words.open_all, { done: opened.size, total: cards.length }));
        if (opened.size === cards.length) ctx.keep({ text: fillIn(ctx.words.open_all, { done: opened.size, total: cards.length }), result: "", quiet: true });
      });
      list.append(details);
    });
    box.append(list, status);
  },

  try(box, step, ctx) {
    const label = make("label", { class: "tried" }), tick = make("input", { type: "checkbox" });
    box.append(inline(make("p", { class: "ask" }), step.do.ask, ctx));
    tick.checked = tick.disabled = Boolean(ctx.answer);
    tick.addEventListener("change", () => ctx.keep({ text: ctx.words.tried, result: "" }));
    label.append(tick, make("span", {}, ctx.words.tried));
    box.append(label);
  },

  review(box, step, ctx) {
    review(box, step, ctx);
  },
};

function settingText({ stop, tables }, ctx) {
  const { stops, people } = tables, w = ctx.words;
  return fillIn(stops.confidence[stop] ? w.setting : w.setting_plain, {
    confidence: stops.confidence[stop], distance: stops.distance[stop],
    flagged: ctx.number(stops.flagged[stop]), searched: ctx.number(people.name.length),
  });
}

// Returns whether the threshold is where the next sentence speaks of; it was at `from` when the step opened.
// A setting beside the named one counts only if it matches exactly as many people.
function reached(step, { stop, from, tables }) {
  const { until } = step.do, { flagged, key } = tables.stops;
  if (stop === from) return false;
  if ("moved" in until) return true;
  if (until.stop === "strict-end") return stop === flagged.length - 1;
  return flagged[stop] === flagged[key.indexOf(until.stop)];
}

// A guess and what it is compared with, on one line from the lowest to the highest number.
function compare(box, { low, high, truth }, ctx) {
  const { answer, words: w } = ctx;
  if (!truth) { box.append(make("p", { class: "mine" }, `${w.your_guess}: ${answer.text}`)); return; }
  const place = (value) => `${Math.max(0, Math.min(100, (100 * (value - low)) / (high - low || 1)))}%`;
  const picture = make("div", { class: "compare" }), rail = make("div", { class: "rail" });
  for (const [kind, value] of [["guess", answer.value], ["truth", truth.value]]) {
    if (value === undefined) continue; // a learning platform that keeps no answers
    const mark = make("i", { class: kind });
    mark.style.left = place(value);
    rail.append(mark);
  }
  const list = make("dl");
  for (const [kind, name, text] of [["guess", w.your_guess, answer.text], ["truth", ctx.data.origins[truth.origin], truth.text]]) {
    const row = make("div", { class: kind });
    row.append(make("dt", {}, name), make("dd", {}, text));
    list.append(row);
  }
  const ends = make("div", { class: "ends", "aria-hidden": "true" });
  ends.append(make("span", {}, ctx.number(low)), make("span", {}, ctx.number(high)));
  picture.append(list, rail, ends);
  box.append(picture);
}

// The lesson runner: renders the steps that Python prepared, opens the next one when the student has
// done what the step asks, and keeps answers in this tab. It is the same in the app and in the static
// folder; each step is an entry of the browser's history. Python only hears whether the live matcher is wanted.
const runners = new WeakMap();

export default function (component) {
  const { parentElement, data, setStateValue } = component;
  let runner = runners.get(parentElement);
  if (!runner) { runner = new Runner(parentElement); runners.set(parentElement, runner); }
  runner.tell = setStateValue;
  runner.load(data);
}

class Runner {
  constructor(root) {
    this.root = root.querySelector(".lesson");
    this.page = location.pathname;
    window.addEventListener("popstate", () => this.adopt());
    window.addEventListener("hashchange", () => this.adopt());
    hub.events.addEventListener("lesson-foot", () => { if (this.root.isConnected) this.placeTail(); });
  }

  load(bytes) {
    const id = new TextDecoder().decode(bytes.subarray(0, 40)).match(/"id":"(\w+)"/)[1];
    if (id !== this.id) {
      this.id = id;
      this.data = readTables(bytes);
      this.place = undefined;
    }
    this.adopt();
  }

  // The link says where we are; within the app another page clears it, and the memory restores it.
  adopt() {
    if (!this.data || !this.root.isConnected || location.pathname !== this.page) return;
    const asked = this.parameters();
    if (!asked.get("lesson") && this.place === undefined && memory.place?.lesson && !this.data.play) {
      this.go(memory.place.lesson, memory.place.step, false, "replaceState");
      return;
    }
    const wanted = this.find(asked.get("lesson"), asked.get("step"));
    if (this.place && wanted.lesson === this.place.lesson && wanted.step === this.place.step) return;
    const turned = this.place !== undefined;
    this.place = memory.place = wanted;
    this.render(turned);
  }

  parameters() {
    return new URLSearchParams(this.data.play ? location.hash.slice(1) : location.search);
  }

  find(key, step) {
    if (!key) return { lesson: "", step: 0 };
    if (key === "sheet" || (["play", "cards"].includes(key) && this.data.play)) return { lesson: key, step: 0 };
    const lesson = this.data.lessons.find((l) => l.key === key);
    if (!lesson) return { lesson: "", step: 0, lost: true };
    if (!step) return { lesson: key, step: 0 };
    const named = lesson.steps.findIndex((s) => s.name === step), at = named >= 0 ? named : Number(step) - 1;
    const found = Number.isInteger(at) && at >= 0 && at < lesson.steps.length;
    return found ? { lesson: key, step: at } : { lesson: key, step: 0, lost: true };
  }

  go(lesson, step = 0, focus = true, how = "pushState") {
    this.place = memory.place = { lesson, step };
    const asked = this.parameters();
    asked.delete("lesson"); asked.delete("step");
    if (lesson) asked.set("lesson", lesson);
    if (lesson && this.data.lessons.some((l) => l.key === lesson)) asked.set("step", String(step + 1));
    const text = asked.toString();
    const link = this.data.play ? `#${text}` : location.pathname + (text ? `?${text}` : "");
    // Streamlit reads the link at its next run; writing it costs no round trip.
    history[how](history.state, "", link);
    this.render(focus);
  }

  render(focus) {
    const { lesson, step, lost } = this.place, { words: w } = this.data;
    const known = this.data.lessons.find((l) => l.key === lesson);
    const matcher = known?.steps[step].show.what === "matcher";
    this.wants(matcher);
    this.matcherBelow = matcher && !this.data.play;
    this.listener = undefined;
    const view = make("div", { class: "view" });
    if (lost) view.append(make("p", { class: "trouble", role: "alert" }, w.not_found));
    if (known) this.step(view, known, step);
    else if (lesson === "sheet") { this.head(view, w.sheet); sheetView(view, this.data); }
    else if (lesson === "play") this.play(view);
    else if (lesson === "cards") this.cards(view);
    else this.overview(view);
    this.root.replaceChildren(view);
    for (const act of this.later.splice(0)) act();
    this.placeTail();
    if (focus) {
      view.querySelector("[data-start]")?.focus({ preventScroll: true });
      this.root.scrollIntoView({ block: "start" });
    }
  }

  later = [];

  wants(matcher) {
    if (this.data.play || (this.matcher ?? false) === matcher) return;
    this.matcher = matcher;
    this.tell("wants", matcher ? "matcher" : "");
  }

  head(view, title) {
    const back = make("nav", { class: "crumb" });
    back.append(this.link(this.data.words.all, ""));
    view.append(back, make("h1", { tabindex: -1, "data-start": "" }, title));
  }

  link(text, lesson, step = 0) {
    const asked = new URLSearchParams(lesson ? { lesson, step: step + 1 } : {});
    const element = make("a", { href: this.data.play ? `#${asked}` : `?${asked}` }, text);
    element.addEventListener("click", (event) => { event.preventDefault(); this.go(lesson, step); });
    return element;
  }

  name(lesson) {
    return /^\d+$/.test(lesson.key) ? fillIn(this.data.words.lesson, { number: lesson.key }) : this.data.words.role_play;
  }

  overview(view) {
    const { words: w, lessons, play } = this.data;
    view.append(make("h1", { tabindex: -1, "data-start": "" }, w.lessons), make("p", { class: "lead" }, w.intro));
    const list = make("ol", { class: "overview" });
    if (play) {
      for (const [title, question, key] of [[w.play, w.play_question, "play"], [w.cards, w.cards_question, "cards"]]) {
        const item = make("li");
        item.append(this.card("", title, question, "", key));
        list.append(item);
      }
    }
    for (const lesson of lessons) {
      const done = lesson.steps.filter((s) => this.answer(lesson, s)).length, total = lesson.steps.filter((s) => s.do.what !== "read").length;
      const state = [fillIn(w.minutes, { number: lesson.minutes }), done ? fillIn(w.progress, { done, total }) : w.not_begun].join(" · ");
      const item = make("li");
      const at = memory.place?.lesson === lesson.key ? memory.place.step : this.open(lesson);
      item.append(this.card(this.name(lesson), lesson.title, lesson.question, state, lesson.key, at));
      list.append(item);
    }
    view.append(list);
    const sheet = make("p");
    sheet.append(this.link(w.sheet, "sheet"));
    view.append(sheet);
    if (Object.keys({ ...memory.answers, ...memory.review }).length) {
      view.append(button(w.clear, "plain clear", () => { forgetAll(); this.go("", 0, true, "replaceState"); }));
    }
  }

  card(name, title, question, state, key, at = 0) {
    const card = make("article"), heading = make("h2"), link = this.link(title, key, at);
    heading.append(link);
    card.append(make("p", { class: "number" }, name), heading, make("p", {}, question), make("p", { class: "small" }, state));
    return card;
  }

  answer(lesson, step) {
    return memory.answers[`${lesson.key}/${step.name}`];
  }

  done(lesson, step) {
    return step.do.what === "read" || Boolean(this.answer(lesson, step));
  }

  // The first step that is still to be done.
  open(lesson) {
    const at = lesson.steps.findIndex((step) => !this.done(lesson, step));
    const begun = lesson.steps.some((step) => this.answer(lesson, step));
    return begun ? (at < 0 ? lesson.steps.length - 1 : at) : 0;
  }

  reachable(lesson) {
    const at = lesson.steps.findIndex((step) => !this.done(lesson, step));
    return Math.max(at < 0 ? lesson.steps.length - 1 : at, this.place.step);
  }

  step(view, lesson, at) {
    const { words: w } = this.data, step = lesson.steps[at], ctx = this.context(lesson, step);
    view.append(this.bar(lesson, at), make("h1", { tabindex: -1, "data-start": "" }, step.title));
    const text = blocks(make("div", { class: "text" }), step.text, ctx), task = make("section", { class: `task ${step.do.what}`, "aria-label": w.task });
    const picture = make("div", { class: `show ${step.show.what}` });
    const first = ["threshold", "try"].includes(step.do.what);
    view.append(text, ...(first ? [task, picture] : [picture, task]));
    // A picture that holds the answer waits for it.
    if (!step.show.after || this.done(lesson, step)) this.later.push(() => shows[step.show.what](picture, step.show, ctx, step));
    tasks[step.do.what](task, step, ctx);
    const reveal = make("div", { class: "reveal", "aria-live": "polite" });
    this.tail = make("div", { class: "tail" });
    this.tail.append(reveal, make("div", { class: "end" }));
    // Whoever has tried the matcher says so below it.
    if (this.matcherBelow) this.tail.prepend(...task.querySelectorAll(".tried"));
    if (this.done(lesson, step)) this.reveal(lesson, step, ctx);
    if (step.sources.length) this.tail.append(this.sources(step));
    this.tail.append(this.turn(lesson, at));
    view.append(this.tail);
  }

  // Why a wrong choice is wrong, then what the step shows; after the last step, what one can say now.
  reveal(lesson, step, ctx) {
    const reveal = this.tail.querySelector(".reveal"), end = this.tail.querySelector(".end");
    reveal.replaceChildren();
    const { options, wrong } = step.do, chosen = ctx.answer?.value, why = wrong?.[chosen];
    if (why) {
      const option = words(options[chosen], ctx), box = make("p", { class: "why", "data-misconception": why.name });
      box.append(make("b", {}, `${fillIn(ctx.words.why_not, { option })} `));
      reveal.append(inline(box, why.parts, ctx));
    }
    blocks(reveal, step.reveal, ctx);
    if (step === lesson.steps.at(-1)) end.replaceChildren(inline(make("p", { class: "goal" }), lesson.goal, ctx));
  }

  // The app's panel with the live matcher stands below the runner. What follows it in the lesson then
  // goes below the panel, into a component of its own, as long as that is there.
  placeTail() {
    const view = this.root.firstElementChild, foot = hub.lessonFoot;
    if (foot && !this.matcherBelow) foot.replaceChildren();
    if (!view || !this.tail || !this.matcherBelow) return;
    const to = foot?.isConnected ? foot : view;
    if (this.tail.parentElement === to) return;
    const focused = this.tail.getRootNode().activeElement, held = this.tail.contains(focused);
    if (to === foot) foot.replaceChildren();
    to.append(this.tail);
    if (held) focused.focus({ preventScroll: true });
  }

  context(lesson, step) {
    const { data } = this, id = `${lesson.key}/${step.name}`;
    return {
      data, id, words: data.words, inApp: !data.play,
      answer: memory.answers[id],
      number: (value) => numberIn(data.language, value),
      percent: (value) => (value / 100).toLocaleString(data.language, { style: "percent" }),
      answerText: (name) => memory.answers[name ? `${lesson.key}/${name}` : id]?.text ?? "–",
      onSetting: (listener) => { this.listener = listener; },
      setting: (setting) => { this.listener?.(setting); },
      keep: (answer) => { memory.answers[id] = answer; remember(); this.answered(lesson, step); },
      forget: () => { delete memory.answers[id]; remember(); this.render(true); },
    };
  }

  // A task that is drawn by the picture or goes on beside it stays; the others show the answer.
  answered(lesson, step) {
    const view = this.root.firstElementChild, ctx = this.context(lesson, step), task = view.querySelector(".task");
    if (["threshold", "number", "choose", "write"].includes(step.do.what)) {
      task.replaceChildren();
      tasks[step.do.what](task, step, ctx);
    }
    if (step.show.after) shows[step.show.what](view.querySelector(".show"), step.show, ctx, step);
    const { tail } = this, reveal = tail.querySelector(".reveal");
    this.reveal(lesson, step, ctx);
    for (const used of [view.querySelector(".bar"), tail.querySelector(".turn")]) used.remove();
    view.prepend(this.bar(lesson, this.place.step));
    tail.append(this.turn(lesson, this.place.step));
    if (step.do.what !== "click" && step.do.what !== "threshold" && step.do.what !== "review") {
      reveal.setAttribute("tabindex", -1);
      (step.reveal.length ? reveal : tail.querySelector(".turn .next"))?.focus({ preventScroll: true });
    }
  }

  bar(lesson, at) {
    const { words: w } = this.data, bar = make("header", { class: "bar" }), crumb = make("nav", { class: "crumb" });
    crumb.append(this.link(w.all, ""), make("span", {}, `${this.name(lesson)} · ${lesson.title}`));
    const steps = make("nav", { class: "steps", "aria-label": w.steps }), list = make("ol"), last = this.reachable(lesson);
    lesson.steps.forEach((step, i) => {
      const item = make("li"), finished = step.do.what !== "read" && this.done(lesson, step);
      const state = i > last ? `, ${w.step_closed}` : finished ? `, ${w.step_done}` : "";
      const name = `${fillIn(w.step, { step: i + 1, total: lesson.steps.length })}: ${i > last ? "" : step.title}${state}`;
      const one = button("", finished ? "finished" : "", () => this.go(lesson.key, i));
      one.setAttribute("aria-label", name.replace(": ,", ","));
      if (i === at) one.setAttribute("aria-current", "step");
      if (i > last) one.disabled = true;
      item.append(one);
      list.append(item);
    });
    steps.append(list, make("span", { class: "small" }, fillIn(w.step, { step: at + 1, total: lesson.steps.length })));
    bar.append(crumb, steps);
    return bar;
  }

  turn(lesson, at) {
    const { words: w } = this.data, step = lesson.steps[at], turn = make("footer", { class: "turn" });
    if (at) turn.append(button(w.back, "plain", () => this.go(lesson.key, at - 1)));
    const last = at === lesson.steps.length - 1, open = this.done(lesson, step);
    const next = button(last ? w.finish : w.next, "main next", () => {
      if (!open) { hint.classList.add("asked"); return; }
      if (last) this.go("sheet"); else this.go(lesson.key, at + 1);
    });
    const hint = make("span", { class: "small", id: "hint" }, open ? "" : step.do.what === "threshold" ? w.move_first : w.first);
    if (!open) { next.setAttribute("aria-disabled", "true"); next.setAttribute("aria-describedby", "hint"); }
    turn.append(next, hint);
    return turn;
  }

  sources(step) {
    const box = make("aside", { class: "sources" }), list = make("ul");
    box.append(make("h2", {}, this.data.words.sources));
    for (const { kind, label, text } of step.sources) {
      const item = make("li");
      item.append(make("span", { class: `figure ${kind}` }, label), document.createTextNode(`: ${text}`));
      list.append(item);
    }
    box.append(list);
    return box;
  }

  // Only in the static folder: in the app it is a page of its own.
  cards(view) {
    const { words: w, cards } = this.data, picture = make("div", { class: "show cards" });
    this.head(view, w.cards);
    view.append(picture);
    this.later.push(() => mountIn(picture, "one_of_these", cards, { data: this.data }));
  }

  // Only in the static folder: the replay with its pairs and tables.
  play(view) {
    const { words: w, tables } = this.data, ctx = { data: this.data, words: w, setting() {} };
    this.head(view, w.play);
    const picture = make("div", { class: "show board" }), pairs = make("div", { class: "show pairs" }), list = make("div", { class: "show table" });
    for (const table of Object.values(tables)) list.append(tableOf(table));
    view.append(make("p", { class: "lead" }, w.play_question), picture, make("h2", {}, w.pairs), pairs, make("h2", {}, w.tables), list);
    this.later.push(() => {
      shows.board(picture, { board: "replay", hide: [] }, ctx, { threshold: "aclu-count", by: "", another: true });
      mountIn(pairs, "pairs", this.data.pairs.replay, ctx);
    });
  }
}

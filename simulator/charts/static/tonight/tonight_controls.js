// The controls of the walk: their texts, the keys, and the count beside them.
function fillControls(picture) {
  const { words, tables, $ } = picture;
  setText($(".live label"), tables.words.scale);
  setText($(".skip"), words.skip);
  setText($(".speed span"), words.speed);
  setText($(".by label"), tables.words.group_by);
  setText($(".order"), words.order);
  setText($(".keys"), words.keys);
  $(".transport").setAttribute("aria-label", words.controls);
  $(".presets").setAttribute("aria-label", tables.words.presets);
  $(".rows").setAttribute("aria-label", words.tally);
  $(".speed select").replaceChildren(...words.speeds.map((text, i) => make("option", { value: i }, text)));
  $(".speed select").value = 1;
  $("#grouping").replaceChildren(...tables.groupings.map(({ key, name }) => make("option", { value: key }, name)));
  $("#grouping").value = picture.grouping.key;
  picture.presets = tables.presets.filter((preset) => preset.plain).map(({ stop, plain }) => {
    const one = make("button", { type: "button", "aria-pressed": "false", "data-stop": stop }, plain);
    one.addEventListener("click", () => picture.go(stop));
    return one;
  });
  $(".presets").replaceChildren(...picture.presets);
}

// Space, arrows and Escape, wherever they do not belong to a control.
function onKey(picture, event) {
  const path = event.composedPath(), at = path[0], inside = path.includes(picture.root);
  if (!picture.root.isConnected || !picture.tables || !(inside || at === document.body) || event.ctrlKey || event.metaKey || event.altKey) return;
  const control = at.matches?.("input, select, summary, textarea");
  if (event.key === " " && !control && !at.matches?.("button, a")) picture.still ? picture.step(1) : picture.toggle();
  else if (event.key === "ArrowRight" && !control) picture.step(1);
  else if (event.key === "ArrowLeft" && !control) picture.step(-1);
  else if (event.key === "Escape" && ["playing", "paused"].includes(picture.state)) picture.skip();
  else return;
  event.preventDefault();
}

// How many are stopped of how many who have walked past.
function showCount(picture) {
  const { words, number, dropped, street, walk } = picture, counter = picture.$(".counter");
  const text = fillIn(words.counter, { stopped: "\u0001", walked: number(street.walked(walk.length)) });
  if (counter.dataset.text === text + dropped) return;
  counter.dataset.text = text + dropped;
  const [before, after] = text.split("\u0001");
  counter.replaceChildren(before, make("b", {}, number(dropped)), after);
}

// What scrolls the page that the picture is on.
function scrollerOf(root) {
  return root.getRootNode().host?.closest("[data-testid=stMain]") ?? document.scrollingElement;
}

// A mark that moves from one place of the picture to another, and is gone.
const FLIGHT = 450;
function flyTo(box, from, { x, y, g, size }) {
  const flyer = draw("svg", { class: `g${g % 8}`, viewBox: "-8 -8 16 16" });
  draw("path", { d: SHAPES[g % SHAPES.length](5) }, flyer);
  box.append(flyer);
  const end = `translate(${x}px,${y}px) scale(${Math.min(1, size / 8)})`;
  flyer.animate([{ transform: `translate(${from.x}px,${from.y}px)` }, { transform: end }], { duration: FLIGHT, easing: "cubic-bezier(.5,0,.8,.6)" })
    .finished.then(() => flyer.remove(), () => flyer.remove());
}

// Pictures that follow a thumb: what Python calculated for every stop (simulator/charts/live/by_stop.py) is
// looked up while the thumb moves. Nothing is sent, and nothing is calculated but places on the screen.
const NOWHERE = -1, PARTS = 10000;
hub.released ??= {};

// Calls `move` whenever the thumb moves, with picture.stop, picture.settled, and picture.ghost: the
// stop before this movement, or null.
function follow(picture, move) {
  const { live } = picture.spec;
  picture.heard ??= (event) => {
    if (!picture.root.isConnected) { stopFollowing(picture); return; }
    const { channel, stop, settled } = event.detail;
    if (channel !== picture.spec.live?.channel) return;
    const now = lastOf(picture, stop), before = picture.stop;
    if (now === before && settled === picture.settled && event.type === "moved") return;
    if (picture.settled && event.type === "moved" && now !== before) picture.ghost = settled ? null : before;
    picture.stop = now;
    picture.settled = settled ?? picture.settled;
    move(picture);
  };
  for (const name of ["moved", "released"]) hub.events.addEventListener(name, picture.heard);
  if (!live) return;
  picture.stop = lastOf(picture, hub.stops[live.channel] ?? hub.settings[live.channel]?.stop ?? 0);
  picture.settled ??= true;
  if (picture.ghost >= stopsOf(picture)) picture.ghost = null;
}

function stopFollowing(picture) {
  for (const name of ["moved", "released"]) hub.events.removeEventListener(name, picture.heard);
}

function stopsOf(picture) {
  return picture.spec.live.says.at.length;
}

function lastOf(picture, stop) {
  return Math.max(0, Math.min(stopsOf(picture) - 1, stop));
}

// The value of a list that holds each different one once.
function atStop(once, stop) {
  return once.each[once.at[stop]];
}

// Shows a text whose words between ** are bold.
function sayBoldly(element, text) {
  if (element.said === text) return;
  element.said = text;
  element.replaceChildren(...text.split("**").map((part, i) => (i % 2 ? make("b", {}, part) : part)));
}

function plainly(text) {
  return text.replaceAll("**", "");
}

// How high a picture may be, so that it ends within the window; `least` and `most` in pixels.
function heightLeft(element, below, least, most) {
  const scroller = element.getRootNode().host?.closest("[data-testid=stMain]") ?? document.scrollingElement;
  const top = element.getBoundingClientRect().top + scroller.scrollTop;
  return Math.min(most, Math.max(least, innerHeight - top - below));
}

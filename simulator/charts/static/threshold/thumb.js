// How a threshold's thumb is moved: by mouse, finger and keys. `view` has stop, dragging, began(),
// show(settled), go(stop) and commit().
const KEY_PAUSE = 250;
const FINGER_MOVES = 4;

function listenToThumb(input, view) {
  let pressed = null, timer = 0, keys = false;
  // Where a finger landed, until it is clear whether it drags, taps or scrolls the page.
  let finger = null, under = 0;
  input.addEventListener("pointerdown", (event) => {
    pressed = under = view.stop;
    view.dragging = true;
    finger = event.pointerType === "touch" ? event.clientX : null;
    view.began?.();
  });
  input.addEventListener("pointermove", (event) => {
    if (finger !== null && Math.abs(event.clientX - finger) > FINGER_MOVES) finger = null;
  });
  input.addEventListener("input", () => {
    if (finger !== null) { under = Number(input.value); input.value = view.stop; return; }
    // Several presses in a row are one movement.
    if (pressed === null && !keys) { keys = true; view.began?.(); }
    view.stop = Number(input.value);
    view.show(false);
  });
  // A swipe that turns out to be scrolling restores the threshold.
  input.addEventListener("pointercancel", () => {
    view.dragging = false;
    if (pressed !== null) { view.stop = pressed; view.show(true); }
    pressed = finger = null;
  });
  input.addEventListener("change", () => {
    clearTimeout(timer);
    const byPointer = pressed !== null;
    pressed = null;
    view.dragging = !byPointer;
    timer = setTimeout(() => { view.dragging = keys = false; view.commit(); }, byPointer ? 0 : KEY_PAUSE);
  });
  input.addEventListener("pointerup", () => {
    view.dragging = false;
    if (finger === null) return;
    finger = null;
    if (under !== view.stop) { view.go(under); pressed = null; }
  });
}

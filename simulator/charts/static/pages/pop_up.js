// Opens a box under its button, inside the window.
function popUp(button, box) {
  button.popoverTargetElement = box;
  box.addEventListener("toggle", (event) => {
    const open = event.newState === "open", at = button.getBoundingClientRect();
    button.setAttribute("aria-expanded", String(open));
    if (!open) return;
    box.style.left = `${Math.max(8, Math.min(at.left, innerWidth - box.offsetWidth - 8))}px`;
    box.style.top = `${Math.max(8, Math.min(at.bottom + 6, innerHeight - box.offsetHeight - 8))}px`;
  });
}

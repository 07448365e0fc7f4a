// Where the fuzzer can tap: the centers of all visible controls, scrolled into view when chosen.
([selector, at, skip]) => {
  const roots = [document];
  for (let i = 0; i < roots.length; i++)
    for (const element of roots[i].querySelectorAll("*")) if (element.shadowRoot) roots.push(element.shadowRoot);
  const words = new RegExp(skip, "i");
  const here = (a) => !a.href || (new URL(a.href).origin === location.origin && !a.target);
  const found = roots.flatMap((root) => [...root.querySelectorAll(selector)])
    .filter((e) => e.checkVisibility({ visibilityProperty: true }) && e.getClientRects().length && here(e)
      && !words.test(e.textContent) && !words.test(e.getAttribute("aria-label") ?? ""));
  if (!found.length) return null;
  const one = found[Math.min(found.length - 1, Math.floor(at * found.length))];
  one.scrollIntoView({ block: "nearest", inline: "nearest", behavior: "instant" });
  const box = one.getBoundingClientRect();
  return { x: box.x + box.width / 2, y: box.y + box.height / 2, left: box.x, width: box.width, tag: one.tagName.toLowerCase(),
    kind: one.type ?? "", options: one.options?.length ?? 0,
    words: (one.getAttribute("aria-label") || one.innerText || one.textContent || one.id || "").trim().slice(0, 40) };
}

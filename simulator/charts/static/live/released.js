// Says for which stop the server has drawn: what cannot follow the thumb fades until it is released.
const heard = new Set();
hub.released ??= {};

export default function ({ data: { channel, stop, wait, bands } }) {
  hub.released[channel] = { stop, bands };
  const root = document.documentElement;
  root.style.setProperty("--let-go", JSON.stringify(wait));
  const look = (at) => { root.toggleAttribute("data-away", at !== hub.released[channel].stop); };
  if (!heard.has(channel)) {
    heard.add(channel);
    hub.events.addEventListener("moved", ({ detail }) => { if (detail.channel === channel) look(detail.stop); });
  }
  // The thumb may have moved on while the server worked.
  look(hub.stops[channel] ?? stop);
  hub.events.dispatchEvent(new CustomEvent("released", { detail: { channel, stop: hub.stops[channel] ?? stop } }));
}

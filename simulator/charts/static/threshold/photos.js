// Hands photographs to a list of pairs: official portraits by address, or the user's own from disk.
// Without them the list draws sketches.
export default function (component) {
  const photos = { ...component.data };
  if (photos.faces) photos.faces = Object.fromEntries(photos.faces);
  hub.photos ??= {};
  if (hub.photos[photos.channel]?.revision === photos.revision) return;
  hub.photos[photos.channel] = photos;
  hub.events.dispatchEvent(new CustomEvent("photos", { detail: photos.channel }));
}

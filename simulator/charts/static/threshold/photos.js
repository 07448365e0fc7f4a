// Hands photographs from the user's disk to the list of pairs; without them it draws sketches.
export default function (component) {
  const photos = component.data;
  if (hub.photos?.revision === photos.revision) return;
  hub.photos = photos;
  hub.events.dispatchEvent(new CustomEvent("photos", { detail: photos }));
}

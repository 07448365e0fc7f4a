// Keeps the pages of one version of the site, and answers from them; it asks the host only for these.
const KEPT = "falsematch-{version}";
const FILES = {files};

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(KEPT).then((cache) => cache.addAll(FILES)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(caches.keys()
    .then((names) => Promise.all(names.filter((name) => name.startsWith("falsematch-") && name !== KEPT).map((name) => caches.delete(name))))
    .then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const { pathname } = new URL(event.request.url);
  const asked = pathname.endsWith("/") ? `${pathname}index.html` : pathname;
  if (event.request.method !== "GET") return;
  event.respondWith(caches.open(KEPT).then((cache) => cache.match(asked)).then((found) => found ?? fetch(event.request)));
});

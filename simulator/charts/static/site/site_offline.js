// A hosted copy that can be installed: its service worker keeps every page for flight mode.
if (location.protocol.startsWith("http") && "serviceWorker" in navigator) {
  navigator.serviceWorker.register(document.querySelector("link[rel=manifest]").href.replace(/[^/]+$/, "service-worker.js")).catch(() => {});
}

// Tells the browser, and through it screen readers, which language the page is in.
export default function (component) {
  document.documentElement.lang = component.data.language;
}

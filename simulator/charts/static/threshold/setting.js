// Hands the picture a setting that came from the URL or from Python.
export default function (component) {
  const setting = component.data;
  const known = hub.settings[setting.channel];
  if (known && known.revision === setting.revision) return;
  hub.settings[setting.channel] = setting;
  hub.events.dispatchEvent(new CustomEvent("setting", { detail: setting }));
}

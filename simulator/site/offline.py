"""A hosted site as an app: a manifest and a service worker, so that it runs in flight mode."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Mapping

from simulator.charts.embedding import ui_file
from simulator.i18n.language import browser_language
from simulator.site.parts import Look

MANIFEST, WORKER, ICON = "manifest.webmanifest", "service-worker.js", "icon.svg"
POLICY = "; manifest-src 'self'; worker-src 'self'"
"""A page of an installed copy may read its manifest and start its worker, both its own."""
_PICTURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 512 512"><path fill="#fff" '
    'd="M0 0h512v512H0z"/><circle cx="160" cy="256" r="88" fill="#0072b2"/><circle cx="352" '
    'cy="256" r="80" fill="none" stroke="#0072b2" stroke-width="16"/></svg>\n'
)


def installable(look: Look) -> Look:
    """Return the look of pages that can be installed."""
    return dataclasses.replace(look, manifest=MANIFEST, policy=POLICY, scripts=("site_offline",))


def offline_files(pages: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the files that a copy needs to be installed, in the current language.

    Args:
        pages: the site's pages; a change of one of them is a new version.
    """
    manifest = {
        "name": "falsematch",
        "short_name": "falsematch",
        "lang": browser_language(),
        "start_url": "index.html",
        "scope": "./",
        "display": "standalone",
        "background_color": "#ffffff",
        "icons": [{"src": ICON, "sizes": "any", "type": "image/svg+xml"}],
    }
    digest = hashlib.sha256()
    for name in sorted(pages):
        digest.update(f"{name} {hashlib.sha256(pages[name]).hexdigest()}\n".encode())
    worker = ui_file("service_worker.js")
    worker = worker.replace("{version}", digest.hexdigest()[:16])
    worker = worker.replace("{files}", json.dumps([*sorted(pages), MANIFEST, ICON]))
    return {
        MANIFEST: (json.dumps(manifest, indent=1) + "\n").encode(),
        WORKER: worker.encode(),
        ICON: _PICTURE.encode(),
    }

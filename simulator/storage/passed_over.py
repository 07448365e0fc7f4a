"""Files and folders that operating systems leave among a user's own, by name."""

from __future__ import annotations

_BY_NAME = {
    "__macosx": "added by macOS",
    ".ds_store": "added by macOS",
    "icon\r": "added by macOS",
    "thumbs.db": "added by Windows",
    "desktop.ini": "added by Windows",
    "$recycle.bin": "the trash of Windows",
    "system volume information": "added by Windows",
    "@eadir": "added by a Synology server",
    "#recycle": "the trash of a Synology server",
    "lost+found": "added by Linux",
}


def why_passed_over(name: str) -> str | None:
    """Return why a file or folder of this name is not the user's own; None if it may be.

    Args:
        name: its last part alone.
    """
    if name.startswith("._"):
        return "added by macOS"
    reason = _BY_NAME.get(name.lower())
    if reason is None and name.startswith("."):
        return "hidden"
    return reason

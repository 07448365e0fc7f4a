"""Counted nouns in English texts that are not translated: error messages, reports, the terminal."""

from __future__ import annotations


def plural(count: int, one: str, many: str | None = None) -> str:
    """Return a count with its noun, e.g. ``1 photo`` or ``13,233 photos``.

    Texts that are translated use :func:`simulator.i18n.language.ngettext` instead.

    Args:
        count: how many.
        one: the noun for one.
        many: the noun for any other number; ``one`` with an "s" by default.
    """
    return f"{count:,} {one if count == 1 else many or one + 's'}"

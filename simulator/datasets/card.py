"""A data set's card: who is in it, who labeled them and how, license, consent, known harms."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from simulator.errors import CardError
from simulator.storage.formats.toml_files import read_toml


@dataclass(frozen=True)
class Label:
    """A group column: who assigned its values, how, and what tables call them."""

    column: str
    author: str
    how: str
    shown_as: dict[str, str] = field(default_factory=dict)

    def show(self, value: str) -> str:
        """Return the words for one value, e.g. ``White`` → ``White or not listed``."""
        return self.shown_as.get(value, value.replace("_", " "))


@dataclass(frozen=True)
class PhotoPlace:
    """The folders where photos of one collection may be, and the address they are fetched from."""

    folders: tuple[str, ...]
    url: str | None


@dataclass(frozen=True)
class Card:
    """The facts that readers must know before they believe a number about these people."""

    title: str
    summary: str
    source: str
    licence: str
    consent: str
    harms: str
    citation: str
    identity_space: str
    labels: dict[str, Label]
    tally_columns: tuple[str, ...]
    photo_folders: tuple[str, ...]
    photo_url: str | None
    other_portraits: str | None = None
    """The data set that holds another portrait of each of these people."""
    kind_column: str | None = None
    """The manifest's column that says what a picture is: a photograph, a painting."""
    photo_collections: dict[str, PhotoPlace] = field(default_factory=dict)
    """Places of photos from other collections, by the manifest's ``photo_source``."""
    identities: bool = True
    """True if it is known which photos show the same person; if not, FNMR is undefined."""
    origin_unknown: tuple[str, ...] = ()
    """The points that users could not state about their own data: labels, license, consent."""
    people_named: bool = False
    """True if these people may be called by name where they are in a gallery."""
    people_shown: bool = False
    """True if these people's bundled photos may be shown."""
    not_compared_with: tuple[str, ...] = ()
    """Data sets of which nobody listed who is here too: matches with them may be true."""
    people_called: str = ""
    """What a false match takes somebody for, e.g. "another member of Congress"; "" if unsaid."""

    @property
    def photo_places(self) -> list[PhotoPlace]:
        """The places of all its collections, the main one first."""
        return [self.photo_place(), *self.photo_collections.values()]

    def photo_place(self, source: str = "") -> PhotoPlace:
        """Return where the photos of a source are; the card's main place for any other source."""
        main = PhotoPlace(self.photo_folders, self.photo_url)
        return self.photo_collections.get(source, main)


_TEXTS = ("title", "summary", "source", "licence", "consent", "harms", "citation")


def load_card(path: Path) -> Card:
    """Read ``card.toml``.

    Raises:
        CardError: the file is missing, is not TOML, or lacks a field.
    """
    raw = read_toml(
        path, CardError, content="a card", if_missing="Write one; docs/data.md shows the fields."
    )
    missing = [name for name in _TEXTS if not isinstance(raw.get(name), str)]
    if missing:
        raise CardError(
            f"expected the field {missing[0]!r} as text in {path}, found none. "
            "Add it; docs/data.md says what belongs there."
        )
    labels = {}
    for column, entry in _table(raw, "labels", path).items():
        if not isinstance(entry, dict) or not isinstance(entry.get("author"), str):
            raise CardError(
                f"expected [labels.{column}] with an author in {path}. "
                "Say who assigned the label; a label without an author is not used."
            )
        labels[column] = Label(
            column=column,
            author=entry["author"],
            how=str(entry.get("how", "")),
            shown_as={str(k): str(v) for k, v in _table(entry, "shown_as", path).items()},
        )
    photos = _table(raw, "photos", path)
    people = _table(raw, "people", path)
    main = _place(photos, path)
    return Card(
        **{name: " ".join(raw[name].split()) for name in _TEXTS},
        identity_space=str(raw.get("identity_space", path.parent.name)),
        labels=labels,
        tally_columns=_texts_in(raw, "tally_columns", path),
        other_portraits=_optional_text(photos, "other_portraits"),
        kind_column=_optional_text(photos, "kind_column"),
        photo_folders=main.folders,
        photo_url=main.url,
        photo_collections=_collections(photos, path),
        identities=bool(raw.get("identities", True)),
        origin_unknown=_texts_in(raw, "origin_unknown", path),
        people_named=_permission(people, "named", path),
        people_shown=_permission(people, "shown", path),
        people_called=_called(people, path),
        not_compared_with=_texts_in(people, "not_compared_with", path),
    )


def _place(raw: dict[str, Any], path: Path) -> PhotoPlace:
    return PhotoPlace(
        folders=_texts_in(raw, "folders", path),
        url=_optional_text(raw, "url"),
    )


def _collections(photos: dict[str, Any], path: Path) -> dict[str, PhotoPlace]:
    """Return the place of each further collection, under each of its sources.

    Raises:
        CardError: a collection does not name its sources.
    """
    places: dict[str, PhotoPlace] = {}
    entries = photos.get("collections", [])
    for entry in entries if isinstance(entries, list) else [entries]:
        if not isinstance(entry, dict) or not entry.get("sources"):
            raise CardError(
                f"expected [[photos.collections]] with sources in {path}, found none. List the "
                "values of the manifest's column photo_source that it holds."
            )
        places |= {source: _place(entry, path) for source in _texts_in(entry, "sources", path)}
    return places


def _table(raw: dict[str, Any], name: str, path: Path) -> dict[str, Any]:
    value = raw.get(name, {})
    if not isinstance(value, dict):
        raise CardError(f"expected [{name}] to be a table in {path}. Correct it.")
    return value


def _texts_in(raw: dict[str, Any], name: str, path: Path) -> tuple[str, ...]:
    """Return the texts in a list of a card; none where it has no such list.

    Raises:
        CardError: it is no list.
    """
    value = raw.get(name, [])
    if not isinstance(value, list):
        raise CardError(f"expected {name} to be a list in {path}, found {value!r}. Correct it.")
    return tuple(str(one) for one in value)


def _permission(people: dict[str, Any], name: str, path: Path) -> bool:
    """Return whether the card permits it; what a card does not say is not permitted.

    Raises:
        CardError: it says neither true nor false.
    """
    value = people.get(name, False)
    if not isinstance(value, bool):
        raise CardError(
            f"expected {name} in [people] to be true or false in {path}, found {value!r}. Correct "
            "that line."
        )
    return value


_OF_PEOPLE = {"named", "shown", "called", "not_compared_with"}


def _called(people: dict[str, Any], path: Path) -> str:
    """Return what a false match takes somebody for, after checking the table's keys.

    Raises:
        CardError: a key is unknown, or it is no text.
    """
    unknown = sorted(set(people) - _OF_PEOPLE)
    if unknown:
        raise CardError(
            f"expected {', '.join(sorted(_OF_PEOPLE))} in [people] of {path}, found "
            f"{unknown[0]!r}. Correct that line."
        )
    called = people.get("called", "")
    if not isinstance(called, str):
        raise CardError(
            f"expected called in [people] to be text in {path}, found {called!r}. Correct that "
            "line."
        )
    return called


def _optional_text(table: dict[str, Any], name: str) -> str | None:
    return str(table[name]) if name in table else None

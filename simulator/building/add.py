"""Adding the user's own data set: written completely into the user's data folder, or not at all."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path

from simulator.building.survey import Survey
from simulator.datasets.card import Card, load_card
from simulator.datasets.dataset import (
    CARD,
    DATASET_NAME,
    ENCODINGS,
    LABEL_FILES,
    MANIFEST,
    dataset_folder,
    labels_in,
    load_dataset,
)
from simulator.datasets.manifest import load_manifest, save_manifest
from simulator.datasets.same_photo import save_same_photo
from simulator.errors import (
    DatasetNotFound,
    EncodingFileError,
    FalseMatchError,
    ManifestError,
    MatcherNotInstalled,
)
from simulator.faces.encode import Cache, default_cache, open_cache
from simulator.faces.encodings import load_encodings
from simulator.i18n.plurals import plural
from simulator.matchers.dlib import HOW_TO_INSTALL
from simulator.search.gallery import GALLERY_GROUP_LIMIT as MOST_GROUPS
from simulator.search.packs import remove_packs
from simulator.storage.checksums import (
    CHECKSUMS,
    check_digest,
    read_checksums,
    write_checksums,
)
from simulator.storage.csv_cells import safe_path
from simulator.storage.files import write_bytes
from simulator.storage.formats.table import cleaned_cell
from simulator.storage.lock import locked
from simulator.storage.paths import bundled, user_datasets
from simulator.storage.whole_folder import remove_folder, replacing_folder, sweep_folders

UNKNOWN = "Unknown: the person who added this data set did not say."


@dataclass(frozen=True)
class Origin:
    """A user's statements about their own data; None where they cannot give one.

    Attributes:
        title, source: what it is and where it comes from.
        licence: the terms of use.
        consent: whether the people agreed to this use.
        labeled_by, how: who assigned the group labels, and how.
    """

    title: str | None = None
    source: str | None = None
    licence: str | None = None
    consent: str | None = None
    labeled_by: str | None = None
    how: str | None = None

    @property
    def unknown(self) -> tuple[str, ...]:
        """The names of what was not stated; the data set can be used, but always with a notice."""
        stated = {
            "who labelled": self.labeled_by,
            "how": self.how,
            "licence": self.licence,
            "consent": self.consent,
        }
        return tuple(name for name, value in stated.items() if not value)


def card_text(name: str, survey: Survey, origin: Origin, template: Card | None = None) -> str:
    """Return the card as TOML; what the user did not state comes from a known layout's card."""
    if template is not None:
        origin = _completed_from(origin, template)
    people = survey.people
    who = "unknown how many people" if people is None else plural(people, "person", "people")
    fields = {
        "title": origin.title or name,
        "summary": f"{plural(len(survey.rows.rows), 'photo')}, {who}; added on this machine.",
        "source": origin.source or UNKNOWN,
        "licence": origin.licence or UNKNOWN,
        "consent": origin.consent or UNKNOWN,
        "harms": template.harms if template else "A face encoding is biometric data.",
        "citation": template.citation if template else origin.source or UNKNOWN,
        "identity_space": name,
    }
    lines = [f"{key} = {_toml(value)}" for key, value in fields.items()]
    lines.append(f"identities = {str(survey.identities).lower()}")
    lines.append(f"tally_columns = [{', '.join(map(_toml, _tally_columns(survey)))}]")
    lines.append(f"origin_unknown = [{', '.join(map(_toml, origin.unknown))}]")
    for column in survey.group_columns:
        known = template.labels.get(column) if template else None
        lines.append(f"[labels.{_toml(column)}]")
        lines.append(f"author = {_toml(known.author if known else origin.labeled_by or UNKNOWN)}")
        lines.append(f"how = {_toml(known.how if known else origin.how or UNKNOWN)}")
        if known and known.shown_as:
            shown = ", ".join(f"{_toml(k)} = {_toml(v)}" for k, v in known.shown_as.items())
            lines.append(f"shown_as = {{{shown}}}")
    return "\n".join(lines) + "\n"


def _tally_columns(survey: Survey) -> list[str]:
    """Return the labels by which strangers are counted: as many as make no more groups than fit."""
    chosen: list[str] = []
    for column in survey.group_columns:
        wider = [*chosen, column]
        if len({tuple(row.get(c, "") for c in wider) for row in survey.rows.rows}) <= MOST_GROUPS:
            chosen = wider
    return chosen


def _completed_from(origin: Origin, template: Card) -> Origin:
    authors = {label.author for label in template.labels.values()}
    return replace(
        origin,
        title=origin.title or template.title,
        source=origin.source or template.source,
        licence=origin.licence or template.licence,
        consent=origin.consent or template.consent,
        labeled_by=origin.labeled_by or "; ".join(sorted(authors)) or None,
        how=origin.how or ("see each label" if authors else None),
    )


def check_new_name(name: str) -> Path:
    """Return the folder that a new data set of this name will get.

    Raises:
        FalseMatchError: the name cannot be used or is taken, or the user's data folder lies inside
            the project.
    """
    if not DATASET_NAME.fullmatch(name) or name.endswith("."):
        raise FalseMatchError(
            f"expected a name of up to 64 letters, digits, '-', '_' and '.', found {name!r}. "
            "Choose another name."
        )
    root = user_datasets()
    if root.resolve().is_relative_to(bundled("datasets").resolve()):
        raise FalseMatchError(
            f"expected the data folder outside the project, found {root}. Set FALSEMATCH_DATA to "
            "another folder: your own data stays out of the repository."
        )
    if (root / name / CARD).is_file() or (bundled("datasets") / name / CARD).is_file():
        raise FalseMatchError(
            f"expected a new name, found {name!r}, which is installed. Choose another name, "
            f"or remove your own data set first: `falsematch datasets remove {name}`."
        )
    return root / name


def add(name: str, survey: Survey, origin: Origin, template: Card | None = None) -> Path:
    """Write the data set and move it into place as the last step.

    A run that is killed leaves a hidden folder, which the next run deletes.

    Raises:
        MatcherNotInstalled: there are no encodings, because no matcher is installed.
        FalseMatchError: the name is taken, or the disk is full; nothing was changed.
    """
    target = check_new_name(name)
    if survey.encodings is None:
        raise MatcherNotInstalled(HOW_TO_INSTALL)
    if not len(survey.encodings):
        raise ManifestError(
            f"expected a face in at least one photo for {name!r}, found none in "
            f"{plural(len(survey.photos_on_disk), 'photo')}. Check the photos: --dry-run "
            "reports what was found."
        )
    sweep_folders(target.parent)
    with replacing_folder(target) as folder:
        check_new_name(name)  # another run may have added it in the meantime
        _write(folder, name, survey, origin, template)
        _read_back(folder, survey)
    return target


def _write(folder: Path, name: str, survey: Survey, origin: Origin, template: Card | None) -> None:
    assert survey.encodings is not None
    write_bytes(folder / CARD, card_text(name, survey, origin, template).encode("utf-8"))
    save_manifest(survey.rows.rows, survey.rows.columns, folder / MANIFEST)
    survey.encodings.save(folder / ENCODINGS)
    copies = [(*pair, "equal bytes") for pair in survey.same_bytes]
    copies += [(*pair, "equal look (difference hash)") for pair in survey.same_look]
    save_same_photo(folder, copies)
    write_checksums(folder / CHECKSUMS, [folder / ENCODINGS, *labels_in(folder)])
    load_card(folder / CARD)


def _as_read(column: str, cell: str) -> str:
    """Return a cell as the manifest gives it back: a person's name is cleaned, a key is not."""
    if column == "photo":
        return safe_path(cell)
    return cleaned_cell(cell) if column == "subject_id" else cell


def _read_back(folder: Path, survey: Survey) -> None:
    """Check that what was written is read as it was meant, before anybody can use it.

    Raises:
        ManifestError: a key, a path or a label changed on the way.
    """
    read = load_dataset(str(folder))
    wanted = survey.rows.rows
    for column in survey.rows.columns:
        meant = [_as_read(column, row[column]) for row in wanted]
        found = read.manifest[column].tolist()
        if found != meant:
            one, other = next(pair for pair in zip(meant, found, strict=True) if pair[0] != pair[1])
            raise ManifestError(
                f"expected {column} {one!r} to be read back as it was written, found {other!r}. "
                "Rename it in the photos and the table; nothing was added."
            )
    if read.manifest["subject_id"].nunique() < len({row["subject_id"] for row in wanted}):
        raise ManifestError(
            "expected people whose names differ in more than spaces and invisible characters, "
            "found two that do not. Rename one of them; nothing was added."
        )
    assert survey.encodings is not None
    unknown = set(survey.encodings.keys.tolist()) - set(read.manifest["key"])
    if unknown:
        raise ManifestError(
            f"expected every encoding to belong to a photo, found {min(unknown)!r}, which none "
            "has. Rename the photo; nothing was added."
        )


def confirm(name: str) -> Path:
    """Take the checksums of a data set's manifest and lists anew, after they were corrected.

    Args:
        name: the name of one of the user's own data sets, or a folder that holds one.

    Returns:
        The folder.

    Raises:
        DatasetNotFound: there is no such data set.
        FalseMatchError: the encodings are not those that were made, or another run writes there.
    """
    folder = dataset_folder(name)
    with locked(folder):
        path = folder / CHECKSUMS
        digests = read_checksums(path, EncodingFileError)
        labels = labels_in(folder)
        others = [folder / file for file in digests if file not in (MANIFEST, *LABEL_FILES)]
        for file in others:
            load = f"Build {folder.name!r} again; only labels can be confirmed."
            if not file.is_file():
                raise EncodingFileError(f"expected {file}, found no such file. {load}")
            check_digest(file, digests[file.name], EncodingFileError, load)
        load_manifest(folder / MANIFEST)
        write_checksums(path, [*others, *labels])
    return folder


def own_folder(name: str) -> Path:
    """Return the folder of one of the user's own data sets.

    Raises:
        DatasetNotFound: the user has no such data set; bundled ones are not removed.
    """
    sweep_folders(user_datasets())  # what a killed run was about to delete is no data set any more
    folder = user_datasets() / name
    if not DATASET_NAME.fullmatch(name) or folder.is_symlink() or not (folder / CARD).is_file():
        own = sorted(path.parent.name for path in user_datasets().glob(f"*/{CARD}"))
        raise DatasetNotFound(
            f"expected one of your own data sets ({', '.join(own) or 'there is none'}), found "
            f"{name!r}. Bundled data sets stay. See `falsematch datasets list`."
        )
    return folder


def remove(name: str) -> int:
    """Delete one of the user's data sets, its cached encodings, and saved searches of it.

    Photos are not deleted.

    Returns:
        How many encodings were deleted from the cache.

    Raises:
        DatasetNotFound: the user has no data set of that name.
    """
    folder = own_folder(name)
    forgotten = 0
    if default_cache().is_file() and (folder / ENCODINGS).is_file():
        digests = load_encodings(folder / ENCODINGS).digests
        with open_cache(default_cache()) as cache:
            forgotten = _forget(cache, [bytes(row).hex() for row in digests])
    try:
        remove_packs(name)
        remove_folder(folder)
    except OSError as error:
        raise FalseMatchError(
            f"could not delete {folder}: {error.strerror or error}. Delete the folder by hand."
        ) from error
    return forgotten


def _forget(cache: Cache, digests: list[str]) -> int:
    return sum(cache.forget(digest) for digest in digests)


def _toml(text: str) -> str:
    """Return a TOML basic string: JSON's escapes are a subset of TOML's."""
    return json.dumps(" ".join(text.split()), ensure_ascii=False).replace("\x7f", "\\u007f")

"""Paths of data: environment variables win, and the user's own data sets come first."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.errors import FalseMatchError
from simulator.storage.paths import (
    CACHE,
    DATA,
    PHOTOS,
    bundled,
    chosen_folder,
    installed_folder,
    is_private,
    photos_root,
    typed_path,
    user_cache,
    user_datasets,
    user_packs,
    user_photos,
)


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder of the user's data."""
    monkeypatch.setenv("FALSEMATCH_DATA", str(tmp_path))
    return tmp_path


def test_the_users_folders_lie_side_by_side(data: Path) -> None:
    """FALSEMATCH_DATA names the folder above them."""
    assert user_datasets() == data / "datasets"
    assert user_photos() == data / "photos"
    assert user_packs() == data / "packs"


def test_without_a_choice_the_platform_decides(monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty variable is ignored."""
    monkeypatch.setenv("FALSEMATCH_DATA", "")
    assert user_datasets().is_absolute()
    assert user_datasets().parent.name == "falsematch"


def test_the_users_own_data_set_hides_the_bundled_one(data: Path) -> None:
    """A folder without a card does not count."""
    bundled_lfw = bundled("datasets") / "lfw"
    (data / "datasets" / "lfw").mkdir(parents=True)
    assert installed_folder("lfw") == bundled_lfw
    (data / "datasets" / "lfw" / "card.toml").touch()
    assert installed_folder("lfw") == data / "datasets" / "lfw"
    assert installed_folder("nothing") is None


def test_photos_are_where_the_user_says(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Nowhere unless FALSEMATCH_PHOTOS says so."""
    monkeypatch.setenv("FALSEMATCH_PHOTOS", str(tmp_path))
    assert photos_root() == tmp_path
    monkeypatch.delenv("FALSEMATCH_PHOTOS")
    assert photos_root() is None


def test_bundled_files_are_found_in_a_checkout_and_in_a_wheel(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An installed wheel holds them inside the package, a checkout beside it."""
    monkeypatch.setattr("simulator.storage.paths._PACKAGE", tmp_path / "simulator")
    assert bundled("datasets") == tmp_path / "datasets"
    (tmp_path / "simulator" / "bundle").mkdir(parents=True)
    assert bundled("datasets") == tmp_path / "simulator" / "bundle" / "datasets"


@pytest.mark.parametrize("variable", [DATA, CACHE, PHOTOS])
def test_a_folder_from_the_environment(
    variable: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The home is expanded; the project, a home that is not there and no path are refused."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    monkeypatch.setenv(variable, "~/faces")
    assert chosen_folder(variable) == tmp_path / "faces"
    for refused in (str(bundled("datasets")), str(bundled("new")), "~nosuchuser/x"):
        monkeypatch.setenv(variable, refused)
        with pytest.raises(FalseMatchError, match=f"expected .* in {variable}, found"):
            chosen_folder(variable)
    monkeypatch.setenv(variable, "")
    assert chosen_folder(variable) is None


@pytest.mark.parametrize("text", ["~nosuchuser/x", "a\0b", "x" * 300])
def test_a_path_that_no_system_has_is_one_sentence(text: str) -> None:
    with pytest.raises(FalseMatchError, match=r"expected a path.*Write the whole path\."):
        typed_path(text)


def test_what_is_private(tmp_path: Path) -> None:
    assert is_private(user_datasets() / "class" / "manifest.csv")
    assert is_private(user_cache() / "encodings.sqlite")
    assert not is_private(tmp_path / "report.html")

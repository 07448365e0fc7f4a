"""matchers, conditions, experiments: what an option or a grid can name, and names misspelt."""

from __future__ import annotations

import pytest
from support.command_line import Run, one_line


@pytest.mark.parametrize(
    ("command", "listed"),
    [
        ("matchers", ["dlib", "eigenfaces", "congress-115 in lfw"]),
        ("conditions", ["low-light", "face-32px", "congress-115"]),
        ("experiments", ["gallery-size", "audit-training-mix", "720"]),
    ],
)
def test_names_are_listed(here: Run, command: str, listed: list[str]) -> None:
    """Each name stands at the beginning of its row."""
    done = here(command)
    assert done.returncode == 0
    assert all(text in done.stdout for text in listed)


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        (("run", "--gallery", "utkface-adult"), "utkface-adults"),
        (("run", "--gallery", "LFW"), "lfw"),
        (("run", "--gallery", "utkface"), "utkface-adults"),
        (("datasets", "info", "congress-15"), "congress-115"),
        (("run", "--matcher", "dlb"), "dlib"),
        (("run", "--condition", "face32"), "face-32px"),
        (("run", "--condition", "lowlight"), "low-light"),
        (("run", "--group-by", "gendr"), "gender"),
        (("run", "--group-by", "race"), "race_ethnicity"),
        (("run", "--mix", "Wome=10,M=10"), "Women"),
        (("run", "--mix", "us-arrest"), "us-arrests-2018"),
        (("run", "--gallery", "utkface-adults", "--mix", "Blak=9,White=9"), "Black"),
        (("sweep", "galery-size", "--dry-run"), "gallery-size"),
    ],
)
def test_the_nearest_name_is_told(here: Run, words: tuple[str, ...], meant: str) -> None:
    """A misspelt data set, matcher, condition, label, group, mix or experiment."""
    line = one_line(here(*words), 2 if words[-1] == "us-arrest" else 1)
    assert f"Did you mean {meant!r}?" in line


def test_the_values_of_labels_are_listed(here: Run) -> None:
    """With their counts, and as --mix writes them."""
    shown = " ".join(here("datasets", "info", "utkface-adults").stdout.split())
    assert "Asian 1,800, Black 1,800, Indian 1,800, White 1,800, Other 1,181." in shown
    assert "Women (F) 4,204, Men (M) 4,177." in shown

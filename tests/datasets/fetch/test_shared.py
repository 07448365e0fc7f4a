"""Code that all fetchers share: progress over several files, refused members."""

from __future__ import annotations

from simulator.datasets.fetch.shared import all_bytes, bytes_of_part, refusals


def test_bytes_of_one_download() -> None:
    """Without a stated length, the bytes so far count as the total."""
    steps: list[tuple[int, int]] = []
    report = all_bytes(lambda done, total: steps.append((done, total)))
    assert report is not None
    report(5, 10)
    report(7, None)
    assert steps == [(5, 10), (7, 7)]
    assert all_bytes(None) is None


def test_bytes_of_several_downloads() -> None:
    """Files that are finished count; more bytes than were announced raise the total."""
    steps: list[tuple[int, int]] = []
    report = bytes_of_part(lambda done, total: steps.append((done, total)), 100, 150)
    assert report is not None
    report(20, 50)
    report(70, 50)
    assert steps == [(120, 150), (170, 170)]
    assert bytes_of_part(None, 0, 0) is None


def test_refused_members_are_named_in_the_singular_and_the_plural() -> None:
    """Files of kinds that every publisher adds are not worth a note."""
    assert refusals(["readme.pdf", "folder/"]) == ()
    assert refusals(["a.pdf", "../x.jpg"]) == (
        "1 member of the archive was refused, e.g. '../x.jpg'",
    )
    assert refusals(["../x.jpg", "/y.jpg"])[0].startswith("2 members of the archive were refused")

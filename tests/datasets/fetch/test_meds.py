"""Fetching MEDS-II, from a server on this machine in place of NIST."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from support.file_server import QUICK, jpeg, zipped

from simulator.datasets.download import DownloadError
from simulator.datasets.fetch.meds import fetch_meds
from simulator.datasets.layouts import LAYOUT_READERS


def test_meds_from_an_archive(site: tuple[Path, str], tmp_path: Path) -> None:
    """The archive is checked by MD5, unpacked and read by its layout; a wrong one is not kept."""
    table = "img_dname,img_name,subject_id,age_phd,sex,rac,label\n./data/aa,S1.jpg,1,31,F,W,F\n"
    content = zipped({"data/aa/S1.jpg": jpeg(), "subject_metadata.csv": table.encode()})
    (site[0] / "meds.zip").write_bytes(content)
    md5 = "md5:" + hashlib.md5(content).hexdigest()
    done = fetch_meds(tmp_path / "out", url=f"{site[1]}/meds.zip", checksum=md5, limits=QUICK)
    assert done.files == 2
    assert len(LAYOUT_READERS["meds-ii"](tmp_path / "out").rows) == 1
    with pytest.raises(DownloadError, match="NIST may ask for registration"):
        fetch_meds(tmp_path / "other", url=f"{site[1]}/meds.zip", limits=QUICK)

"""The caches on bias or luck: a page in another language has its own words."""

from __future__ import annotations

import pytest
from support.replay import default_replay

from simulator.i18n.language import speaking

pytestmark = pytest.mark.usefixtures("fresh_pages")


def test_verdicts_are_in_the_language_of_the_page():
    """The numbers are the same, the words are not."""
    from simulator.ui import cached_luck

    result = default_replay()
    english = cached_luck.luck(result, 0.468, "gender")
    with speaking("es"):
        spanish = cached_luck.luck(result, 0.468, "gender")
        strangers = cached_luck.strangers(result, "gender")
    assert english["p"] == spanish["p"]
    assert english["verdict"] != spanish["verdict"]
    assert strangers["verdict"] != cached_luck.strangers(result, "gender")["verdict"]

"""The pages, each imported when it is first opened: the first one needs none of their libraries."""


def test() -> None:
    """The test: first of all."""
    from simulator.ui.page_test import page

    page()


def lab() -> None:
    """The Lab."""
    from simulator.ui.page_lab import page

    page()


def audit() -> None:
    """The audit of a gender classifier."""
    from simulator.ui.page_audit import page

    page()


def batch() -> None:
    """Batch experiments."""
    from simulator.ui.page_batch import page

    page()


def data() -> None:
    """Data and consent."""
    from simulator.ui.page_data import page

    page()


def lessons() -> None:
    """The lessons."""
    from simulator.ui.page_lessons import page

    page()


def own_photo() -> None:
    """Your own photo."""
    from simulator.ui.page_own_photo import page

    page()

"""Answers for the matcher's panel: live if the matcher is installed and answers, else recorded."""

from __future__ import annotations

from simulator.errors import FalseMatchError
from simulator.faces.portrait import as_png, portrait, portrait_file
from simulator.i18n.language import _
from simulator.live_matcher.dials import CLEAN, Dials, DialSteps, apply_dials
from simulator.live_matcher.matcher_process import LiveMatcher, installed_matcher
from simulator.live_matcher.panel_view import PanelState
from simulator.live_matcher.recorded_run import Recording, load_recording


def panel_state(live: LiveMatcher, light: int, blur: int, size: int, photo: bool) -> PanelState:
    """Return what the panel shows at this setting.

    Args:
        live: the matcher's process, asked if the matcher is installed.
        light: stops of underexposure; a value between two steps is moved to the nearest.
        blur: motion in percent of the face's width, likewise.
        size: width of the face in pixels, likewise.
        photo: whether the photograph is asked for.

    Raises:
        FalseMatchError: neither the matcher nor the recording is available.
    """
    try:
        info = installed_matcher()
        steps = DialSteps()
        dials = steps.nearest(light, blur, size)
        before = live.replaced
        clean, answer = live.answer(CLEAN), live.answer(dials, photo)
    except FalseMatchError as error:
        return _recorded(load_recording(), Dials(light, blur, size), photo, error)
    return PanelState(
        dials=dials,
        steps=steps,
        answer=answer,
        clean=clean,
        source=_("Live: {matcher}, running in its own process on this machine.").format(
            matcher=info.version
        ),
        live=True,
        photo=answer.photo,
        can_show=True,
        replaced=live.replaced > before,
    )


def _recorded(
    recording: Recording, asked: Dials, photo: bool, error: FalseMatchError
) -> PanelState:
    dials = recording.steps.nearest(asked.light, asked.blur, asked.size)
    clean = recording.answer(CLEAN)
    can_show = portrait_file() is not None
    picture = None
    if photo and can_show and clean.found is not None:
        picture = as_png(apply_dials(portrait(), clean.found.box, dials))
    return PanelState(
        dials=dials,
        steps=recording.steps,
        answer=recording.answer(dials),
        clean=clean,
        source=_(
            "Recorded on {date} with {matcher} (falsematch {version}), not live: the dials stop "
            "only at recorded settings."
        ).format(date=recording.recorded_on, matcher=recording.matcher, version=recording.version),
        live=False,
        photo=picture,
        can_show=can_show,
        trouble=error,
    )

"""Who is falsely matched in galleries of other mixes, at every stop of a threshold's thumb."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np

from simulator.board.stops import Stops
from simulator.charts.by_stop import stop_words
from simulator.charts.live.strips import Choice, Dials, StripRow, Strips
from simulator.charts.named_mixes import ARRESTS_ARE_NOT_PEOPLE, mix_sentences
from simulator.experiment.expected_rates import ExpectedRates
from simulator.i18n.label_names import group_name
from simulator.i18n.language import _, marked, ngettext, number, percent
from simulator.search.named_mixes import TITLES, US_ARRESTS, MixOfGallery
from simulator.stats.intervals import FEWEST_TRIALS_FOR_AN_INTERVAL

OWN = "own"
OWN_MIX = marked("A mix of my own")


def mix_strips(
    rates: Mapping[str, ExpectedRates],
    mixes: Sequence[MixOfGallery],
    groups: Sequence[tuple[str, str]],
    own: Mapping[str, float] | None,
    stops: Stops,
    channel: str,
) -> Strips:
    """Draw a row for each group of the people searched for, with a choice for each mix.

    Args:
        rates: name of a mix, or :data:`OWN` → its rates at every stop, at one gallery size.
        mixes: the named mixes.
        groups: (value, words) of the gallery's groups.
        own: value → parts of a mix of one's own.
        stops: the settings of the threshold.
        channel: whose thumb the picture follows.
    """
    named = {mix.name: mix for mix in mixes}
    names = list(rates)
    people = next(iter(rates.values())).groups
    choices = []
    for name in names:
        mix = named.get(name)
        if mix is None:
            label, note = _(OWN_MIX), ""
            at = [round((own or {}).get(value, 0)) for value, _words in groups]
        else:
            label, note = _(TITLES[name]), " ".join(mix_sentences(mix))
            note += " " + _(ARRESTS_ARE_NOT_PEOPLE) if name == US_ARRESTS else ""
            at = [mix.whole_percent(value) for value, _words in groups]
        choices.append(Choice(name, label, _says(rates[name], stops, label), note, at))
    rows = [
        StripRow(
            group_name(group.label) + (" †" if _few(group.members.sum()) else ""),
            [_rate(rates[name], g) for name in names],
            [_texts(rates[name], g) for name in names],
        )
        for g, group in enumerate(people)
    ]
    return Strips(
        channel,
        _("falsely matched"),
        choices,
        OWN if OWN in rates else names[0],
        rows,
        choose=_("Whose gallery?"),
        dials=Dials(
            _("Parts of the gallery, by group"), [group_name(words) for _value, words in groups]
        )
        if len(groups) > 1
        else None,
    )


def _few(people: int) -> bool:
    return people < FEWEST_TRIALS_FOR_AN_INTERVAL


def _rate(rates: ExpectedRates, group: int) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Return (stops,) the rate of a group; the lower end where it is extrapolated."""
    shown = rates.fpir if rates.inside[0] else rates.low
    return shown[:, 0, group]


def _texts(rates: ExpectedRates, group: int) -> list[str]:
    if rates.inside[0]:
        return ["–" if math.isnan(v) else percent(v) for v in rates.fpir[:, 0, group].tolist()]
    ends = zip(rates.low[:, 0, group].tolist(), rates.high[:, 0, group].tolist(), strict=True)
    return ["–" if math.isnan(low) else f"{percent(low)}–{percent(high)}" for low, high in ends]


def _says(rates: ExpectedRates, stops: Stops, label: str) -> list[str]:
    """Write, for every stop, which large group is falsely matched most and which least."""
    large = [g for g, group in enumerate(rates.groups) if not _few(int(group.members.sum()))]
    photos = ngettext("{count} photo", "{count} photos", rates.sizes[0]).format(
        count=number(rates.sizes[0])
    )
    texts = [_texts(rates, g) for g in range(len(rates.groups))]
    shown = [_rate(rates, g).tolist() for g in range(len(rates.groups))]
    said = []
    for stop in stops.stops:
        at = stop.position
        words = {"setting": stop_words(stop), "photos": photos, "mix": label}
        if len(large) < 2:
            said.append(
                _("At {setting}, in {photos} ({mix}): **{rate}** falsely matched.").format(
                    **words, rate=texts[0][at]
                )
            )
            continue
        most, least = max(large, key=lambda g: shown[g][at]), min(large, key=lambda g: shown[g][at])
        if texts[most][at] == texts[least][at]:
            line = _("At {setting}, in {photos} ({mix}): **{rate}** in every large group.")
            said.append(line.format(**words, rate=texts[most][at]))
            continue
        line = _(
            "At {setting}, in {photos} ({mix}): **{most} {high}** falsely matched, **{least} "
            "{low}**."
        )
        said.append(
            line.format(
                **words,
                most=group_name(rates.groups[most].label),
                high=texts[most][at],
                least=group_name(rates.groups[least].label),
                low=texts[least][at],
            )
        )
    return said

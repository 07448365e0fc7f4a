"""One form for what cannot be measured: what is missing, and what would make it measurable."""

from __future__ import annotations

from simulator.datasets.groups import MOST_GROUPS
from simulator.errors import FalseMatchError
from simulator.i18n.language import _, marked, number

Reason = tuple[str, str]

TWO_PORTRAITS: Reason = (
    marked("two searches of each person were put together, and only their answer was kept."),
    marked("Choose the first or the second portrait."),
)
NO_PROBE_LABELS: Reason = (
    marked("the people searched for have no label with at most {most_groups} groups."),
    marked("Add a column such as gender to their list."),
)
NOTHING_ELSE_KNOWN: Reason = (
    marked("nothing else is known about these people or their photos."),
    marked("For your own people, add columns such as gender and birth_year to the list."),
)
NO_GALLERY_LABELS: Reason = (
    marked("the gallery has no labels by which strangers are counted."),
    marked("Choose a gallery with labels."),
)
TOO_FEW_GALLERY_GROUPS: Reason = (
    marked("this gallery has fewer than two groups with at least {fewest} photos each."),
    marked("Choose another label, or another gallery."),
)
NO_TWO_GROUPS: Reason = (
    marked("this needs two groups of people searched for, and enough photos for the mix."),
    marked("Choose another label, another mix, or a larger gallery."),
)
NOBODY_IN_GROUP: Reason = (
    marked("one of the groups has nobody in it."),
    marked("Choose another group."),
)
ONLY_A_SEARCH: Reason = (
    marked("only a finished search is stored, without the photos' encodings."),
    marked("Choose another gallery, or encode the photos with `falsematch encode`."),
)
TOO_MANY_PAIRS: Reason = (
    marked("more than {most} photos are not compared with each other in every run."),
    marked("The Lab in the web app compares them."),
)
NOBODY_ENROLLED: Reason = (
    marked(
        "none of the people searched for are known to be in a gallery that this matcher compared."
    ),
    marked("Choose the matcher dlib and clear photos, or people with two photos each."),
)
NO_CONFIDENCE: Reason = (
    marked("this matcher has no calibrated confidence."),
    marked("Choose the matcher dlib."),
)
NOT_STORED: Reason = (
    marked("it is not stored for these photos and this matcher."),
    marked("The Lab in the web app calculates it, and `falsematch datasets normalize` stores it."),
)
NOT_COMPARED: Reason = (
    marked("none of the bundled data sets was compared by this matcher."),
    marked("Choose the matcher dlib."),
)
OTHER_MATCHER: Reason = (
    marked("the photos of {name} were compared by another matcher, or unchanged only."),
    marked("Choose the matcher dlib and clear photos."),
)
STORED_FOR_ONE_MATCHER: Reason = (
    marked("all comparisons are stored only for the matcher dlib with clear photos."),
    marked("Choose those."),
)
NO_ENCODINGS: Reason = (
    marked("no encodings come with {name}."),
    marked("Choose other people, or encode the photos with `falsematch encode`."),
)
TOO_FEW_FOR_A_VERDICT: Reason = (
    marked("no group has the {fewest} people that a verdict needs."),
    marked("Choose another label, or search for more people."),
)
TOO_FEW_TO_COMPARE: Reason = (
    marked("this needs two groups of at least {fewest} people each."),
    marked("Choose another label, or search for more people."),
)
LESS_THAN_ONE_PERSON: Reason = (
    marked("a rate of {rate} is less than one person among {people}."),
    marked("Choose {smallest} or more."),
)
LISTS_TOO_SHORT: Reason = (
    marked("the lists of candidates end before {rate} of {people} are falsely matched."),
    marked("Choose a smaller rate."),
)
ALL_AT_ONE_DISTANCE: Reason = (
    marked("more than {rate} of {people} lie at one distance, so no threshold has this rate."),
    marked("Choose a larger rate."),
)
LESS_THAN_ONE_PAIR: Reason = (
    marked("an FMR of {rate} is less than one of {pairs} pairs of people."),
    marked("Choose a larger rate."),
)
NO_SUCH_THRESHOLD: Reason = (
    marked("no threshold from 0.2 to 0.6 gives an FMR of {rate}."),
    marked("Choose another rate."),
)
NO_LABEL_OF_RACE: Reason = (
    marked("too few of the people whose matches are missed have a label of race."),
    marked(
        "Choose people with such a label and two photos each, such as those of London or members "
        "of Congress with two portraits."
    ),
)
LISTS_END: Reason = (
    marked("these lists end at a score, so nobody knows who comes after it."),
    marked("Keep the threshold, or choose a gallery whose lists are whole."),
)
GROUP_LACKS_PHOTOS: Reason = (
    marked("this gallery has not enough photos of one of {groups}."),
    marked("Choose a smaller gallery, or one with more photos of them."),
)
NO_SECOND_PORTRAITS: Reason = (
    marked("no second portraits of {name} are installed."),
    marked("Search for people who have some, such as congress-115."),
)
NOT_FIRST_PORTRAIT: Reason = (
    marked("this compares the first portrait with the other one."),
    marked("Choose the first portrait."),
)
UNDER_A_CONDITION: Reason = (
    marked("the other portraits were not changed in this way."),
    marked("Choose no image condition."),
)
ONLY_FIRST_SEARCHED: Reason = (
    marked("this gallery holds a finished search with the first portraits only."),
    marked("Choose another gallery."),
)


def not_measurable(reason: Reason | FalseMatchError, **values: str) -> str:
    """Return why something cannot be measured here, and what would make it so.

    Args:
        reason: the two sentences, or an error, which says what was expected, what was found, and
            what to do next.
        values: what the sentences name.
    """
    if isinstance(reason, FalseMatchError):
        return _("Not measurable here: {reason}").format(reason=str(reason))
    known = {"most_groups": number(MOST_GROUPS)}
    why, remedy = (_(sentence).format(**known, **values) for sentence in reason)
    return _("Not measurable here: {why} {remedy}").format(why=why, remedy=remedy)

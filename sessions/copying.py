"""The steps of an earlier meet-up, for a new one: the words come along, and nothing that people gave."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from sessions.drafts import Draft, date_line
from sessions.models import Meetup, Option, Step, ThemeBlock

STEP_FIELDS = (
    "kind",
    "choice_mode",
    "section",
    "title",
    "body",
    "instruction",
    "criterion",
    "notes",
    "budget",
    "minutes",
    "shows_directly",
    "is_off",
)


def drafts_of_meetup(
    source: Meetup, meetup: Meetup, places: Sequence[str], themes: Collection[int]
) -> list[Draft]:
    """Return the steps of a meet-up with these themes of it (by number), for one that has been stored already.

    The themes are stored with the new meet-up, and numbered anew from 1. Second rounds and the lines of a ballot
    are of that one day, and stay there. Title, date and places on the slides become those of the new meet-up.
    """
    kept = [theme for theme in source.themes.all() if theme.number in themes]
    blocks = {
        theme.pk: ThemeBlock(meetup=meetup, number=number, title=theme.title, short_title=theme.short_title)
        for number, theme in enumerate(kept, start=1)
    }
    ThemeBlock.objects.bulk_create(blocks.values())
    gone = {theme.title for theme in source.themes.all()} - {theme.title for theme in kept}
    words = _other_words(source, meetup, places)
    drafts = []
    for step in source.steps.filter(second_round_of=None).prefetch_related("options"):
        if step.theme_id and step.theme_id not in blocks:
            continue
        copy = Step(theme=blocks.get(step.theme_id), **{name: getattr(step, name) for name in STEP_FIELDS})
        if step.kind == Step.Kind.SLIDE:
            copy.title = words.get(step.title, step.title)
            copy.body = "\n".join(_lines(step.body, words, gone))
        options = list(_options(step, blocks))
        if step.section != Step.Section.THEMES or len(options) > 1:  # of one theme there is nothing to choose
            drafts.append(Draft(copy, options))
    return drafts


def _other_words(source: Meetup, meetup: Meetup, places: Sequence[str]) -> Mapping[str, str]:
    """Return what becomes of the lines that say which meet-up it is."""
    old_places = [place.place for place in source.live_sessions.all()]
    here = date_line(meetup, places)
    words = {source.programme.date_line: here, date_line(source, old_places): here}
    words |= {source.subtitle: meetup.subtitle, source.title: meetup.title}
    words |= {source.goal: meetup.goal} if meetup.goal else {}
    return {old: new for old, new in words.items() if old}


def _lines(body: str, words: Mapping[str, str], gone: Collection[str]) -> Iterable[str]:
    """Give the lines of a slide in the words of the new meet-up, without the themes that are not taken over."""
    for line in body.split("\n"):
        if line in words and not words[line]:
            continue
        if line.strip().removeprefix("-").strip() not in gone:
            yield words.get(line, line)


def _options(step: Step, blocks: Mapping[int, ThemeBlock]) -> Iterable[Option]:
    for option in step.options.all():
        is_kept = option.theme_id is None or option.theme_id in blocks
        if option.cluster_id is None and is_kept:
            yield Option(text=option.text, group=option.group, theme=blocks.get(option.theme_id))

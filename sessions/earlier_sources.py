"""Where an earlier agenda comes from: another meet-up, a file of our own export, or lines that somebody types."""

import json
import re
from collections.abc import Iterable, Mapping

from sessions.agenda import agenda_of
from sessions.earlier import Given, GivenLine
from sessions.export.data import SCHEMA
from sessions.models import Activity, EarlierAgenda, EarlierQuestion, Meetup
from sessions.texts import clean_line

Outcome = EarlierQuestion.Outcome
Status = Activity.Status
MOST_LINES = 300
NOT_OURS = "Dit bestand is geen kennisagenda van dit programma. Kies een JSON-bestand dat u met Download maakte."
NEWER = "Dit bestand is van een andere versie van het programma."
BROKEN = "Dit bestand is beschadigd: {}."
TOO_MANY = f"Dit zijn te veel kennisvragen: hooguit {MOST_LINES} tegelijk."
NO_LINES = "In deze agenda staan geen kennisvragen."

_BULLET = re.compile(r"\A(?:[-–•*]|\(?\d{1,3}[.)])\s+")
_NUMBER = re.compile(r"\A(K\d{1,2}\.\d{1,3})\b[.:)]?\s*")
_YEAR = re.compile(r"\A(\d{4})-\d\d-\d\d\Z")
_THEME_WORDS = 3  # a longer one counts when a capital follows


class BrokenAgenda(Exception):
    """No earlier agenda can be read from this; the message says why, to staff."""


def of_meetup(meetup: Meetup) -> Given:
    """Return the agenda of a meet-up as it is now. Raises BrokenAgenda when it holds no knowledge question."""
    agenda = agenda_of(meetup)
    lines = [
        GivenLine(
            text=line.question.text,
            number=line.number,
            theme=line.question.theme.short_title if line.question.theme else "",
            form=line.question.form.singular if line.question.form else "",
            lead=line.question.lead,
            **_proposal([(activity.title, activity.status) for activity in line.activities]),
        )
        for line in agenda.lines
    ]
    return _given(meetup.title, meetup.date.year, lines)


def of_file(content: bytes) -> Given:
    """Return the agenda in a file of our own export (JSON). Raises BrokenAgenda when it is none."""
    try:
        file = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise BrokenAgenda(NOT_OURS) from error
    if not isinstance(file, dict) or not isinstance(file.get("schema"), str):
        raise BrokenAgenda(NOT_OURS)
    if file["schema"] != SCHEMA:
        raise BrokenAgenda(NEWER if file["schema"].startswith(SCHEMA.rpartition("/")[0]) else NOT_OURS)
    year = _YEAR.match(_text(file, "date", 10))
    if year is None:
        raise BrokenAgenda(BROKEN.format("de datum ontbreekt"))
    statuses = {label: value for value, label in Status.choices}
    activities = {
        _text(one, "number", 10): (_text(one, "title", 300), statuses.get(_text(one, "status", 20), ""))
        for one in _list(file, "activities")
    }
    cards = [card for chapter in _list(file, "chapters") for card in _list(chapter, "cards")]
    return _given(
        _text(file, "title", EarlierAgenda._meta.get_field("title").max_length),
        int(year[1]),
        [_card(card, activities) for card in cards],
    )


def of_lines(title: str, year: int, typed: str) -> Given:
    """Return the agenda that somebody typed: a knowledge question a line, with "thema:" before it if he likes.

    Raises BrokenAgenda when a line is too long, or there is none.
    """
    lines = [_typed_line(number, line) for number, line in enumerate(typed.splitlines(), start=1) if line.strip()]
    return _given(title, year, lines)


def _typed_line(number: int, line: str) -> GivenLine:
    text = _BULLET.sub("", clean_line(line))
    code = _NUMBER.match(text)
    text = _NUMBER.sub("", text)
    theme, _, question = (part.strip() for part in text.partition(":"))
    is_theme = question and "?" not in theme
    if not (is_theme and (len(theme.split()) <= _THEME_WORDS or question[0].isupper())):
        theme, question = "", text
    for what, limit in ((question, "text"), (theme, "theme")):
        most = EarlierQuestion._meta.get_field(limit).max_length
        if len(what) > most:
            raise BrokenAgenda(f"Regel {number} is te lang: hooguit {most} tekens.")
    if not question:
        raise BrokenAgenda(f"Op regel {number} staat geen kennisvraag.")
    return GivenLine(text=question, number=code[1] if code else "", theme=theme)


def _card(card: object, activities: Mapping[str, tuple[str, str]]) -> GivenLine:
    numbers = [number for number in _list(card, "activities") if isinstance(number, str)]
    text = _text(card, "question", 300)
    if not text:
        raise BrokenAgenda(BROKEN.format("een kennisvraag is leeg"))
    return GivenLine(
        text=text,
        number=_text(card, "number", 10),
        theme=_text(card, "theme", 200),
        form=_text(card, "form", 100),
        lead=_text(card, "lead", 120),
        **_proposal([activities[number] for number in numbers if number in activities]),
    )


def _proposal(activities: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return what probably came of a question, from the titles and states of its activities; nothing without."""
    activities = list(activities)
    statuses = {status for _, status in activities}
    if not statuses:
        return {}
    if statuses == {Status.DONE}:
        proposed = Outcome.DONE
    elif statuses & {Status.DONE, Status.RUNNING, Status.AGREED}:
        proposed = Outcome.RUNNING
    else:
        proposed = Outcome.NOT_DONE
    labels = dict(Status.choices)
    ground = "; ".join(f"{title} ({labels.get(status, 'onbekend')})" for title, status in activities)
    most = EarlierQuestion._meta.get_field("ground").max_length
    return {"proposed": proposed, "ground": ground if len(ground) <= most else f"{ground[: most - 1]}…"}


def _given(title: str, year: int, lines: list[GivenLine]) -> Given:
    if not lines:
        raise BrokenAgenda(NO_LINES)
    if len(lines) > MOST_LINES:
        raise BrokenAgenda(TOO_MANY)
    return Given(title, year, lines)


def _list(item: object, name: str) -> list[object]:
    found = item.get(name) if isinstance(item, dict) else None
    if not isinstance(found, list):
        raise BrokenAgenda(BROKEN.format(f"“{name}” ontbreekt"))
    return found


def _text(item: object, name: str, most: int) -> str:
    """Return a text of a file, cleaned; the length is looked at first, since cleaning a long text is slow."""
    found = item.get(name) if isinstance(item, dict) else None
    if not isinstance(found, str) or len(found) > 4 * most:
        raise BrokenAgenda(BROKEN.format(f"“{name}” ontbreekt of is te lang"))
    text = clean_line(found)
    if len(text) > most:
        raise BrokenAgenda(BROKEN.format(f"“{name}” is te lang"))
    return text

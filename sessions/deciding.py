"""What a facilitator can decide about one answer at the desk: a word and a letter for each."""

from dataclasses import dataclass

from sessions.models import Answer
from sessions.stage import Stage


@dataclass(frozen=True)
class Decision:
    """One button of a card: its action as in the address, what it says, its letter, and what it sends as `on`."""

    action: str
    label: str
    key: str = ""
    on: str = ""


HIDE = Decision("verbergen", "Verberg", "v")
RESTORE = Decision("terugzetten", "Zet terug", "v")
ADMIT = Decision("toelaten", "Laat toe", "t")
APPROVE = Decision("toelaten", "Keur goed", "t")
HIGHLIGHT = Decision("uitlichten", "Licht uit", "u", "1")
HIGHLIGHT_NO_MORE = Decision("uitlichten", "Niet meer uitlichten", "u", "0")
ENLARGE = Decision("groot", "Groot op het scherm", "s", "1")
ENLARGE_NO_MORE = Decision("groot", "Niet meer groot", "s", "0")
HIDE_PHONE = Decision("telefoon-verbergen", "Verberg alles van deze telefoon")
MUTE_PHONE = Decision("telefoon-dempen", "Demp: wat er nog komt, wacht op u", on="1")
MUTE_PHONE_NO_MORE = Decision("telefoon-dempen", "Demp niet meer", on="0")

FIRST = {
    Answer.State.VISIBLE: HIDE,
    Answer.State.HIDDEN: RESTORE,
    Answer.State.LATE: ADMIT,
    Answer.State.NEW: APPROVE,
}


def first_decision(answer: Answer) -> Decision:
    """Return what is decided most often about an answer in its state: the button that keeps the focus."""
    return FIRST[Answer.State(answer.state)]


def further_decisions(answer: Answer, stage: Stage) -> list[Decision]:
    """Return what else can be decided about an answer at the step that is on."""
    if answer.state == Answer.State.HIDDEN:
        return []
    if answer.state != Answer.State.VISIBLE:
        return [HIDE]
    decisions = [HIGHLIGHT_NO_MORE if answer.is_highlighted else HIGHLIGHT]
    if stage.live_session.spotlight_id == answer.pk:
        decisions.append(ENLARGE_NO_MORE)
    elif stage.shows_results:
        decisions.append(ENLARGE)
    return decisions


def decisions_about_phone(answer: Answer) -> list[Decision]:
    """Return what can be decided about the phone that an answer came from; nothing when it came from none."""
    if answer.source != Answer.Source.PHONE:
        return []
    return [HIDE_PHONE, MUTE_PHONE_NO_MORE if answer.from_muted else MUTE_PHONE]

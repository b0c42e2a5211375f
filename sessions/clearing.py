"""What staff decide about words that look like personal data: they may be published, or not after all."""

from sessions.changes import change
from sessions.models import Clearance, Event, Meetup
from sessions.personal_data import key_of, words_of
from sessions.revising import ref_of, rewrite
from sessions.seen import check_unchanged

CLEARED = Event.Kind.CLEARANCE_CHANGED


def clear_words(*, meetup: Meetup, words: str) -> Clearance:
    """Let words be published, wherever they stand in this meet-up; return the clearance. Twice makes one."""
    with change(meetup.pk, Event.Actor.STAFF) as current:
        there = next((one for one in meetup.clearances.all() if key_of(one.words) == key_of(words)), None)
        if there:
            return there
        clearance = Clearance(meetup=current.meetup)
        rewrite(current, CLEARED, clearance, {"words": words_of(words)})
        return clearance


def take_back_clearance(*, meetup: Meetup, clearance_id: int, seen_seq: int | None = None) -> None:
    """Ask for a decision about cleared words again; nothing happens when that is so already.

    Raises ChangedMeanwhile when somebody cleared them after `seen_seq`.
    """
    with change(meetup.pk, Event.Actor.STAFF) as current:
        clearance = meetup.clearances.filter(pk=clearance_id).first()
        if clearance is None:
            return
        ref = ref_of(clearance)
        check_unchanged(current.meetup, seen_seq, {CLEARED}, ref)
        words = clearance.words
        clearance.delete()
        current.revise(CLEARED, ref, before={"words": words}, after={"words": ""})

"""What the writes of a phone have in common: each counts once, in a round of the phone's own place.

Every write carries a key that the phone made when the person pressed send. Sent again, it is answered from
its receipt, so nothing is lost and nothing counts twice.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from sessions.changes import Change, change, id_of
from sessions.models import Event, Option, Participant, Receipt, Round, Step
from sessions.models.meetup import GRACE
from sessions.refusals import Refusal


class NotFound(Refusal):
    """The round, option or answer does not exist, or belongs to somebody else."""


class UnknownParticipant(Refusal):
    """Nobody in this place has the id that a phone sends along."""


class RoundClosed(Refusal):
    """The round does not take this (any more); final."""


class KeyReused(Refusal):
    """The key was used before, for something else."""


@dataclass(frozen=True)
class Outcome:
    """How a write ended. `status`: accepted, duplicate (the same key again) or late (kept for the facilitator).

    `about` is the row that it is about, or its id; a new row has an id once all is committed.
    """

    status: str
    about: object
    rev: int
    seq: int

    @property
    def id(self) -> int:
        """Return the id of what was written."""
        return id_of(self.about)


def once(
    participant: Participant, key: str, request: tuple[object, ...], act: Callable[[Change], Outcome]
) -> Outcome:
    """Do what `act` does once per key: a second time the receipt answers, and nothing happens.

    `request` is all that was asked. Raises KeyReused when the key came with another one, and what `act` raises.
    """
    request_hash = hashlib.sha256(repr(request).encode()).hexdigest()
    with change(participant.live_session.meetup_id, Event.Actor.PARTICIPANT) as current:
        receipt = current.commit.receipt_of(participant.pk, key)
        if receipt is None:
            outcome = act(current)
            receipt = Receipt(
                participant=participant,
                key=key,
                request_hash=request_hash,
                status=outcome.status,
                rev=outcome.rev,
                seq=outcome.seq,
            )
            receipt.about = outcome.about
            current.commit.keep_receipt(receipt)
            return outcome
        if receipt.request_hash != request_hash:
            raise KeyReused
        status = "late" if receipt.status == "late" else "duplicate"
        about = receipt.ref if receipt.pk else receipt.about
        return Outcome(status, about, receipt.rev, receipt.seq)


def round_of(current: Change, participant: Participant, round_id: int, kinds: set[Step.Kind]) -> Round:
    """Return a round of the participant's place whose step is of one of these kinds. Raises NotFound."""
    rounds = Round.objects.select_related("step__theme", "live_session")
    round_ = current.commit.findings.recall(Round, round_id, lambda: rounds.filter(pk=round_id).first())
    is_here = round_ is not None and round_.live_session_id == participant.live_session_id
    if not is_here or round_.step.kind not in kinds:
        raise NotFound
    return round_


def option_of(current: Change, step: Step, option_id: int) -> Option:
    """Return an option of a step. Raises NotFound."""
    options = current.commit.findings.recall(Option, step.pk, lambda: step.options.in_bulk())
    try:
        return options[option_id]
    except KeyError as error:
        raise NotFound from error


def takes_words(round_: Round, current: Change) -> bool:
    """Tell whether the round is open, its timer included; the clock may not have closed it yet."""
    return round_.is_open and (round_.ends_at is None or current.at <= round_.ends_at + GRACE)

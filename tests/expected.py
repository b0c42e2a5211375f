"""What must be stored, worked out from the books of a crowd alone: every acknowledged write.

A phone does one thing after another and everything it changes is its own, so the order in the books is the order
that counts.
"""

from dataclasses import dataclass, field

from tests.ledger import OK, UNKNOWN, Intention


@dataclass
class ExpectedAnswer:
    """One answer as its phone was last told that it is. `key` sent it first, `last` changed it last."""

    key: str
    phone: str
    place: str
    round: int
    id: int
    text: str
    state: str
    rev: int
    last: Intention


@dataclass
class ExpectedChoices:
    """What one phone chose in one round: values by option."""

    values: dict[int, int] = field(default_factory=dict)
    last: Intention | None = None


@dataclass
class Expected:
    """Answers by their first key, choices by (phone, round), supports (on or off) by (phone, answer id).

    `uncertain` holds what an unanswered write may have changed: ids of answers, and keys of choices and supports.
    """

    answers: dict[str, ExpectedAnswer] = field(default_factory=dict)
    choices: dict[tuple[str, int], ExpectedChoices] = field(default_factory=dict)
    supports: dict[tuple[str, int], tuple[bool, Intention]] = field(default_factory=dict)
    uncertain: set = field(default_factory=set)


def expected_of(crowd):
    """Return what the acknowledgements in the books of this crowd add up to."""
    expected = Expected()
    modes = {poll.id: poll.mode for place in crowd.places for poll in place.polls}
    by_id = {}
    for intention in crowd.ledger.intentions(OK):
        reply, fields = intention.acknowledgement, intention.fields
        if intention.kind == "answer":
            answer = ExpectedAnswer(
                key=intention.key,
                phone=intention.phone,
                place=intention.place,
                round=fields["round"],
                id=reply.id,
                text=fields["text"],
                state="late" if reply.word == "late" else "visible",
                rev=reply.rev,
                last=intention,
            )
            expected.answers[intention.key] = by_id[intention.phone, reply.id] = answer
        elif intention.kind in {"revise", "withdraw"}:
            answer = by_id[intention.phone, fields["answer"]]
            answer.last, answer.rev = intention, reply.rev
            if intention.kind == "revise":
                answer.text = fields["text"]
            else:
                answer.state = "withdrawn"
        elif intention.kind == "support":
            expected.supports[intention.phone, fields["answer"]] = fields["on"] == "1", intention
        else:
            chosen = expected.choices.setdefault((intention.phone, fields["round"]), ExpectedChoices())
            chosen.last = intention
            _choose(chosen.values, modes[fields["round"]], fields["option"], fields["value"])
    for intention in crowd.ledger.intentions(UNKNOWN):
        expected.uncertain.add(_touched(intention))
    return expected


def _choose(values, mode, option, value):
    if mode == "one" and value:
        values.clear()
    if value:
        values[option] = value
    else:
        values.pop(option, None)


def _touched(intention):
    fields = intention.fields
    if intention.kind == "choose":
        return intention.phone, fields["round"]
    if intention.kind == "support":
        return intention.phone, fields["answer"]
    return fields.get("answer")

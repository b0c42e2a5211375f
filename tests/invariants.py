"""What must be true after any disturbance, whatever was killed, cut or full.

`check` holds the books of a crowd against the database, and against what phones, screens, desks and files show.
"""

from collections import Counter, defaultdict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from tests.expected import expected_of
from tests.ledger import OK, REFUSED, UNKNOWN
from tests.stored import plain, read_stored
from tests.views import check_export, check_phones, check_screens

SHOWN = 5  # examples of each kind of finding in the message


@dataclass
class Figures:
    """How it ended. `unheard`: stored while the reply never arrived, told so only when it was sent again."""

    operations: int
    ok: int
    refused: int
    unknown: int
    unheard: int
    lost: int = 0
    doubled: int = 0


class Findings:
    """What is not as it must be: examples by kind, and the keys that were lost or doubled."""

    def __init__(self):
        self._found = defaultdict(list)
        self._keys = defaultdict(set)

    def __bool__(self):
        return bool(self._found)

    def lost(self, key, text):
        """An acknowledged write is not there, or not with what it said last."""
        self._add("lost", key, text)

    def doubled(self, key, text):
        """One key was counted twice."""
        self._add("doubled", key, text)

    def other(self, kind, text):
        self._found[kind].append(text)

    def count(self, kind):
        return len(self._keys[kind])

    def _add(self, kind, key, text):
        self._keys[kind].add(key)
        self._found[kind].append(f"{key}: {text}")

    def __str__(self):
        lines = []
        for kind, texts in self._found.items():
            lines += [f"{self.count(kind) or len(texts)} {kind}:", *(f"  {text}" for text in texts[:SHOWN])]
        return "\n".join(lines)


class Broken(AssertionError):
    """Something acknowledged was lost, doubled or shown differently; carries the figures."""

    def __init__(self, findings, figures):
        super().__init__(f"{figures}\n{findings}")
        self.figures = figures


def check(program, crowd, others=()):
    """Return the figures of what this settled crowd did, or raise Broken with what is not as it must be.

    `others` are further processes on the same database.
    """
    findings = Findings()
    expected, stored = expected_of(crowd), read_stored(program)
    for phone in crowd.ledger.forgotten:
        findings.lost(phone, "joined, and was told later that it never did")
    check_answers(findings, expected, stored, crowd)
    check_choices(findings, expected, stored, crowd)
    check_receipts(findings, stored, crowd)
    check_events(findings, stored)
    if not findings:  # else what people see is of no use to know
        programs = (program, *others)
        check_phones(findings, expected, crowd)
        check_export(findings, expected, crowd, program)
        check_screens(findings, crowd, programs, lambda: read_stored(program).seq)
        check_repeats(findings, crowd, program)
    figures = _figures(findings, crowd)
    if findings:
        raise Broken(findings, figures)
    return figures


def check_answers(findings, expected, stored, crowd):
    """Every acknowledged answer is there once with its last words; nothing is there that nobody sent."""
    rows = defaultdict(list)
    for row in stored.answers:
        rows[row.text.partition(" ")[0]].append(row)
    for key, found in rows.items():
        if len(found) > 1:
            findings.doubled(key, f"{len(found)} answers: {', '.join(row.text for row in found)}")
    asked = {intention.key: intention for intention in crowd.ledger.intentions()}
    for key in rows.keys() - expected.answers.keys():
        if key not in asked:
            findings.other("sent by nobody", str(rows[key][0]))
        elif asked[key].outcome == REFUSED:
            findings.other("refused but stored", str(asked[key]))
    participants = _participants(crowd)
    for answer in expected.answers.values():
        found = rows.get(answer.key)
        if not found:
            findings.lost(answer.key, f"{answer.last} is not stored")
            continue
        row = found[0]
        if len(found) > 1 or row.id in expected.uncertain:
            continue
        want = answer.text, answer.state, answer.rev, answer.round, participants[answer.phone]
        have = row.text, row.state, row.rev, row.round, row.participant
        if want != have:
            findings.lost(answer.last.key, f"{answer.last} said {want}, stored is {have}")


def check_choices(findings, expected, stored, crowd):
    """Everybody's choices and supports are those of his last acknowledged write."""
    participants = _participants(crowd)
    choices = defaultdict(dict)
    for (who, round_, option), value in stored.choices.items():
        choices[who, round_][option] = value
    for (phone, round_), chosen in expected.choices.items():
        have = choices.pop((participants[phone], round_), {})
        if have != chosen.values and (phone, round_) not in expected.uncertain:
            findings.lost(
                chosen.last.key, f"{chosen.last} came to {chosen.values} in round {round_}, stored is {have}"
            )
    phones = {participant: phone for phone, participant in participants.items()}
    for (who, round_), have in choices.items():
        if (phones.get(who), round_) not in expected.uncertain:
            findings.other("chosen by nobody", f"{have} of {phones.get(who, who)} in round {round_}")
    wanted = {key for key, (on, _) in expected.supports.items() if on} - expected.uncertain
    have = {(phones.get(who, who), answer) for who, answer in stored.supports} - expected.uncertain
    for key in wanted ^ have:
        on, last = expected.supports.get(key, (False, None))
        findings.lost(last.key if last else str(key), f"{last} left support {on}, stored is {key in have}")


def check_receipts(findings, stored, crowd):
    """Every acknowledged key has one receipt, which says what its phone was told; refused keys have none."""
    receipts = defaultdict(list)
    for row in stored.receipts:
        receipts[row.key].append(row)
    for intention in crowd.ledger.intentions():
        found = receipts.pop(intention.key, [])
        if len(found) > 1:
            findings.doubled(intention.key, f"{len(found)} receipts")
        told = {reply.stored for reply in intention.replies if reply.says_stored}
        if len(told) > 1:
            findings.other("told two things", f"{intention}: {told}")
        first_times = sum(reply.word == "accepted" for reply in intention.replies)
        if first_times > 1:
            findings.other("accepted twice", str(intention))
        if intention.outcome == OK and not found:
            findings.other("without a receipt", str(intention))
        elif intention.outcome == OK and {(row.ref, row.rev, row.seq) for row in found} != told:
            findings.other("with another receipt", f"{intention}: told {told}, {found}")
        elif intention.outcome == REFUSED and found:
            findings.other("refused but stored", str(intention))
    if receipts:
        findings.other("sent by nobody", f"receipts {list(receipts)[:SHOWN]}")


def check_events(findings, stored):
    """The events are numbered 1 up to the seq of the meet-up, without a gap; no two writes share a number."""
    if stored.event_seqs != list(range(1, stored.seq + 1)):
        missing = sorted(set(range(1, stored.seq + 1)) - set(stored.event_seqs))
        findings.other("wrong in the events", f"seq is {stored.seq}, missing {missing[:SHOWN]}")
    twice = [seq for seq, times in Counter(row.seq for row in stored.receipts).items() if times > 1]
    if twice:
        findings.other("wrong in the events", f"seq {twice[:SHOWN]} was given twice")


def check_repeats(findings, crowd, program):
    """Every acknowledged key, sent once more, is answered as before, and that changes nothing."""
    before = read_stored(program)
    todo = defaultdict(list)
    for intention in crowd.ledger.intentions(OK):
        todo[intention.phone].append(intention)

    def repeat(member):
        return [(intention, member.repeat(intention)) for intention in todo[member.name]]

    with ThreadPoolExecutor(len(crowd.members)) as pool:
        for intention, reply in (pair for pairs in pool.map(repeat, crowd.members) for pair in pairs):
            told = intention.acknowledgement
            word = "late" if told.word == "late" else "duplicate"
            if reply is None or (reply.word, reply.stored) != (word, told.stored):
                findings.other("answered differently when repeated", f"{intention}: {told}, then {reply}")
    if read_stored(program) != before:
        findings.other("changed by repeats", f"seq {before.seq} became {read_stored(program).seq}")


def _participants(crowd):
    return {member.name: plain(member.participant) for member in crowd.members}


def _figures(findings, crowd):
    ledger = crowd.ledger
    first = [intention.acknowledgement.word for intention in ledger.intentions(OK)]
    return Figures(
        operations=ledger.operations,
        ok=ledger.count(OK),
        refused=ledger.count(REFUSED),
        unknown=ledger.count(UNKNOWN),
        unheard=first.count("duplicate"),
        lost=findings.count("lost"),
        doubled=findings.count("doubled"),
    )

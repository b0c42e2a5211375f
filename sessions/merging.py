"""What another laptop gave is put with what is here: any number of times, and never twice.

A place without a connection runs on a laptop of its own. Its parcel (see parcel.py) brings people and answers by
their ids, and steps, options and groups by what they say. What people gave here is never changed by it; what came
from that laptop before follows what happened there since.
"""

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TypeVar
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Model

from sessions.changes import Change, change, one_commit, writers_turn
from sessions.clustering import group_answers
from sessions.matching import Programme
from sessions.models import Answer, Choice, Event, LiveSession, Meetup, Participant, Round, Support, WaitingParcel
from sessions.models.answers import answer_code
from sessions.parcel import AnswerGiven, BrokenParcel, Parcel, PersonGiven, PlaceGiven, read
from sessions.preparation import add_place
from sessions.texts import clean_line, clean_text

Row = TypeVar("Row", bound=Model)

SERIAL = re.compile(r"-(\d{1,6})\Z")
ENDED = {Answer.State.WITHDRAWN, Answer.State.ERASED}


@dataclass
class Gain:
    """What a parcel adds to one place; `revised` are answers that their authors changed since the last time."""

    place: LiveSession
    is_new_place: bool = False
    people: int = 0
    answers: int = 0
    revised: int = 0
    choices: int = 0
    supports: int = 0
    groups: set[tuple[int | None, str]] = field(default_factory=set)

    @property
    def is_nothing(self) -> bool:
        """Tell whether all of it was here already."""
        return not (self.people or self.answers or self.revised or self.choices or self.supports)


def merge(*, meetup: Meetup, parcel: Parcel) -> list[Gain]:
    """Put what a parcel holds with what a meet-up has, in one commit; return what came of it in each place.

    A parcel that is older than one of the same laptop before adds nothing. Raises BrokenParcel when its programme
    is another, or it holds what cannot be stored.
    """
    with change(meetup.pk, Event.Actor.FACILITATOR) as current:
        if _is_older(meetup, parcel):
            return []
        programme = Programme(current.meetup, parcel)
        return [_Merging(current, parcel, given, programme).run() for given in parcel.places if given.people]


def preview(*, meetup: Meetup, parcel: Parcel) -> list[Gain]:
    """Return what `merge` would bring, and store nothing; raises what it raises."""
    gains: list[Gain] = []
    try:
        with one_commit(meetup.pk):
            gains += merge(meetup=meetup, parcel=parcel)
            raise _OnlyLooked
    except _OnlyLooked:
        return gains


def lay_ready(*, meetup: Meetup, content: bytes) -> list[Gain]:
    """Keep a file until somebody agrees with what it adds, and return what that is. Raises BrokenParcel."""
    gains = preview(meetup=meetup, parcel=read(content))
    with writers_turn():
        WaitingParcel.objects.update_or_create(
            meetup=meetup, defaults={"content": content, "digest": hashlib.sha256(content).hexdigest()}
        )
    return gains


def take_waiting(*, meetup: Meetup, digest: str) -> list[Gain] | None:
    """Merge the file that waits, if it is the one with this digest, and let it go; None when it is not.

    Raises BrokenParcel when the programme changed in such a way that it fits no more.
    """
    with one_commit(meetup.pk):
        waiting = WaitingParcel.objects.filter(meetup=meetup, digest=digest).first()
        if waiting is None:
            return None
        gains = merge(meetup=meetup, parcel=read(bytes(waiting.content)))
        waiting.delete()
        return gains


class _OnlyLooked(Exception):
    """Undoes a merge that was only to be looked at."""


def _is_older(meetup: Meetup, parcel: Parcel) -> bool:
    before = Event.objects.filter(meetup=meetup, kind=Event.Kind.MERGED, ref=str(parcel.epoch)).last()
    return before is not None and before.detail["seq"] > parcel.seq


class _Merging:
    """The merging of one place."""

    def __init__(self, current: Change, parcel: Parcel, given: PlaceGiven, programme: Programme) -> None:
        self._current = current
        self._parcel = parcel
        self._given = given
        self._programme = programme
        place = current.meetup.live_sessions.filter(place__iexact=clean_line(given.place)).first()
        self._gain = Gain(place or add_place(current.meetup, clean_line(given.place)), is_new_place=place is None)
        self._place = self._gain.place
        self._people: dict[UUID, Participant] = {}
        self._rounds = {round_.step_id: round_ for round_ in self._place.rounds.select_related("step__theme")}
        for round_ in self._rounds.values():
            round_.live_session = self._place

    def run(self) -> Gain:
        """Merge the place; every part is a fixed number of queries, but for one for each group."""
        self._take_people()
        self._take_rounds()
        self._take_answers()
        self._take_supports()
        self._take_choices()
        if not self._gain.is_nothing:
            self._current.record(
                Event.Kind.MERGED, str(self._parcel.epoch), live_session=self._place, seq=self._parcel.seq
            )
        return self._gain

    def _take_people(self) -> None:
        known = Participant.objects.select_related("live_session").in_bulk([one.id for one in self._given.people])
        scribe = Participant.objects.filter(live_session=self._place, is_scribe=True).first()
        new = []
        for one in self._given.people:
            if one.id in known:
                if known[one.id].live_session_id != self._place.pk:
                    raise BrokenParcel(f"Iemand uit {self._place} doet hier mee in een andere locatie.")
                self._people[one.id] = known[one.id]
            elif one.is_scribe and scribe:
                self._people[one.id] = scribe
            else:
                new.append(self._person(one))
        Participant.objects.bulk_create(_checked(new))
        for person, one in zip(
            new, [one for one in self._given.people if one.id not in self._people], strict=True
        ):
            person.joined_at = one.joined_at  # storing it set this to now
            self._people[one.id] = person
        Participant.objects.bulk_update(new, ["joined_at"], batch_size=500)
        self._gain.people = sum(not person.is_scribe for person in new)

    def _person(self, one: PersonGiven) -> Participant:
        return Participant(
            pk=one.id,
            live_session=self._place,
            municipality=self._programme.municipalities.get(one.municipality),
            position=self._programme.positions.get(one.position),
            role=one.role,
            is_scribe=one.is_scribe,
            is_muted=one.is_muted,
            is_rehearsal=one.is_rehearsal,
            is_merged=True,
        )

    def _take_rounds(self) -> None:
        """Take over how far the place came, where nothing was opened here; what is open there is closed here."""
        for given in self._given.rounds:
            round_ = self._round(given.step)
            if round_.state != Round.State.PREPARED:
                continue
            round_.state, round_.revealed = Round.State.CLOSED, given.revealed
            round_.opened_at = given.opened_at
            round_.closed_at = max(given.opened_at, given.closed_at or self._parcel.made_at)
            round_.save()

    def _round(self, number: int) -> Round:
        return self._rounds[self._programme.step(number).pk]

    def _take_answers(self) -> None:
        given = sorted(self._given.answers, key=lambda one: (one.created_at, one.code))
        known = {
            answer.key: answer
            for answer in Answer.objects.filter(round__live_session=self._place).select_related("participant")
        }
        taken = {answer.code for answer in known.values()}
        last = self._place.last_answer_number
        self._place.last_answer_number = max([last, *(_serial(one.code) for one in given if one.key not in known)])
        fresh = {one.key: self._answer(one, taken) for one in given if one.key not in known}
        for number, answer in enumerate(fresh.values(), start=self._current.next_seq):
            answer.created_seq = answer.changed_seq = number
        Answer.objects.bulk_create(_checked(fresh.values()))
        for answer in fresh.values():
            self._record(Event.Kind.ANSWER_SUBMITTED, answer)
        self._place.save(update_fields=["last_answer_number"])
        for one in given:
            if one.key in known:
                self._follow(known[one.key], one)
        self._group([one for one in given if one.key in fresh and one.cluster], fresh)
        self._answers = {key: answer.pk for key, answer in (known | fresh).items()}
        self._gain.answers = len(fresh)

    def _answer(self, one: AnswerGiven, taken: set[str]) -> Answer:
        round_ = self._round(one.step)
        code = answer_code(round_, _serial(one.code))
        while code in taken or not _serial(one.code):
            self._place.last_answer_number += 1
            code = answer_code(round_, self._place.last_answer_number)
            if code not in taken:
                break
        taken.add(code)
        return Answer(
            key=one.key,
            round=round_,
            participant=self._participant(one.participant),
            option=self._programme.option(one.step, one.option) if one.option else None,
            code=code,
            text=clean_text(one.text),
            state=one.state,
            hidden_reason=one.hidden_reason,
            is_highlighted=one.is_highlighted,
            source=one.source,
            heads=one.heads,
            rev=one.rev,
            created_at=one.created_at,
        )

    def _participant(self, participant_id: UUID) -> Participant:
        if participant_id not in self._people:
            raise BrokenParcel("Het bestand is beschadigd: van iets is onbekend wie het gaf.")
        return self._people[participant_id]

    def _follow(self, answer: Answer, one: AnswerGiven) -> None:
        """Take over what its author did with an answer that came from there: other words, or taking it back."""
        if not answer.participant.is_merged or answer.state in ENDED:
            return
        if one.state in ENDED:
            answer.state, answer.rev, kind = one.state, one.rev, Event.Kind.ANSWER_WITHDRAWN
            answer.text = "" if one.state == Answer.State.ERASED else answer.text
        elif one.rev > answer.rev:
            answer.text, answer.rev, kind = clean_text(one.text), one.rev, Event.Kind.ANSWER_REVISED
            answer.option = self._programme.option(one.step, one.option) if one.option else None
        else:
            return
        answer.changed_seq = self._current.next_seq
        _checked([answer])
        answer.save()
        self._record(kind, answer)
        self._gain.revised += 1

    def _record(self, kind: Event.Kind, answer: Answer) -> None:
        self._current.record(kind, answer.pk, live_session=self._place, round=answer.round_id)

    def _group(self, given: list[AnswerGiven], fresh: dict[UUID, Answer]) -> None:
        """Put new answers in the group of the same name and theme, as they stood there."""
        together: dict[tuple[int | None, str], list[int]] = defaultdict(list)
        for one in given:
            together[one.cluster_theme, clean_line(one.cluster)].append(fresh[one.key].pk)
        for (theme, name), answer_ids in together.items():
            cluster = self._programme.cluster(theme, name)
            group_answers(meetup=self._current.meetup, answer_ids=answer_ids, cluster=cluster)
        self._gain.groups |= set(together)

    def _take_supports(self) -> None:
        given = {
            (self._answers[one.answer], self._participant(one.participant).pk)
            for one in self._given.supports
            if one.answer in self._answers
        }
        followed = {person.pk for person in self._people.values() if person.is_merged}
        here = Support.objects.filter(participant__in=self._people, answer__in=self._answers.values())
        known = {(one.answer_id, one.participant_id): one for one in here}
        gone = [one.pk for pair, one in known.items() if pair not in given and one.participant_id in followed]
        new = [Support(answer_id=answer, participant_id=person) for answer, person in given - known.keys()]
        Support.objects.filter(pk__in=gone).delete()
        Support.objects.bulk_create(new)
        self._gain.supports = len(new) + len(gone)

    def _take_choices(self) -> None:
        """Take over what people chose; somebody who chose here too keeps what was chosen here."""
        given = {}
        for one in self._given.choices:
            person, round_ = self._participant(one.participant), self._round(one.step)
            option = self._programme.option(one.step, one.option)
            given[round_.pk, option.pk, person.pk] = one.value
        here = Choice.objects.filter(participant__in=self._people, round__live_session=self._place)
        known = {(one.round_id, one.option_id, one.participant_id): one for one in here}
        followed = {person.pk for person in self._people.values() if person.is_merged}
        chose_here = {(round_, person) for round_, _, person in known if person not in followed}
        new = [
            Choice(round_id=round_, option_id=option, participant_id=person, value=value)
            for (round_, option, person), value in given.items()
            if (round_, option, person) not in known and (round_, person) not in chose_here
        ]
        changed = []
        for key, one in known.items():
            if one.participant_id in followed and key in given and given[key] != one.value:
                one.value = given[key]
                changed.append(one)
        gone = [one.pk for key, one in known.items() if one.participant_id in followed and key not in given]
        Choice.objects.filter(pk__in=gone).delete()
        Choice.objects.bulk_create(_checked(new))
        Choice.objects.bulk_update(_checked(changed), ["value"], batch_size=500)
        self._gain.choices = len(new) + len(changed) + len(gone)


def _serial(code: str) -> int:
    """Return the serial number in the code of an answer, 0 when there is none."""
    found = SERIAL.search(code)
    return int(found[1]) if found else 0


def _checked(rows: Iterable[Row]) -> list[Row]:
    """Return rows that can be stored: bulk writes do not look. Raises BrokenParcel."""
    checked = list(rows)
    for row in checked:
        related = [one.name for one in row._meta.concrete_fields if one.is_relation]
        try:
            row.clean_fields(exclude=related)
        except ValidationError as error:
            raise BrokenParcel("Het bestand is beschadigd: een waarde klopt niet.") from error
    return checked

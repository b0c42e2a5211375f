"""What one laptop gives to another: all that people gave there, in a file with ids that are the same on both.

It holds what a copy of the day holds, hidden answers and the ids of participants included, and has to be kept as
carefully.
"""

import dataclasses
import datetime
import json
import types
import typing
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone

from sessions.models import Answer, Choice, Cluster, LiveSession, Meetup, Option, Participant, Round, Step, Support

SCHEMA = "pmg-overdracht/1"


class BrokenParcel(Exception):
    """The file is not one that another laptop made; the message says what is wrong, to the facilitator."""


@dataclass(frozen=True)
class OptionGiven:
    """An option by what it says; one of a ballot by the group it is about."""

    number: int
    text: str
    group: str
    cluster: str
    cluster_theme: int | None
    form: str
    joins: bool


@dataclass(frozen=True)
class StepGiven:
    """A step by what it is, and the options that somebody may have chosen."""

    number: int
    kind: str
    choice_mode: str
    section: str
    theme: int | None
    title: str
    is_second: bool
    options: list[OptionGiven]


@dataclass(frozen=True)
class PersonGiven:
    """A participant, his municipality and position by name."""

    id: UUID
    municipality: str
    position: str
    role: str
    is_scribe: bool
    is_muted: bool
    is_rehearsal: bool
    joined_at: datetime.datetime


@dataclass(frozen=True)
class RoundGiven:
    """How far a place came with a step, by the number of the step."""

    step: int
    state: str
    revealed: bool
    opened_at: datetime.datetime
    closed_at: datetime.datetime | None


@dataclass(frozen=True)
class AnswerGiven:
    """An answer; `option` is the number of its label, `cluster` the name of its group ("" for none)."""

    key: UUID
    participant: UUID
    step: int
    option: int | None
    cluster: str
    cluster_theme: int | None
    code: str
    text: str
    state: str
    hidden_reason: str
    is_highlighted: bool
    source: str
    heads: int
    rev: int
    created_at: datetime.datetime


@dataclass(frozen=True)
class SupportGiven:
    """Somebody's support for an answer."""

    answer: UUID
    participant: UUID


@dataclass(frozen=True)
class ChoiceGiven:
    """What somebody chose, by the numbers of the step and of its option."""

    participant: UUID
    step: int
    option: int
    value: int


@dataclass(frozen=True)
class PlaceGiven:
    """One place, with all that was given there."""

    place: str
    letter: str
    people: list[PersonGiven]
    rounds: list[RoundGiven]
    answers: list[AnswerGiven]
    supports: list[SupportGiven]
    choices: list[ChoiceGiven]


@dataclass(frozen=True)
class Parcel:
    """All places of a meet-up as one laptop has them. `epoch` and `seq` say of which history, and how far."""

    schema: str
    meetup: UUID
    title: str
    date: datetime.date
    epoch: UUID
    seq: int
    made_at: datetime.datetime
    steps: list[StepGiven]
    places: list[PlaceGiven]


def parcel_of(meetup: Meetup) -> Parcel:
    """Return all that was given in the places of a meet-up, in a fixed number of queries a place."""
    seq, epoch = Meetup.objects.values_list("seq", "epoch").get(pk=meetup.pk)
    steps = meetup.steps.select_related("theme").prefetch_related("options__cluster__theme", "options__form")
    return Parcel(
        schema=SCHEMA,
        meetup=meetup.key,
        title=meetup.title,
        date=meetup.date,
        epoch=epoch,
        seq=seq,
        made_at=timezone.now(),
        steps=[_step(step) for step in steps],
        places=[_place(place) for place in meetup.live_sessions.all()],
    )


def write(parcel: Parcel) -> bytes:
    """Return a parcel as a file."""
    return json.dumps(dataclasses.asdict(parcel), default=str, ensure_ascii=False).encode()


def read(content: bytes) -> Parcel:
    """Return the parcel that a file holds. Raises BrokenParcel."""
    try:
        data = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise BrokenParcel("Dit is geen bestand dat een andere laptop voor u bewaarde.") from error
    if not isinstance(data, dict) or data.get("schema") != SCHEMA:
        raise BrokenParcel(
            "Dit is geen bestand van “Bewaar alles voor de andere laptop”, of van een andere versie."
        )
    return _read(Parcel, data, "het bestand")


def _step(step: Step) -> StepGiven:
    return StepGiven(
        number=step.number,
        kind=step.kind,
        choice_mode=step.choice_mode,
        section=step.section,
        theme=step.theme.number if step.theme else None,
        title=step.title,
        is_second=step.second_round_of_id is not None,
        options=[_option(option) for option in step.options.all()],
    )


def _option(option: Option) -> OptionGiven:
    return OptionGiven(
        number=option.number,
        text=option.text,
        group=option.group,
        cluster=option.cluster.name if option.cluster else "",
        cluster_theme=_theme_of(option.cluster),
        form=option.form.text if option.form else "",
        joins=option.joins,
    )


def _theme_of(cluster: Cluster | None) -> int | None:
    return cluster.theme.number if cluster and cluster.theme else None


def _place(place: LiveSession) -> PlaceGiven:
    people = Participant.objects.filter(live_session=place).select_related("municipality", "position")
    rounds = place.rounds.exclude(state=Round.State.PREPARED).select_related("step")
    answers = Answer.objects.filter(round__live_session=place).select_related(
        "round__step", "option", "cluster__theme"
    )
    supports = Support.objects.filter(answer__round__live_session=place)
    choices = Choice.objects.filter(round__live_session=place)
    return PlaceGiven(
        place=place.place,
        letter=place.letter,
        people=[_person(one) for one in people],
        rounds=[
            RoundGiven(one.step.number, one.state, one.revealed, one.opened_at, one.closed_at) for one in rounds
        ],
        answers=[_answer(one) for one in answers],
        supports=[SupportGiven(*keys) for keys in supports.values_list("answer__key", "participant")],
        choices=[
            ChoiceGiven(*row)
            for row in choices.values_list("participant", "round__step__number", "option__number", "value")
        ],
    )


def _person(one: Participant) -> PersonGiven:
    return PersonGiven(
        id=one.pk,
        municipality=one.municipality.name if one.municipality else "",
        position=one.position.text if one.position else "",
        role=one.role,
        is_scribe=one.is_scribe,
        is_muted=one.is_muted,
        is_rehearsal=one.is_rehearsal,
        joined_at=one.joined_at,
    )


def _answer(answer: Answer) -> AnswerGiven:
    return AnswerGiven(
        key=answer.key,
        participant=answer.participant_id,
        step=answer.round.step.number,
        option=answer.option.number if answer.option else None,
        cluster=answer.cluster.name if answer.cluster else "",
        cluster_theme=_theme_of(answer.cluster),
        code=answer.code,
        text=answer.text,
        state=answer.state,
        hidden_reason=answer.hidden_reason,
        is_highlighted=answer.is_highlighted,
        source=answer.source,
        heads=answer.heads,
        rev=answer.rev,
        created_at=answer.created_at,
    )


def _read(kind: typing.Any, value: object, where: str) -> typing.Any:  # noqa: ANN401 - what the kind says
    """Return a value as the kind that a field asks for. Raises BrokenParcel, which says where it went wrong."""
    if isinstance(kind, types.UnionType):
        return None if value is None else _read(typing.get_args(kind)[0], value, where)
    if typing.get_origin(kind) is list:
        if isinstance(value, list):
            return [_read(typing.get_args(kind)[0], one, where) for one in value]
    elif dataclasses.is_dataclass(kind):
        if isinstance(value, dict):
            hints = typing.get_type_hints(kind)
            return kind(**{name: _read(hint, value.get(name), f"{where}, {name}") for name, hint in hints.items()})
    elif kind in MADE_OF_TEXT:
        if isinstance(value, str):
            try:
                return MADE_OF_TEXT[kind](value)
            except ValueError as error:
                raise BrokenParcel(f"Het bestand is beschadigd ({where}).") from error
    elif type(value) is kind:  # a bool is no number here
        return value
    raise BrokenParcel(f"Het bestand is beschadigd ({where}).")


def _moment(text: str) -> datetime.datetime:
    moment = datetime.datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("a moment without an offset")
    return moment


MADE_OF_TEXT = {UUID: UUID, datetime.date: datetime.date.fromisoformat, datetime.datetime: _moment}

"""Writes of one moment in one commit: each hears how its own ended, and only when it is stored."""

import asyncio
import threading

import pytest
from asgiref.sync import sync_to_async
from django.db import IntegrityError, OperationalError

from sessions import participation, voting
from sessions.changes import change
from sessions.models import Answer, Event, Meetup, Receipt
from sessions.once import NotFound
from sessions.together import MOST_AT_ONCE, Together, Waiting, perform
from tests import cast
from tests.cast import Section, new_key

pytestmark = pytest.mark.django_db(transaction=True)

A_ROOM = 300
SUBMITTED = Event.Kind.ANSWER_SUBMITTED


@pytest.fixture
async def day():
    day = await sync_to_async(cast.make_day)()
    await sync_to_async(cast.ask)(day, Section.KNOWLEDGE)
    day.round = await sync_to_async(cast.round_of)(day.etten_leur)
    return day


@pytest.fixture
def together():
    return Together()


def answering(day, participant, text, key=None):
    """Return the write of an answer."""
    key = key or new_key()
    return lambda commit: participation.submit_answer(
        participant=participant, round_id=day.round.pk, key=key, text=text
    )


async def test_a_room_that_sends_at_once_is_stored_in_a_few_commits(day, together):
    people = await sync_to_async(cast.join_many)(day.etten_leur, A_ROOM)

    outcomes = await asyncio.gather(
        *(together.do(day.meetup.pk, answering(day, person, f"Van {n}")) for n, person in enumerate(people))
    )

    commits = {at async for at in Event.objects.filter(kind=SUBMITTED).values_list("at", flat=True)}
    assert len(commits) <= A_ROOM / MOST_AT_ONCE + 1
    assert await Answer.objects.acount() == await Receipt.objects.acount() == A_ROOM
    assert len({outcome.id for outcome in outcomes}) == A_ROOM
    codes = [code async for code in Answer.objects.order_by("created_seq").values_list("code", flat=True)]
    assert codes == [f"E1-{number:03d}" for number in range(1, A_ROOM + 1)]
    seqs = [seq async for seq in Event.objects.order_by("seq").values_list("seq", flat=True)]
    assert seqs == list(range(1, (await Meetup.objects.aget()).seq + 1))


async def test_two_taps_in_one_commit_count_once(day, together):
    key = new_key()

    first, second, other = await asyncio.gather(
        together.do(day.meetup.pk, answering(day, day.anna, "Een keer", key)),
        together.do(day.meetup.pk, answering(day, day.anna, "Een keer", key)),
        together.do(day.meetup.pk, answering(day, day.bram, "Van een ander", key)),
    )

    assert (first.status, second.status, other.status) == ("accepted", "duplicate", "accepted")
    assert (first.id, first.seq) == (second.id, second.seq)
    assert await Answer.objects.acount() == 2


async def test_dots_of_one_person_in_one_commit_stay_within_the_budget(day, together):
    round_ = await sync_to_async(cast.go_to)(day.etten_leur, Section.THEMES)
    await sync_to_async(cast.open_step)(day.etten_leur)
    options = [option async for option in round_.step.options.all()]

    def giving(option):
        return lambda commit: voting.choose(
            participant=day.anna, round_id=round_.pk, option_id=option.pk, key=new_key(), value=2
        )

    ended = await asyncio.gather(
        *(together.do(day.meetup.pk, giving(option)) for option in options[:2]), return_exceptions=True
    )

    assert [type(one).__name__ for one in ended] == ["Outcome", "Refused"]


async def test_write_that_is_refused_takes_no_other_with_it(day, together):
    def refused(commit):
        raise NotFound

    def broken(commit):
        with change(day.meetup.pk, Event.Actor.PARTICIPANT) as current:
            Receipt.objects.create(participant=day.anna, key=new_key(), ref=1, seq=current.next_seq, rev=None)

    stored, no, mistake, also_stored = await asyncio.gather(
        together.do(day.meetup.pk, answering(day, day.anna, "Ervoor")),
        together.do(day.meetup.pk, refused),
        together.do(day.meetup.pk, broken),
        together.do(day.meetup.pk, answering(day, day.bram, "Erna")),
        return_exceptions=True,
    )

    assert isinstance(no, NotFound)
    assert isinstance(mistake, IntegrityError)
    assert stored.status == also_stored.status == "accepted"
    assert await Answer.objects.acount() == 2


async def test_nobody_is_told_that_all_is_well_when_the_disk_is_full(day, together):
    def full(commit):
        raise OperationalError("database or disk is full")

    ended = await asyncio.gather(
        together.do(day.meetup.pk, answering(day, day.anna, "Ervoor")),
        together.do(day.meetup.pk, full),
        together.do(day.meetup.pk, answering(day, day.bram, "Erna")),
        return_exceptions=True,
    )

    assert [type(one) for one in ended] == [OperationalError] * 3
    assert await Answer.objects.acount() == 0
    outcome = await together.do(day.meetup.pk, answering(day, day.anna, "Later is er weer plaats"))
    assert outcome.status == "accepted"


async def test_who_gives_up_waiting_is_stored_all_the_same_and_hinders_nobody(day, together):
    began, goes_on = threading.Event(), threading.Event()

    def slow(commit):
        began.set()
        goes_on.wait(5)

    first = asyncio.create_task(together.do(day.meetup.pk, slow))
    await asyncio.to_thread(began.wait, 5)
    gone = asyncio.create_task(together.do(day.meetup.pk, answering(day, day.anna, "Niet gewacht")))
    other = asyncio.create_task(together.do(day.meetup.pk, answering(day, day.bram, "Wel gewacht")))
    await asyncio.sleep(0)
    gone.cancel()
    goes_on.set()

    await first
    assert (await other).status == "accepted"
    assert await Answer.objects.acount() == 2


@pytest.mark.parametrize("count", [1, 50])
def test_commit_takes_as_many_queries_for_many_answers_as_for_one(count, django_assert_num_queries):
    day = cast.make_day()
    cast.ask(day, Section.KNOWLEDGE)
    day.round = cast.round_of(day.etten_leur)
    senders = [(person.pk, new_key()) for person in cast.join_many(day.etten_leur, count)]

    def answer(participant_id, key):
        def write(commit):
            participant = commit.participants[participant_id]
            participant.live_session = day.etten_leur
            return participation.submit_answer(
                participant=participant, round_id=day.round.pk, key=key, text="Een antwoord"
            )

        return Waiting(write, (participant_id, key), None)

    batch = [answer(*sender) for sender in senders]
    # Begin and commit; read the meet-up, the people, their receipts and the round; store answers, events, receipts
    # and two counters.
    with django_assert_num_queries(11):
        perform(day.meetup.pk, batch)

    assert Answer.objects.count() == Receipt.objects.count() == count

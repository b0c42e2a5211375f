"""The counter and the row of events behind every change."""

import threading

import pytest
from django.db import OperationalError

from sessions import changes
from sessions.changes import change, one_commit
from sessions.models import Event, Meetup
from sessions.refusals import Refusal
from tests.cast import make_day

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def meetup():
    return make_day().meetup


def test_every_event_gets_the_next_number(meetup):
    with change(meetup.pk, Event.Actor.STAFF) as current:
        first = current.record(Event.Kind.AGENDA_CHANGED, 1)
        second = current.record(Event.Kind.AGENDA_CHANGED, 2)

    meetup.refresh_from_db()
    assert (first, second, meetup.seq) == (1, 2, 2)
    assert list(Event.objects.values_list("seq", "ref")) == [(1, "1"), (2, "2")]


def test_next_seq_is_the_number_of_the_next_event(meetup):
    with change(meetup.pk, Event.Actor.STAFF) as current:
        assert current.next_seq == current.record(Event.Kind.AGENDA_CHANGED, 1)


def test_a_change_that_records_nothing_leaves_the_counter(meetup):
    with change(meetup.pk, Event.Actor.STAFF):
        pass

    meetup.refresh_from_db()
    assert meetup.seq == 0


def test_an_error_undoes_the_events_and_the_counter(meetup):
    def record_and_fail():
        with change(meetup.pk, Event.Actor.STAFF) as current:
            current.record(Event.Kind.AGENDA_CHANGED, 1)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        record_and_fail()

    meetup.refresh_from_db()
    assert meetup.seq == 0
    assert not Event.objects.exists()


def test_a_change_of_an_unknown_meetup_is_refused(meetup):
    with pytest.raises(Meetup.DoesNotExist), change(meetup.pk + 1, Event.Actor.STAFF):
        pass


def test_who_waits_too_long_for_a_turn_to_write_is_told_to_come_back(monkeypatch):
    monkeypatch.setattr(changes, "LONGEST_WAIT_SECONDS", 0.05)
    got_in = []

    def wait_for_a_turn():
        try:
            with changes.writers_turn():
                got_in.append("in")
        except OperationalError as error:
            got_in.append(str(error))

    with changes.writers_turn():
        late_comer = threading.Thread(target=wait_for_a_turn)
        late_comer.start()
        late_comer.join()
    wait_for_a_turn()

    assert got_in == ["database is locked: others have been writing for too long", "in"]


def test_changes_in_one_commit_share_it_and_get_their_numbers_in_turn(meetup):
    with one_commit(meetup.pk):
        for ref in (1, 2):
            with change(meetup.pk, Event.Actor.STAFF) as current:
                current.record(Event.Kind.AGENDA_CHANGED, ref)
        assert not Event.objects.exists()

    meetup.refresh_from_db()
    assert list(Event.objects.values_list("seq", "ref")) == [(1, "1"), (2, "2")]
    assert meetup.seq == 2


def test_a_refusal_in_a_shared_commit_leaves_the_others_alone(meetup):
    def refuse():
        with change(meetup.pk, Event.Actor.STAFF):
            raise Refusal

    with one_commit(meetup.pk):
        with change(meetup.pk, Event.Actor.STAFF) as current:
            current.record(Event.Kind.AGENDA_CHANGED, 1)
        with pytest.raises(Refusal):
            refuse()
        with change(meetup.pk, Event.Actor.STAFF) as current:
            current.record(Event.Kind.AGENDA_CHANGED, 3)

    meetup.refresh_from_db()
    assert list(Event.objects.values_list("seq", "ref")) == [(1, "1"), (2, "3")]
    assert meetup.seq == 2


def test_a_shared_commit_that_fails_stores_nothing(meetup):
    def write_and_fail():
        with one_commit(meetup.pk):
            with change(meetup.pk, Event.Actor.STAFF) as current:
                current.record(Event.Kind.AGENDA_CHANGED, 1)
            raise OperationalError

    with pytest.raises(OperationalError):
        write_and_fail()

    meetup.refresh_from_db()
    assert meetup.seq == 0
    assert not Event.objects.exists()
    with change(meetup.pk, Event.Actor.STAFF) as current:  # and nobody is in the way of the next
        current.record(Event.Kind.AGENDA_CHANGED, 1)


def test_a_commit_is_of_one_meetup(meetup):
    with one_commit(meetup.pk), pytest.raises(ValueError, match="another"), change(0, Event.Actor.STAFF):
        pass

"""The counter and the row of events behind every change."""

import pytest

from sessions.changes import change
from sessions.models import Event, Meetup
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

"""What staff write is kept as it was: what it was before, what it became, why, and who did it."""

import pytest

from sessions import clustering, curation
from sessions.changes import acting
from sessions.models import Event, Revision
from tests.agenda_page import make_group, make_question
from tests.cast import make_day

pytestmark = pytest.mark.django_db


def last_revision():
    return Revision.objects.order_by("event__seq").last()


def test_rewording_keeps_only_what_changed_with_the_reason():
    day = make_day()
    question = make_question(day, "Hoe houden we talent vast?")

    curation.reword_question(
        question=question, text="Wat houdt jong talent hier?", lead="", why="Het ging om jong talent."
    )

    revision = last_revision()
    assert revision.before == {"text": "Hoe houden we talent vast?"}
    assert revision.after == {"text": "Wat houdt jong talent hier?"}
    assert revision.why == "Het ging om jong talent."


def test_rows_are_kept_as_their_ids():
    day = make_day()
    question = make_question(day)
    form = day.meetup.programme.forms.get(singular="werkgroep")
    groups = list(question.clusters.all())

    curation.reword_question(question=question, form=form, clusters=[])

    assert last_revision().before == {"form": None, "clusters": [group.pk for group in groups]}
    assert last_revision().after == {"form": form.pk, "clusters": []}


def test_something_new_has_nothing_before():
    day = make_day()

    question = make_question(day, "Hoe houden we talent vast?")

    assert last_revision().before == {}
    assert last_revision().after["text"] == "Hoe houden we talent vast?"
    assert last_revision().after["clusters"] == [question.clusters.get().pk]


def test_what_holds_already_is_no_revision():
    day = make_day()
    question = make_question(day, "Hoe houden we talent vast?")

    curation.reword_question(question=question, text="Hoe houden we talent vast?")

    assert Revision.objects.count() == 1


def test_renaming_a_group_keeps_its_name_from_before():
    day = make_day()
    group = make_group(day, "Talent")

    clustering.rename_cluster(cluster=group, name="Jong talent")

    assert (last_revision().before, last_revision().after) == ({"name": "Talent"}, {"name": "Jong talent"})


def test_event_names_who_did_it():
    day = make_day()
    question = make_question(day)

    with acting(day.fatima.pk):
        curation.drop_question(question=question, why="Dubbel met een andere vraag.")

    event = Event.objects.last()
    assert event.user == day.fatima
    assert event.revision.why == "Dubbel met een andere vraag."
    assert not Event.objects.exclude(pk=event.pk).filter(user__isnull=False).exists()


def test_who_leads_in_the_browser_is_named(client):
    day = make_day()
    group = make_group(day)
    client.force_login(day.fatima)

    client.post(f"/agenda/{day.meetup.pk}/groep/{group.pk}/kennisvraag/", {"text": "Wat houdt talent vast?"})

    assert Event.objects.filter(kind="agenda_changed").get().user == day.fatima

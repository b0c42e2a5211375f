"""What another laptop gave, put with what is here: any number of times, and never twice."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sessions import merging, moderation, parcel, participation
from sessions.models import Answer, Choice, Cluster, Event, LiveSession, Meetup, Participant, Round, Support
from sessions.parcel import BrokenParcel
from tests.cast import (
    Section,
    ask,
    close_step,
    give_answer,
    give_choice,
    give_support,
    go_to,
    group,
    join,
    join_many,
    make_day,
    new_key,
    open_step,
    reveal_step,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def day():
    """The day with a question open in both places, as it is on both laptops when they part."""
    day = make_day()
    Participant.objects.filter(live_session=day.rijssen).delete()
    ask(day, Section.OPPORTUNITIES)
    return day


def elsewhere(day, act):
    """Let something happen in Rijssen-Holten on a laptop of its own; return the parcel that it makes.

    Afterwards this laptop is as if nothing had happened.
    """
    before = set(Participant.objects.values_list("pk", flat=True))
    act()
    made = parcel.read(parcel.write(parcel.parcel_of(day.meetup)))
    Participant.objects.exclude(pk__in=before).delete()
    Cluster.objects.filter(answers=None).delete()
    Event.objects.filter(meetup=day.meetup, live_session=day.rijssen).exclude(kind="step_changed").delete()
    LiveSession.objects.filter(pk=day.rijssen.pk).update(last_answer_number=0)
    Round.objects.filter(live_session=day.rijssen).update(
        state="prepared", revealed=False, opened_at=None, closed_at=None
    )
    return made


def merge(day, made):
    return merging.merge(meetup=day.meetup, parcel=made)


def stored():
    """All that can come of a merge."""
    return [
        list(model.objects.order_by("pk").values())
        for model in (Participant, Answer, Support, Choice, Cluster, Round, LiveSession, Event, Meetup)
    ]


def test_answers_and_people_of_the_other_laptop_are_here_with_all_that_they_had(day):
    def act():
        carla = join(day.rijssen, "Rijssen-Holten", "policy")
        hidden = give_answer(carla, "Dit hoort hier niet")
        moderation.hide_answer(answer=hidden)
        give_answer(carla, "Jongeren vertrekken", "opgave")
        close_step(day.rijssen)
        reveal_step(day.rijssen)

    made = elsewhere(day, act)
    give_answer(day.anna, "Van hier")

    [gain] = [gain for gain in merge(day, made) if gain.answers]

    assert (gain.place, gain.people, gain.answers) == (day.rijssen, 1, 2)
    merged = Answer.objects.filter(round__live_session=day.rijssen)
    assert [(one.code, one.text, one.state, one.option and one.option.text) for one in merged] == [
        ("R1-001", "Dit hoort hier niet", "hidden", None),
        ("R1-002", "Jongeren vertrekken", "visible", "opgave"),
    ]
    assert merged[0].participant.municipality.name == "Rijssen-Holten"
    assert (merged[0].round.state, merged[0].round.revealed) == ("closed", True)
    assert Answer.objects.filter(round__live_session=day.etten_leur).get().text == "Van hier"


def test_the_same_file_again_adds_nothing(day):
    def act():
        carla, dirk = join(day.rijssen), join(day.rijssen)
        answer = give_answer(carla, "Jongeren vertrekken")
        reveal_step(day.rijssen)
        give_support(dirk, answer)
        group(day, "Jongeren", answer)

    made = elsewhere(day, act)
    merge(day, made)
    once = stored()

    gains = merge(day, made)

    assert stored() == once
    assert all(gain.is_nothing for gain in gains)


def test_a_later_file_brings_what_happened_since(day):
    made = []

    def act():
        carla = join(day.rijssen)
        first, second = give_answer(carla, "Eerste versie"), give_answer(carla, "Neem ik terug")
        made.append(parcel.parcel_of(day.meetup))
        participation.revise_answer(
            participant=carla, answer_id=first.pk, key=new_key(), base_rev=1, text="Tweede versie"
        )
        participation.withdraw_answer(participant=carla, answer_id=second.pk, key=new_key(), base_rev=1)
        give_answer(carla, "Nog een")

    later = elsewhere(day, act)
    merge(day, made[0])
    [gain] = [gain for gain in merge(day, later) if not gain.is_nothing]

    assert (gain.answers, gain.revised) == (1, 2)
    assert [(one.text, one.state) for one in Answer.objects.order_by("code")] == [
        ("Tweede versie", "visible"),
        ("Neem ik terug", "withdrawn"),
        ("Nog een", "visible"),
    ]


def test_an_older_file_after_a_newer_one_takes_nothing_back(day):
    made = []

    def act():
        carla = join(day.rijssen)
        go_to(day.rijssen, Section.TRENDS, theme=1)
        open_step(day.rijssen)
        made.append(parcel.parcel_of(day.meetup))
        give_choice(carla, "Padafhankelijkheid")

    newer = elsewhere(day, act)
    merge(day, newer)

    assert merge(day, made[0]) == []
    assert Choice.objects.count() == 1


def test_choices_follow_what_happened_there_since(day):
    made = []

    def act():
        carla = join(day.rijssen)
        go_to(day.rijssen, Section.THEMES)
        options = list(open_step(day.rijssen).step.options.all())
        give_choice(carla, options[0], 2)
        give_choice(carla, options[1], 1)
        made.append(parcel.parcel_of(day.meetup))
        give_choice(carla, options[0], 1)
        give_choice(carla, options[1], 0)
        give_choice(carla, options[2], 1)

    later = elsewhere(day, act)
    merge(day, made[0])
    first = list(Choice.objects.values_list("option__number", "value").order_by("option__number"))
    merge(day, later)

    assert first == [(1, 2), (2, 1)]
    assert list(Choice.objects.values_list("option__number", "value").order_by("option__number")) == [
        (1, 1),
        (3, 1),
    ]


def test_what_people_gave_here_is_never_changed_by_a_file(day):
    answer = give_answer(day.anna, "Van hier")
    made = parcel.read(parcel.write(parcel.parcel_of(day.meetup)))
    participation.revise_answer(
        participant=day.anna, answer_id=answer.pk, key=new_key(), base_rev=1, text="Van hier, beter"
    )
    go_to(day.etten_leur, Section.TRENDS, theme=1)
    open_step(day.etten_leur)
    give_choice(day.anna, "Padafhankelijkheid")
    before = stored()

    merge(day, made)

    assert stored() == before


def test_groups_come_along_by_name(day):
    here = give_answer(day.anna, "Jongeren weg")
    cluster = group(day, "Jongeren", here)

    def act():
        carla = join(day.rijssen)
        young, jobs = give_answer(carla, "Jongeren vertrekken"), give_answer(carla, "Banen")
        group(day, "jongeren", young)
        group(day, "Werk", jobs)

    merge(day, elsewhere(day, act))

    names = {one.text: one.cluster.name for one in Answer.objects.all()}
    assert names == {"Jongeren weg": "Jongeren", "Jongeren vertrekken": "Jongeren", "Banen": "Werk"}
    assert cluster.answers.count() == 2


def test_votes_on_groups_come_along(day):
    def act():
        carla = join(day.rijssen)
        group(day, "Werk", give_answer(carla, "Banen"))
        go_to(day.rijssen, Section.FORMS)
        lines = open_step(day.rijssen).step.options.all()
        give_choice(carla, lines.get(form__text__istartswith="leerkring"))
        give_choice(carla, lines.get(joins=True))

    merge(day, elsewhere(day, act))

    voted = Choice.objects.values_list("option__cluster__name", "option__text").order_by("option__number")
    assert [cluster for cluster, _ in voted] == ["Werk", "Werk"]
    assert voted[1][1] == "Onze gemeente doet mee"


def test_a_code_that_is_taken_here_gets_the_next_number(day):
    def act():
        give_answer(join(day.rijssen), "Van daar")

    made = elsewhere(day, act)
    open_step(day.rijssen)
    give_answer(join(day.rijssen), "Van hier")

    merge(day, made)
    later = give_answer(Participant.objects.filter(live_session=day.rijssen).last(), "Daarna")

    assert dict(Answer.objects.values_list("text", "code")) == {
        "Van hier": "R1-001",
        "Van daar": "R1-002",
        "Daarna": "R1-003",
    }
    assert later.code == "R1-003"


def test_a_place_that_is_not_here_is_added(day):
    def act():
        give_answer(join(day.rijssen), "Van daar")

    made = elsewhere(day, act)
    day.rijssen.delete()

    [gain] = [gain for gain in merge(day, made) if gain.answers]

    assert gain.is_new_place
    assert (gain.place.place, gain.place.letter) == ("Rijssen-Holten", "R")
    assert gain.place.rounds.count() == day.meetup.steps.count()


def test_a_preview_says_what_comes_and_stores_nothing(day):
    made = elsewhere(day, lambda: give_answer(join(day.rijssen), "Van daar"))
    before = stored()

    [gain] = [gain for gain in merging.preview(meetup=day.meetup, parcel=made) if not gain.is_nothing]

    assert (gain.people, gain.answers) == (1, 1)
    assert stored() == before


def test_another_programme_is_refused_with_what_is_missing(day):
    made = elsewhere(day, lambda: give_answer(join(day.rijssen), "Van daar"))
    day.meetup.steps.filter(section=Section.OPPORTUNITIES, theme__number=1).update(section=Section.BRIDGE)
    before = stored()

    with pytest.raises(BrokenParcel, match="Onderdeel 8 van de andere laptop"):
        merge(day, made)

    assert stored() == before


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: data["places"][1]["answers"][0].update(text="x" * 501),
        lambda data: data["places"][1]["answers"][0].update(state="beroemd"),
        lambda data: data["places"][1]["answers"][0].update(rev=10**30),
        lambda data: data["places"][1]["answers"][0].update(option=99),
        lambda data: data["places"][1]["answers"][0].update(step=99),
        lambda data: data["places"][1]["answers"][0].update(key="geen sleutel"),
        lambda data: data["places"][1]["answers"][0].update(participant="00000000-0000-4000-8000-000000000000"),
        lambda data: data["places"][1]["answers"][0].update(created_at="gisteren"),
        lambda data: data["places"][1]["answers"][0].pop("text"),
        lambda data: data["places"][1]["answers"].append(7),
        lambda data: data["places"][1].update(people={}),
        lambda data: data.update(schema="pmg-kennisagenda/1"),
        lambda data: data.update(seq=True),
    ],
)
def test_a_file_that_was_tampered_with_changes_nothing(day, spoil):
    made = elsewhere(day, lambda: give_answer(join(day.rijssen), "Van daar"))
    data = json.loads(parcel.write(made))
    spoil(data)
    before = stored()

    with pytest.raises(BrokenParcel):
        merge(day, parcel.read(json.dumps(data).encode()))

    assert stored() == before


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"7", b"\xff\xfe", b"[" * 100_000])
def test_a_file_that_is_no_parcel_is_refused(content):
    with pytest.raises(BrokenParcel):
        parcel.read(content)


def test_merging_takes_the_same_queries_for_one_answer_and_for_many(day):
    def many():
        for person in join_many(day.rijssen, 30):
            give_answer(person, "Een antwoord", "kans")

    def queries(made):
        with CaptureQueriesContext(connection) as captured:
            merging.preview(meetup=day.meetup, parcel=made)
        return len(captured)

    few = queries(elsewhere(day, lambda: give_answer(join(day.rijssen), "Een antwoord", "kans")))
    open_step(day.rijssen)

    assert queries(elsewhere(day, many)) == few < 60

"""The list that the room votes on, drawn up from the groups of the moment it opens."""

import pytest

from sessions import clustering
from sessions.ballots import draw_up_ballot
from sessions.models import Option
from sessions.stage import options_of
from tests.cast import Section, close_step, give_answer, give_choice, go_to, make_day, open_step

pytestmark = pytest.mark.django_db

FORMS = 5


@pytest.fixture
def day():
    """A day with two groups: Talent and Stages."""
    day = make_day()
    go_to(day.etten_leur, Section.KNOWLEDGE, theme=1)
    open_step(day.etten_leur)
    for name in ("Talent", "Stages"):
        clustering.group_answers(
            meetup=day.meetup, answer_ids=[give_answer(day.anna, f"Meer over {name}").pk], name=name
        )
    return day


@pytest.fixture
def priorities(day):
    return day.meetup.steps.get(section=Section.PRIORITIES)


@pytest.fixture
def forms(day):
    return day.meetup.steps.get(section=Section.FORMS)


def group(day, name):
    return day.meetup.clusters.get(name=name)


def texts(step):
    return [option.text for option in options_of(step)]


def test_draw_up_ballot_for_priorities_has_one_line_a_group(priorities):
    assert draw_up_ballot(priorities) == 2
    assert texts(priorities) == ["Talent", "Stages"]


def test_draw_up_ballot_for_forms_has_each_form_and_joining_for_each_group(day, forms):
    draw_up_ballot(forms)

    lines = forms.options.filter(cluster=group(day, "Talent"))
    assert lines.filter(form__isnull=False, joins=False).count() == FORMS
    assert lines.get(joins=True).text == "Onze gemeente doet mee"
    assert forms.options.count() == 2 * (FORMS + 1)


def test_draw_up_ballot_again_adds_only_what_is_new(day, priorities):
    draw_up_ballot(priorities)
    first = set(priorities.options.values_list("pk", "number"))
    new = give_answer(day.bram, "Iets heel anders")
    clustering.group_answers(meetup=day.meetup, answer_ids=[new.pk], name="Anders")

    count = draw_up_ballot(priorities)

    assert count == 3
    assert first < set(priorities.options.values_list("pk", "number"))
    assert texts(priorities) == ["Talent", "Stages", "Anders"]


def test_draw_up_ballot_leaves_out_groups_that_are_off_the_list_or_dissolved(day, priorities):
    clustering.set_on_ballot(cluster=group(day, "Talent"), on=False)
    members = group(day, "Stages").answers.values_list("pk", flat=True)
    clustering.ungroup_answers(meetup=day.meetup, answer_ids=list(members))

    assert draw_up_ballot(priorities) == 0
    assert not Option.objects.filter(step=priorities).exists()


def test_votes_for_a_group_taken_off_the_list_return_with_it(day, priorities):
    go_to(day.etten_leur, Section.PRIORITIES)
    open_step(day.etten_leur)
    give_choice(day.anna, "Talent", 3)

    clustering.set_on_ballot(cluster=group(day, "Talent"), on=False)
    without = texts(priorities)
    clustering.set_on_ballot(cluster=group(day, "Talent"), on=True)
    close_step(day.etten_leur)

    assert without == ["Stages"]
    assert priorities.options.get(text="Talent").choices.get().value == 3
    assert texts(priorities) == ["Talent", "Stages"]


def test_draw_up_ballot_takes_the_same_number_of_queries_for_many_groups(
    day, forms, django_assert_max_num_queries
):
    for number in range(20):
        answer = give_answer(day.bram, f"Onderwerp {number}")
        clustering.group_answers(meetup=day.meetup, answer_ids=[answer.pk], name=f"Groep {number}")

    with django_assert_max_num_queries(12):
        draw_up_ballot(forms)

    assert forms.options.count() == 22 * (FORMS + 1)

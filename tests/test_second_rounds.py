"""A second round: the same step once more, marked as such, beside a first round that stays as it was."""

import pytest
from django.test import Client

from sessions import facilitation
from sessions.controls import controls_of
from sessions.export import document
from sessions.facilitation import Impossible, MovedOn
from sessions.live import frames
from sessions.live.regions import Audience
from sessions.models import Answer, Choice, Event, Option, Step
from sessions.shifts import shifts_of
from sessions.stage import options_of, stage_of
from sessions.votes import ballots_of
from tests import cast
from tests.cast import Section
from tests.phone import make_group, open_choice, open_question

pytestmark = pytest.mark.django_db

IN_A_PLACE = (Audience.PHONE, Audience.SCREEN, Audience.DESK)


@pytest.fixture
def day():
    return cast.make_day()


def hold_second_round(place, rev=None):
    place.refresh_from_db()
    facilitation.hold_second_round(live_session=place, expect_rev=place.rev if rev is None else rev)


def closed_vote(day, section=Section.THEMES, values=((2, 1),)):
    """Let Anna give these values, each to the option with a number, in a vote that closes; return its step."""
    round_, options = open_choice(day, section)
    for value, number in values:
        cast.give_choice(day.anna, options[number - 1], value)
    cast.close_step(day.etten_leur)
    return round_.step


def open_second_round(day):
    """Hold the second round of where Etten-Leur is, go there and open it; return its round."""
    hold_second_round(day.etten_leur)
    day.etten_leur.refresh_from_db()
    facilitation.go_to_step(live_session=day.etten_leur, to="volgende", expect_rev=day.etten_leur.rev)
    return cast.open_step(day.etten_leur)


def test_second_round_stands_right_behind_the_first_in_every_place(day):
    first = closed_vote(day)
    later = list(day.meetup.steps.filter(number__gt=first.number).values_list("title", flat=True))

    hold_second_round(day.etten_leur)

    second = Step.objects.get(second_round_of=first)
    steps = list(day.meetup.steps.all())
    assert [step.number for step in steps] == list(range(1, 31))
    assert steps[first.number] == second
    assert [step.title for step in steps[first.number + 1 :]] == later
    assert (second.title, second.criterion, second.budget) == (first.title, first.criterion, first.budget)
    assert second.rounds.count() == 2
    assert [option.text for option in second.options.all()] == [option.text for option in first.options.all()]
    assert not set(second.options.all()) & set(first.options.all())


def test_nobody_moves_and_the_first_round_stays(day):
    first = closed_vote(day)

    hold_second_round(day.etten_leur)

    assert cast.round_of(day.etten_leur).step == first
    assert Choice.objects.get().round.step == first


def test_second_round_has_its_own_choices(day):
    first = closed_vote(day)
    second = open_second_round(day)

    cast.give_choice(day.anna, second.step.options.last(), 3)

    assert [choice.value for choice in Choice.objects.filter(round__step=first)] == [2]
    assert [choice.value for choice in second.choices.all()] == [3]


def test_question_is_asked_again_with_its_labels_and_keeps_the_first_answers(day):
    open_question(day)
    cast.give_answer(day.anna, "Eerste gedachte", "kans")
    cast.close_step(day.etten_leur)
    open_second_round(day)

    cast.give_answer(day.anna, "Na het lezen van de rest", "opgave")

    by_round = {answer.round.step.marked_title: answer.text for answer in Answer.objects.all()}
    title = "Wat zijn uw kansen, opgaven, uitdagingen en bedreigingen?"
    assert by_round == {title: "Eerste gedachte", f"{title} (tweede ronde)": "Na het lezen van de rest"}


def test_all_screens_say_that_it_is_the_second_round(day):
    closed_vote(day)
    before = [frames.paint(stage_of(day.etten_leur.pk), audience) for audience in IN_A_PLACE]
    open_second_round(day)

    after = [frames.paint(stage_of(day.etten_leur.pk), audience) for audience in IN_A_PLACE]

    assert not any("second-round" in page for page in before)
    assert all("tweede ronde</span>" in page for page in after)


def test_desk_shows_both_results_side_by_side_after_closing(day):
    first = closed_vote(day, values=((2, 1), (1, 2)))
    second = open_second_round(day)
    options = list(second.step.options.all())
    cast.give_choice(day.anna, options[0], 1)
    cast.give_choice(day.bram, options[2], 3)
    while_open = shifts_of(stage_of(day.etten_leur.pk))

    cast.close_step(day.etten_leur)

    shifts = shifts_of(stage_of(day.etten_leur.pk))
    assert while_open is None
    assert (shifts.first_people, shifts.second_people) == (1, 2)
    assert [(line.first, line.second, line.change) for line in shifts.lines] == [
        ("2", "1", "−1"),
        ("1", "0", "−1"),
        ("0", "3", "+3"),
        ("0", "0", "0"),
    ]
    assert [line.text for line in shifts.lines] == [option.text for option in first.options.all()]
    assert "Eerste en tweede ronde" in frames.paint(stage_of(day.etten_leur.pk), Audience.DESK)
    assert "Eerste en tweede ronde" not in frames.paint(stage_of(day.etten_leur.pk), Audience.SCREEN)


def test_mean_marks_shift_by_a_tenth(day):
    closed_vote(day, Section.STATEMENTS, values=((2, 1),))
    second = open_second_round(day)
    for person, mark in ((day.anna, 2), (day.bram, 3)):
        cast.give_choice(person, second.step.options.first(), mark)
    cast.close_step(day.etten_leur)

    line = shifts_of(stage_of(day.etten_leur.pk)).lines[0]

    assert (line.first, line.second, line.change) == ("2,0", "2,5", "+0,5")


def test_ballot_compares_its_groups_and_says_what_is_new(day):
    group = make_group(day)
    closed_vote(day, Section.PRIORITIES, values=((2, 1),))
    answer = Answer.objects.get(cluster=group)
    newer = cast.group(day, "Nieuwe groep", copy_of(answer))
    second = open_second_round(day)
    cast.give_choice(day.anna, second.step.options.get(cluster=group), 5)
    cast.close_step(day.etten_leur)

    lines = {
        line.text: (line.first, line.second, line.change) for line in shifts_of(stage_of(day.etten_leur.pk)).lines
    }

    assert lines == {group.name: ("2", "5", "+3"), newer.name: ("–", "0", "")}


def copy_of(answer):
    """Another answer of the same question."""
    fields = {"round": answer.round, "participant": answer.participant, "text": "Nog een", "code": "E1-999"}
    return Answer.objects.create(created_seq=1, changed_seq=1, created_at=answer.created_at, **fields)


def test_votes_of_the_second_round_count_instead_of_the_first_where_it_was_held(day):
    group = make_group(day)
    closed_vote(day, Section.PRIORITIES, values=((2, 1),))
    cast.go_to(day.rijssen, Section.PRIORITIES)
    cast.open_step(day.rijssen)
    cast.give_choice(day.carla, Option.objects.get(cluster=group, step__section=Section.PRIORITIES), 1)
    hold_second_round(day.etten_leur)
    prepared = ballots_of(day.meetup)[group.pk].dots
    day.etten_leur.refresh_from_db()
    facilitation.go_to_step(live_session=day.etten_leur, to="volgende", expect_rev=day.etten_leur.rev)
    second = cast.open_step(day.etten_leur)

    cast.give_choice(day.anna, second.step.options.get(cluster=group), 5)

    assert prepared == {"Etten-Leur": 2, "Rijssen-Holten": 1}
    assert ballots_of(day.meetup)[group.pk].dots == {"Etten-Leur": 5, "Rijssen-Holten": 1}


def test_documents_hold_both_rounds(day):
    closed_vote(day)
    open_second_round(day)

    titles = [poll.title for poll in document.build(day.meetup).polls]

    title = Step.objects.get(section=Section.THEMES, second_round_of=None).title
    assert [one for one in titles if one.startswith(title)] == [title, f"{title} (tweede ronde)"]


def test_button_stands_on_the_desk_of_a_closed_round_once(day):
    open_choice(day, Section.THEMES)
    while_open = controls_of(stage_of(day.etten_leur.pk)).second
    cast.close_step(day.etten_leur)
    closed = controls_of(stage_of(day.etten_leur.pk)).second

    open_second_round(day)
    cast.close_step(day.etten_leur)
    second = controls_of(stage_of(day.etten_leur.pk)).second
    cast.go_to_number(day.etten_leur, cast.round_of(day.etten_leur).step.number - 1)

    assert closed.label == "Tweede ronde"
    assert (while_open, second, controls_of(stage_of(day.etten_leur.pk)).second) == (None, None, None)


def test_it_is_impossible_before_closing_twice_and_for_a_second_round(day):
    open_choice(day, Section.THEMES)
    with pytest.raises(Impossible):
        hold_second_round(day.etten_leur)
    cast.close_step(day.etten_leur)
    open_second_round(day)
    cast.close_step(day.etten_leur)
    with pytest.raises(Impossible):
        hold_second_round(day.etten_leur)
    cast.go_to_number(day.etten_leur, cast.round_of(day.etten_leur).step.number - 1)
    with pytest.raises(Impossible):
        hold_second_round(day.etten_leur)

    assert Step.objects.exclude(second_round_of=None).count() == 1


def test_desks_that_saw_the_old_programme_have_to_look_again(day):
    closed_vote(day)
    places = [day.etten_leur, day.rijssen]
    for place in places:
        place.refresh_from_db()
    seen = [place.rev for place in places]

    hold_second_round(day.etten_leur)

    for place, rev in zip(places, seen, strict=True):
        with pytest.raises(MovedOn):
            facilitation.go_to_step(live_session=place, to="28", expect_rev=rev)
    assert Event.objects.filter(kind="programme_changed", live_session=None).count() == 1


def test_desk_makes_it_with_one_press(day):
    first = closed_vote(day)
    fatima = Client()
    fatima.force_login(day.fatima)
    day.etten_leur.refresh_from_db()

    fatima.post(f"/regie/{day.etten_leur.pk}/ronde/", {"action": "second", "expect_rev": day.etten_leur.rev})

    page = fatima.get(f"/regie/{day.etten_leur.pk}/").content.decode()
    assert first.second_round.title == first.title
    assert "2e ronde" in page
    assert options_of(first.second_round)

"""What is proposed for the card of a kennisvraag, and on what ground."""

import pytest

from sessions import curation
from sessions.agenda import agenda_of
from sessions.models import Option
from sessions.proposals import proposals_for
from sessions.web.agenda_forms import tasks_of
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
    make_day,
    open_step,
    reveal_step,
)

pytestmark = pytest.mark.django_db

OTHERS = "Wat wilt u samen met anderen oppakken?"


@pytest.fixture
def day():
    day = make_day()
    ask(day)
    return day


def make_question(day, *texts, name="Talent", text="Talent?"):
    """Make a question of a group of Anna's answers."""
    answers = [give_answer(day.anna, one) for one in texts or ("Jongeren blijven niet",)]
    return curation.promote_cluster(cluster=group(day, name, *answers), text=text)


def proposals_of(question):
    agenda = agenda_of(question.meetup)
    tasks = [task for task in tasks_of(question.meetup) if task.step.theme_id == question.theme_id]
    return proposals_for(agenda.line_of(question), tasks, agenda.forms)


def vote_on_forms(day, votes):
    """Let new people vote: for each a form, or "joins" with the municipality."""
    for place in (day.etten_leur, day.rijssen):
        close_step(place)
        go_to(place, Section.FORMS)
        open_step(place)
    for municipality, form in votes:
        line = {"joins": True} if form == "joins" else {"form__singular": form}
        give_choice(join(day.rijssen, municipality), Option.objects.get(step__section=Section.FORMS, **line))


def test_text_is_the_answer_with_the_most_support_that_is_a_question(day):
    question = make_question(day, "Jongeren blijven niet", "Wat werkt?", "Wie deed\nhet al?")
    best = question.clusters.get().answers.get(text__startswith="Wie")
    reveal_step(day.etten_leur)
    give_support(day.bram, best)

    proposal = proposals_of(question)["text"]

    assert (proposal.value, best.code in proposal.ground) == ("Wie deed het al?", True)


@pytest.mark.parametrize(
    ("name", "words"),
    [("Talent", "Hoe gaan gemeenten om met “Talent”?"), ("Wat houdt talent?", "Wat houdt talent?")],
)
def test_without_such_an_answer_the_text_is_the_name_of_the_group(day, name, words):
    assert proposals_of(make_question(day, name=name))["text"].value == words


def test_answer_that_is_too_long_for_a_question_is_not_proposed_as_one(day):
    question = make_question(day, "w" * 300 + "?", "Wat werkt?")

    assert proposals_of(question)["text"].value == "Wat werkt?"


def test_explanation_quotes_the_three_best_answers_with_their_codes(day):
    question = make_question(day, "Een", "Twee", "Drie", "Vier")
    answers = list(question.clusters.get().answers.order_by("created_seq"))
    reveal_step(day.etten_leur)
    give_support(day.bram, answers[3])

    proposal = proposals_of(question)["explanation"]

    codes = [answers[index].code for index in (3, 0, 1)]
    assert proposal.value == f"“Vier” ({codes[0]})\n“Een” ({codes[1]})\n“Twee” ({codes[2]})"


def test_explanation_fits_its_field_with_the_longest_answers_there_are(day):
    question = make_question(day, *("w" * 499 + sign for sign in "abc"))

    assert len(proposals_of(question)["explanation"].value) <= 2000


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Hoe houden we talent vast?", "learning"),
        ("Hoe vaak verhuizen jongeren?", "need"),
        ("Hoeveel jongeren verhuizen?", "need"),
        ("Welke gemeenten deden dit al?", "need"),
        ("WAT werkt?", "need"),
    ],
)
def test_kind_follows_from_how_the_question_begins(day, text, kind):
    assert proposals_of(make_question(day, text=text))["kind"].value == kind


@pytest.mark.parametrize(
    ("texts", "kind"),
    [
        (("Wij willen leren van Oss", "Hoe doet Zeist dit?", "Wat kost het?"), "learning"),
        (("Cijfers over jongeren", "Wat kost het?"), "need"),
    ],
)
def test_kind_of_a_question_that_begins_otherwise_is_that_of_most_answers(day, texts, kind):
    assert proposals_of(make_question(day, *texts, text="Talent?"))["kind"].value == kind


def test_kind_is_not_proposed_when_there_is_no_ground(day):
    assert "kind" not in proposals_of(make_question(day))


def test_task_is_the_one_that_looks_most_like_the_question(day):
    question = make_question(day, text="Hoe kunnen we talent vasthouden en aantrekken?")

    proposal = proposals_of(question)["tasks"]

    assert proposal.value == [Option.objects.get(text="vasthouden en/of aantrekken talent").pk]


def test_task_is_not_proposed_when_none_looks_like_the_question(day):
    assert "tasks" not in proposals_of(make_question(day, text="Zwembad?"))


def test_form_is_the_one_with_the_most_votes_and_brings_its_product(day):
    question = make_question(day)
    vote_on_forms(day, [("Oss", "werkgroep"), ("Soest", "leerkring"), ("Zeist", "leerkring")])

    proposals = proposals_of(question)

    assert (proposals["form"].words, proposals["form"].ground) == ("leerkring", "2 stemmen")
    assert (proposals["product"].value, proposals["product"].ground) == ("verslag of paper", "past bij: leerkring")


def test_product_is_that_of_the_form_that_staff_chose(day):
    question = make_question(day)
    vote_on_forms(day, [("Oss", "leerkring")])
    curation.reword_question(question=question, form=day.meetup.programme.forms.get(singular="experiment"))

    assert proposals_of(question)["product"].value == "evaluatie"


def test_lead_is_a_municipality_that_joins(day):
    question = make_question(day)
    vote_on_forms(day, [("Zeist", "joins"), ("Oss", "joins")])

    proposal = proposals_of(question)["lead"]

    assert (proposal.value, proposal.ground) == ("Oss", "een van de 2 gemeenten die meedoen")


def test_lead_is_the_secretariat_when_nobody_joins(day):
    assert proposals_of(make_question(day))["lead"].value == "Platform31"


def test_partners_are_what_people_want_to_take_up_with_others(day):
    ask(day, Section.COOPERATION)
    school = give_answer(day.anna, "Met het ROC", OTHERS)
    give_answer(day.anna, "Iets van elkaar", "Wat wilt u leren van elkaar?")
    question = curation.promote_cluster(
        cluster=group(day, "Talent", *day.anna.answers.all()),
        text="Talent?",
    )

    proposal = proposals_of(question)["partners"]

    assert proposal.value == "Met het ROC"
    assert school.code in proposal.ground


def test_question_without_votes_and_kind_has_only_what_there_is_ground_for(day):
    assert set(proposals_of(make_question(day, text="Zwembad?"))) == {"text", "explanation", "lead"}


def test_same_agenda_gives_the_same_proposals(day):
    question = make_question(day, "Wat werkt?", "Hoe doet Zeist dit?")

    assert proposals_of(question) == proposals_of(question)


def test_proposals_take_no_query(day, django_assert_num_queries):
    question = make_question(day, *(f"Vraag {number}?" for number in range(20)))
    agenda = agenda_of(day.meetup)
    line, tasks = agenda.line_of(question), list(tasks_of(day.meetup))

    with django_assert_num_queries(0):
        assert proposals_for(line, tasks, agenda.forms)

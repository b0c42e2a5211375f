"""How the agenda came about, in the document and in every file."""

import json

import pytest
from django.utils import timezone

from sessions import clustering, curation, facilitation, intake, moderation
from sessions.export import export
from sessions.export.document import build
from sessions.export.document_method import MethodStep
from sessions.export.text_method import from_answers, left_out, rules, step_row
from sessions.models import Answer, Verdict
from tests.cast import (
    Section,
    ask,
    close_step,
    give_answer,
    give_choice,
    go_to,
    group,
    make_day,
    open_step,
    promote,
    reveal_step,
)
from tests.excel import Excel
from tests.files import all_text

pytestmark = pytest.mark.django_db


@pytest.fixture
def day():
    return make_day()


def method_of(day):
    return build(day.meetup).method


def step_of(day, section, theme=None):
    number = day.meetup.steps.get(section=section, theme__number=theme, second_round_of=None).number
    return next(step for step in method_of(day).steps if step.number == number)


def judge(day, outcome, **of):
    return Verdict.objects.create(meetup=day.meetup, outcome=outcome, judged_seq=day.meetup.seq + 100, **of)


def test_a_question_says_when_it_was_open_in_each_place_and_how_many_answered(day):
    go_to(day.etten_leur, Section.KNOWLEDGE, theme=1)
    opened = open_step(day.etten_leur)
    give_answer(day.anna, "Een")
    give_answer(day.anna, "Twee")
    give_answer(day.bram, "Drie")
    reveal_step(day.etten_leur)
    closed = close_step(day.etten_leur)

    here, there = step_of(day, Section.KNOWLEDGE, theme=1).runs

    assert (here.place, here.opened_at, here.closed_at) == ("Etten-Leur", opened.opened_at, closed.closed_at)
    assert (here.people, here.answers, here.revealed) == (2, 3, True)
    assert (there.place, there.opened_at, there.people, there.answers) == ("Rijssen-Holten", None, 0, 0)


def test_a_ballot_says_its_dots_criterion_order_and_how_many_took_part(day):
    ask(day)
    group(day, "Talent", give_answer(day.anna, "Wat werkt?"))
    go_to(day.etten_leur, Section.PRIORITIES)
    open_step(day.etten_leur)
    give_choice(day.anna, "Talent", 2)

    step = step_of(day, Section.PRIORITIES)

    assert isinstance(step, MethodStep)
    assert step.way == "stippen verdelen"
    assert step.settings == [
        "5 stippen per persoon",
        "maatstaf: Hier wil mijn gemeente in de komende jaren samen met andere gemeenten aan werken.",
        "zichtbaar na onthullen",
        "op elke telefoon in een andere volgorde",
    ]
    assert step.runs[0].people == 1


def test_settings_tell_of_approval_direct_sight_and_second_rounds(day):
    go_to(day.etten_leur, Section.TRENDS, theme=1)
    open_step(day.etten_leur)
    close_step(day.etten_leur)
    facilitation.hold_second_round(live_session=day.etten_leur, expect_rev=_rev(day))
    first = day.meetup.steps.get(section=Section.TRENDS, theme__number=1, second_round_of=None)
    question = day.meetup.steps.get(section=Section.KNOWLEDGE, theme__number=1)
    intake.approve_first(step=question, on=True)
    go_to(day.etten_leur, Section.KNOWLEDGE, theme=1)
    facilitation.show_directly(live_session=day.etten_leur, expect_rev=_rev(day), on=True)

    steps = {step.number: step for step in method_of(day).steps}

    assert f"tweede ronde van onderdeel {first.number}" in steps[first.number + 1].settings
    assert {"direct zichtbaar", "eerst goedkeuren"} <= set(steps[question.number].settings)


def test_step_that_is_switched_off_is_named_as_skipped(day):
    step = day.meetup.steps.get(section=Section.TRENDS, theme__number=2)
    step.is_off = True
    step.save()

    method = method_of(day)

    assert method.skipped == [step.title]
    assert step.number not in [asked.number for asked in method.steps]


def test_grouping_is_counted_and_told_by_role_only(day):
    ask(day)
    one, two, three = (give_answer(day.anna, text) for text in ("Een", "Twee", "Drie"))
    talent = group(day, "Talent", one, two)
    group(day, "Kosten", two)
    group(day, "Weg", three)
    clustering.rename_cluster(cluster=talent, name="Jong talent")
    clustering.undo_grouping(meetup=day.meetup)

    grouping = method_of(day).grouping

    assert (grouping.times, grouping.moved, grouping.renamed, grouping.undone) == (3, 1, 1, 1)
    assert (grouping.merged, grouping.by) == (1, ["gespreksleider"])


def test_what_was_left_out_is_counted_by_its_reason(day):
    ask(day)
    hidden, loose, dark = (give_answer(day.anna, text) for text in ("GEHEIM-7f3a", "Buiten", "GEHEIM-7f3b"))
    answered = group(day, "Al bekend", give_answer(day.bram, "Wat is een leerkring?"))
    give_answer(day.bram, "Nog niet bekeken")
    moderation.hide_answer(answer=hidden, reason=Answer.HiddenReason.PERSONAL)
    moderation.hide_answer(answer=dark)
    judge(day, "answered", cluster=answered, reference="Handreiking 2016")
    judge(day, "out_of_scope", answer=loose, reason="Gaat over het Rijk")
    curation.drop_question(question=promote(day, "Wonen", give_answer(day.bram, "Waar wonen?")))

    method = method_of(day)

    assert method.hidden == {"persoonsgegevens": 1, "zonder reden": 1}
    assert method.judged == {"nog niet bekeken": 2, "buiten scope": 1, "al beantwoord": 1}
    assert left_out(method) == [
        "Stand van de antwoorden: 4 zichtbaar en 2 verborgen. Bijlage A van de agenda noemt ze allemaal.",
        "Verborgen door de gespreksleider: 1 persoonsgegevens en 1 zonder reden.",
        "Groepen en losse antwoorden die geen kennisvraag werden: 1 buiten scope en 1 al beantwoord. "
        "Hoofdstuk 5 noemt de reden.",
        "Nog niet bekeken: 2 groepen en losse antwoorden.",
        "Vervallen kennisvraag: Wonen?",
    ]


def test_new_words_of_a_question_are_counted(day):
    ask(day)
    question = promote(day, "Talent", give_answer(day.anna, "Wat werkt?"))
    curation.reword_question(question=question, text="Wat houdt talent vast?")
    curation.reword_question(question=question, lead="Oss")

    assert method_of(day).reworded == 1
    assert "Zij verbeterden 1 keer de woorden van een kennisvraag." in from_answers(build(day.meetup))


def test_story_of_an_empty_day_has_no_empty_sentences(day):
    document = build(day.meetup)

    assert from_answers(document) == ["Medewerkers maakten daarvan 0 kennisvragen en 0 activiteiten."]
    assert left_out(document.method) == ["Er is nog niets weggelaten."]
    assert len(rules(document)) == 5


@pytest.mark.parametrize("suffix", ["docx", "pdf", "odt", "md", "pptx", "xlsx", "ods"])
def test_every_file_says_how_the_agenda_came_about_and_what_was_left_out(suffix, day):
    ask(day)
    judge(day, "not_now", cluster=group(day, "Zwembaden", give_answer(day.anna, "Een bad?")), reason="Te klein")

    text = " ".join(all_text(suffix, export(day.meetup, suffix)).split())

    assert "die geen kennisvraag werden: 1 niet nu." in text
    assert "1 keer gegroepeerd" in text


def test_steps_stand_in_the_workbook_and_in_json(day):
    ask(day)
    give_answer(day.anna, "Een")

    rows = Excel(export(day.meetup, "xlsx")).rows("Verloop")
    steps = json.loads(export(day.meetup, "json"))["method"]["steps"]

    assert [row["Nr"] for row in rows] == [str(step["number"]) for step in steps]
    [asked] = [step for step in steps if step["runs"][0]["answers"]]
    assert (asked["way"], asked["runs"][0]["people"]) == ("antwoorden", 1)


def test_times_of_another_day_name_that_day(day):
    ask(day)
    step = step_of(day, Section.KNOWLEDGE, theme=1)
    opened = timezone.localtime(step.runs[0].opened_at)

    same, other = (step_row(step, date)[3] for date in (opened.date(), day.meetup.date))

    assert same.startswith(f"Etten-Leur: {opened:%H.%M} uur, niet gesloten, 0 personen")
    assert str(opened.year) in other


def _rev(day):
    day.etten_leur.refresh_from_db()
    return day.etten_leur.rev

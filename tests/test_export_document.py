"""The agenda as a document: one model, filled from the meet-up."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sessions import clustering, curation, intake, judging, moderation, participation
from sessions.export.document import build
from sessions.export.document_parts import Quote
from sessions.export.document_rows import AnswerRow, PlaceRow
from sessions.models import Answer, Option
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
    new_key,
    open_step,
    promote,
    reveal_step,
)

pytestmark = pytest.mark.django_db


def chapter_of(day, number=1):
    return next(chapter for chapter in build(day.meetup).chapters if chapter.theme_number == number)


def test_document_of_a_day_before_it_starts_has_its_whole_structure():
    day = make_day()

    document = build(day.meetup)

    assert document.title == "PMG-kennisagenda en werkprogramma 2017 e.v."
    assert document.date == datetime.date(2017, 2, 16)
    assert document.goal == "Doel: verkennen van vraagstukken en thema's"
    assert [(chapter.number, chapter.title) for chapter in document.chapters] == [
        ("3.1", "Economie & Arbeidsmarkt"),
        ("3.2", "Lokale democratie & regionale samenwerking"),
        ("3.3", "Sociale veerkracht & relatie overheid-burger"),
        ("3.4", "Energietransitie & fysieke leefomgeving"),
    ]
    assert document.cards == document.activities == document.answers == []
    assert document.as_of is None


def test_question_1_becomes_four_lists_with_counts_and_quotes():
    day = make_day()
    ask(day, Section.OPPORTUNITIES)
    answers = [give_answer(day.anna, f"Bedreiging {number}", "bedreiging") for number in range(4)]
    loose = give_answer(day.carla, "Techniek", "kans")
    reveal_step(day.etten_leur)
    give_support(day.bram, answers[3])
    promote(day, "Talent", *answers)

    [found] = chapter_of(day).opportunities

    assert [(answers.label, answers.count) for answers in found.lists] == [
        ("kansen", 1),
        ("opgaven", 0),
        ("uitdagingen", 0),
        ("bedreigingen", 4),
    ]
    assert found.lists[0].loose == [Quote(loose.code, "Techniek")]
    [group] = found.lists[3].groups
    assert (group.name, group.count) == ("Talent", 4)
    assert group.quotes == [
        Quote(answers[3].code, "Bedreiging 3"),
        Quote(answers[0].code, "Bedreiging 0"),
        Quote(answers[1].code, "Bedreiging 1"),
    ]


def test_answers_without_a_label_get_a_list_of_their_own():
    day = make_day()
    ask(day, Section.OPPORTUNITIES)
    give_answer(day.anna, "Van alles")

    [found] = chapter_of(day).opportunities

    assert [answers.label for answers in found.lists] == ["kansen", "opgaven", "uitdagingen", "bedreigingen", ""]


def test_what_several_people_typed_alike_is_one_sub_question_and_all_of_its_origin():
    day = make_day()
    ask(day, Section.KNOWLEDGE)
    alike = [give_answer(someone, "Wat helpt tegen brain drain?") for someone in (day.anna, day.bram)]
    other = give_answer(day.carla, "Wie keert terug?")
    promote(day, "Brain drain", *alike, other)

    [card] = chapter_of(day).cards

    assert card.sub_questions == ["Wat helpt tegen brain drain?", "Wie keert terug?"]
    assert card.sub_question_codes == [alike[0].code, other.code]
    assert card.origin == [alike[0].code, alike[1].code, other.code]


def test_card_leads_from_the_question_to_its_answers():
    day = make_day()
    ask(day, Section.KNOWLEDGE)
    asked = [give_answer(day.anna, f"Deelvraag {number}") for number in range(6)]
    ask(day, Section.COOPERATION)
    offered = give_answer(day.carla, "Onderzoek", "Wat wilt u samen met Platform31 oppakken?")
    question = promote(day, "Talent", *asked, offered)
    form = day.meetup.programme.forms.get(singular="leerkring")
    curation.reword_question(
        question=question,
        text="Wat houdt talent vast?",
        explanation="Jongeren vertrekken.",
        kind="learning",
        theme=question.theme,
        form=form,
        lead="Oss",
    )
    curation.plan_activity(meetup=day.meetup, questions=[question], title="Leerkring talent", form=form)

    [card] = chapter_of(day).cards

    assert (card.number, card.question, card.kind) == ("K1.1", "Wat houdt talent vast?", "leervraag")
    assert (card.form, card.lead, card.priority) == ("leerkring", "Oss", "nu")
    assert card.sub_questions == [f"Deelvraag {number}" for number in range(5)]
    assert card.cooperation == ["samen met Platform31 oppakken"]
    assert card.places == ["Etten-Leur", "Rijssen-Holten"]
    assert card.origin == [answer.code for answer in [*asked, offered]]
    assert list(card.groups.values()) == ["Talent"]
    assert card.activities == ["W1"]
    assert card.obstacles == []
    assert (card.task, card.pillar, card.existing, card.product, card.partners) == ("", "", "", "", "")


def test_card_holds_what_staff_filled_in():
    day = make_day()
    ask(day, Section.KNOWLEDGE)
    question = promote(day, "Talent", give_answer(day.anna, "Wat werkt?"))
    tasks = Option.objects.filter(step__section=Section.TASKS, step__theme__number=1)
    curation.reword_question(
        question=question,
        tasks=[tasks.get(text="Agglomeratievoordelen ontwikkelen"), tasks[1]],
        pillar="economy",
        existing="Onderzoek van het PBL",
        product="handreiking",
        partners="ROC",
    )

    [card] = chapter_of(day).cards

    assert card.task == f"{tasks[1].text.rstrip(':')}; Agglomeratievoordelen ontwikkelen"
    assert (card.pillar, card.existing) == ("economie & fysieke leefomgeving", "Onderzoek van het PBL")
    assert (card.product, card.partners) == ("handreiking", "ROC")


def test_activity_holds_what_staff_filled_in():
    day = make_day()
    ask(day, Section.KNOWLEDGE)
    question = promote(day, "Talent", give_answer(day.anna, "Wat werkt?"))
    curation.plan_activity(
        meetup=day.meetup,
        questions=[question],
        title="Leerkring talent",
        goal="Van elkaar leren",
        audience=["council", "policy"],
        contact="Marloes",
        quarter="2017-3",
        planning="4 bijeenkomsten",
        seeking=["Oss"],
        offering=["Zeist", "Soest"],
        product="verslag",
        effort="2 dagen",
    )

    [activity] = build(day.meetup).activities

    assert (activity.goal, activity.audience, activity.contact) == ("Van elkaar leren", "beleid, raad", "Marloes")
    assert (activity.quarter, activity.planning) == ("3e kwartaal 2017", "4 bijeenkomsten")
    assert (activity.seeking, activity.offering) == (["Oss"], ["Zeist", "Soest"])
    assert (activity.product, activity.effort) == ("verslag", "2 dagen")


def test_card_counts_support_by_place_and_the_votes_on_each_form():
    day = make_day()
    ask(day, Section.KNOWLEDGE)
    answer = give_answer(day.anna, "Wat werkt?")
    reveal_step(day.etten_leur)
    give_support(day.bram, answer)
    promote(day, "Talent", answer)
    for place in (day.etten_leur, day.rijssen):
        go_to(place, Section.PRIORITIES)
        open_step(place)
    give_choice(day.anna, "Talent", 3)
    give_choice(day.carla, "Talent", 1)
    go_to(day.etten_leur, Section.FORMS)
    open_step(day.etten_leur)
    give_choice(day.anna, "Leerkringen")
    give_choice(day.anna, "Onze gemeente doet mee")

    [card] = chapter_of(day).cards

    assert card.support.dots == 4
    assert card.support.dots_by_place == {"Etten-Leur": 3, "Rijssen-Holten": 1}
    assert card.support.municipalities == 2
    assert (card.support.endorsements, card.support.answers) == (1, 1)
    assert card.form_votes == {"leerkring": 1}
    assert card.joining == ["Etten-Leur"]


def test_groups_without_a_question_remain_in_their_chapter():
    day = make_day()
    ask(day, Section.KNOWLEDGE)
    promote(day, "Talent", give_answer(day.anna, "Wat werkt?"))
    rest = give_answer(day.anna, "Wat kost het?")
    clustering.group_answers(meetup=day.meetup, answer_ids=[rest.pk], name="Kosten")

    chapter = chapter_of(day)

    assert [group.name for group in chapter.remaining_groups] == ["Kosten"]


def test_an_answer_says_why_it_was_hidden_and_whether_it_was_highlighted():
    day = make_day()
    ask(day, Section.OPPORTUNITIES)
    highlighted, hidden = give_answer(day.anna, "Dit"), give_answer(day.bram, "Dat")
    moderation.highlight_answer(answer=highlighted, on=True)
    moderation.hide_answer(answer=hidden, reason=Answer.HiddenReason.DUPLICATE)

    rows = build(day.meetup).answers

    assert [(row.state, row.highlighted, row.hidden_reason, row.became) for row in rows] == [
        ("zichtbaar", True, "", "los, nog niet bekeken"),
        ("verborgen", False, "dubbel", "verborgen: dubbel"),
    ]


def test_an_answer_that_nobody_approved_has_no_text_on_paper():
    day = make_day()
    ask(day, Section.OPPORTUNITIES)
    intake.hold_new(live_session=day.etten_leur, on=True)
    give_answer(day.anna, "GEHEIM-7f3a")

    [row] = build(day.meetup).answers

    assert (row.text, row.state, row.became) == ("", "nieuw", "nieuw: wacht op toelating")


def test_every_answer_is_in_the_appendix_once_and_keeps_its_text_only_while_it_may_be_seen():
    day = make_day()
    ask(day, Section.OPPORTUNITIES)
    visible = give_answer(day.anna, "=cmd|' /C calc'!A0 <b> *x* #y 👍", "kans")
    hidden = give_answer(day.anna, "GEHEIM-7f3a")
    withdrawn = give_answer(day.bram, "Toch niet")
    participation.withdraw_answer(participant=day.bram, answer_id=withdrawn.pk, key=new_key(), base_rev=1)
    moderation.hide_answer(answer=hidden)
    close_step(day.etten_leur)
    late = give_answer(day.bram, "Te laat")
    promote(day, "Talent", visible, hidden)

    rows = build(day.meetup).answers

    assert [(row.code, row.text, row.state) for row in rows] == [
        (visible.code, "=cmd|' /C calc'!A0 <b> *x* #y 👍", "zichtbaar"),
        (hidden.code, "", "verborgen"),
        (withdrawn.code, "", "ingetrokken"),
        (late.code, "Te laat", "na sluiting of in de pauze"),
    ]
    assert rows[0] == AnswerRow(
        id=visible.pk,
        code="E1-001",
        theme_number=1,
        theme="Economie & Arbeidsmarkt",
        question="Wat zijn uw kansen, opgaven, uitdagingen en bedreigingen?",
        label="kans",
        text="=cmd|' /C calc'!A0 <b> *x* #y 👍",
        place="Etten-Leur",
        state="zichtbaar",
        became="in K1.1",
        group_id=day.meetup.clusters.get().pk,
        group="Talent",
        questions=["K1.1"],
        support=0,
        source="",
        hidden_reason="",
        highlighted=False,
    )


def test_erased_answer_has_a_code_and_a_state_and_no_text():
    day = make_day()
    ask(day, Section.KNOWLEDGE)
    answer = give_answer(day.anna, "Mijn antwoord")
    answer.state, answer.text = "erased", ""
    answer.save()

    [row] = build(day.meetup).answers

    assert (row.code, row.text, row.state, row.became) == (answer.code, "", "gewist", "gewist")


def test_places_list_municipalities_with_numbers():
    day = make_day()
    join(day.rijssen)

    places = build(day.meetup).places

    assert places == [
        PlaceRow("Etten-Leur", 2, {"Etten-Leur": 2}, 0),
        PlaceRow("Rijssen-Holten", 2, {"Rijssen-Holten": 1}, 1),
    ]


def test_method_counts_answers_groups_and_what_was_dropped():
    day = make_day()
    ask(day, Section.KNOWLEDGE)
    question = promote(day, "Talent", give_answer(day.anna, "Een"), give_answer(day.bram, "Twee"))
    moderation.hide_answer(answer=give_answer(day.bram, "Drie"))
    curation.drop_question(question=question)

    method = build(day.meetup).method

    assert method.answers == {"zichtbaar": 2, "verborgen": 1}
    assert (method.groups, method.grouped, method.dots) == (1, 2, 0)
    assert method.dropped_questions == ["Talent?"]


def test_question_without_form_or_lead_is_not_taken_up_now():
    day = make_day()
    ask(day, Section.KNOWLEDGE)
    promote(day, "Talent", give_answer(day.anna, "Wat werkt?"))

    [card] = build(day.meetup).not_taken_up

    assert card.obstacles == ["nog geen vorm", "nog geen trekker"]


def test_polls_of_the_opening_keep_marks_as_means():
    day = make_day()
    go_to(day.etten_leur, Section.STATEMENTS)
    open_step(day.etten_leur)
    statement = "Menselijke maat en overzichtelijkheid: experimenteren"
    give_choice(day.anna, statement, 5)
    give_choice(day.bram, statement, 4)

    poll = next(poll for poll in build(day.meetup).polls if poll.measure == "gemiddeld cijfer")

    assert poll.people == 2
    assert [(row.heading, row.text, row.value) for row in poll.rows if row.people] == [("Kracht", statement, 4.5)]


def test_document_takes_as_many_queries_for_many_answers_as_for_one(django_assert_num_queries):
    day = make_day()
    ask(day, Section.KNOWLEDGE)
    promote(day, "Talent", give_answer(day.anna, "Vraag"))
    with CaptureQueriesContext(connection) as queries:
        build(day.meetup)

    for number in range(8):
        promote(day, f"Groep {number}", give_answer(day.anna, f"Vraag {number}"))

    with django_assert_num_queries(len(queries)):
        assert len(build(day.meetup).cards) == 9


def test_what_became_no_kennisvraag_is_told_with_the_reason():
    day = make_day()
    ask(day, Section.KNOWLEDGE)
    grouped, loose = give_answer(day.anna, "Wat werkt?"), give_answer(day.bram, "Wie betaalt?")
    judging.judge(subject=group(day, "Talent", grouped), outcome="not_now", reason="Te groot")
    judging.judge(subject=loose, outcome="answered", reference="Nota 2016")
    give_answer(day.carla, "Nog niet bekeken")

    aside = [(one.is_group, one.text, one.codes, one.ending) for one in build(day.meetup).set_aside]

    assert aside == [
        (True, "Talent", [grouped.code], "niet nu: Te groot"),
        (False, "Wie betaalt?", [loose.code], "al beantwoord: Nota 2016"),
    ]

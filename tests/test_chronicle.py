"""The history: what was done with the answers, by whom, when and why, in words that staff read."""

import datetime

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from sessions import clustering, curation, judging, moderation
from sessions.changes import acting, change
from sessions.chronicle import PAGE_LENGTH, chronicle_of, chronicle_of_answer, chronicle_of_question
from sessions.clearing import clear_words
from sessions.commenting import answer_comment
from sessions.models import Activity, Answer, Event, KnowledgeQuestion
from sessions.publishing import save_colophon, withdraw_edition
from sessions.putting_back import give_reason
from tests.agenda_page import address
from tests.cast import ask, give_answer, group, make_day, promote
from tests.editions_page import make_agenda, publish, react
from themes.models import FormOfWork

pytestmark = pytest.mark.django_db
EVIL = "<script>alert(1)</script>"


@pytest.fixture
def day():
    day = make_day()
    ask(day)
    return day


@pytest.fixture
def answers(day):
    return [give_answer(day.anna, f"Antwoord nummer {number}") for number in range(1, 5)]


@pytest.fixture
def fatima(day):
    client = Client()
    client.force_login(day.fatima)
    return client


def told(day, **look):
    """What the history says, newest first."""
    return [entry.told.words for entry in chronicle_of(day.meetup, **look).entries]


def newest(day):
    return chronicle_of(day.meetup).entries[0]


def changes(entry):
    return {change.label: (change.before, change.after) for change in entry.changes}


def test_a_group_is_told_when_it_is_made_joined_left_merged_undone_and_done_again(day, answers):
    first, second, third, fourth = answers
    talent = group(day, "Talent", first, second)
    group(day, "Talent", third)
    clustering.ungroup_answers(meetup=day.meetup, answer_ids=[first.pk])
    group(day, "Wonen", fourth)
    clustering.group_answers(
        meetup=day.meetup, cluster_ids=[talent.pk], cluster=day.meetup.clusters.get(name="Wonen")
    )
    clustering.undo_grouping(meetup=day.meetup)
    clustering.redo_grouping(meetup=day.meetup)

    assert told(day) == [
        "Opnieuw gedaan: 2 antwoorden in groep “Wonen” gezet, uit groep “Talent”",
        "Ongedaan gemaakt: Groep “Talent” samengevoegd met groep “Wonen” (2 antwoorden)",
        "Groep “Talent” samengevoegd met groep “Wonen” (2 antwoorden)",
        "Groep “Wonen” gemaakt van 1 antwoord",
        "1 antwoord uit groep “Talent” gehaald",
        "1 antwoord in groep “Talent” gezet",
        "Groep “Talent” gemaakt van 2 antwoorden",
    ]


def test_a_group_made_of_answers_of_another_says_from_which(day, answers):
    group(day, "Talent", *answers[:2])
    group(day, "Wonen", *answers[1:3])

    assert told(day)[0] == "Groep “Wonen” gemaakt van 2 antwoorden, uit groep “Talent”"


def test_a_grouping_names_its_answers_by_their_codes(day, answers):
    group(day, "Talent", *answers[:2])

    assert newest(day).answers == [(answer.pk, answer.code) for answer in answers[:2]]


def test_a_grouping_that_an_older_program_stored_is_told_without_where_it_went(day, answers):
    with change(day.meetup.pk, Event.Actor.FACILITATOR) as current:
        current.record(Event.Kind.GROUPING_CHANGED, "", before={answers[0].pk: None})

    assert told(day) == ["1 antwoord verplaatst"]


def test_another_name_and_a_place_on_the_ballot_are_told(day, answers):
    cluster = group(day, "Talent", answers[0])
    clustering.rename_cluster(cluster=cluster, name="Talent behouden")
    renamed = newest(day)
    clustering.set_on_ballot(cluster=cluster, on=False)
    clustering.set_on_ballot(cluster=cluster, on=True)

    assert renamed.told.words == "Groep “Talent behouden” kreeg een andere naam"
    assert changes(renamed) == {"naam": ("Talent", "Talent behouden")}
    assert told(day)[:2] == [
        "Groep “Talent behouden” op de stemlijst gezet",
        "Groep “Talent behouden” van de stemlijst gehaald",
    ]


def test_what_happens_to_an_answer_on_the_board_is_told(day, answers):
    [answer, *_] = answers
    moderation.hide_answer(answer=answer)
    moderation.restore_answer(answer=answer)
    moderation.highlight_answer(answer=answer, on=True)

    code = answer.code
    assert told(day) == [
        f"Antwoord {code} uitgelicht",
        f"Antwoord {code} teruggezet op het bord",
        f"Antwoord {code} verborgen",
    ]


def test_a_question_is_told_when_it_is_made_reworded_dropped_and_put_back(day, answers):
    question = promote(day, "Hoe houden we talent vast", answers[0])
    curation.reword_question(question=question, text="Hoe houden we jong talent vast?", why="Het gaat om jongeren")
    reworded = newest(day)
    curation.drop_question(question=question, why="Dubbel")
    dropped = newest(day)
    curation.drop_question(question=question, dropped=False)

    name = "Kennisvraag “Hoe houden we jong talent vast?”"
    assert told(day)[:4] == [f"{name} {deed}" for deed in ("teruggezet", "vervallen", "gewijzigd", "gemaakt")]
    assert reworded.why == "Het gaat om jongeren"
    assert dropped.why == "Dubbel"
    assert reworded.changes[0].pieces == [
        ("same", "Hoe houden we "),
        ("new", "jong "),
        ("same", "talent vast?"),
    ]


def test_the_fields_of_a_question_are_told_by_the_names_of_what_they_hold(day, answers):
    question = promote(day, "Talent", answers[0])
    other = group(day, "Wonen", answers[1])
    form = FormOfWork.objects.filter(programme=day.meetup.programme).first()

    curation.reword_question(
        question=question,
        form=form,
        theme=day.meetup.themes.get(number=2),
        clusters=[*question.clusters.all(), other],
        priority="later",
        lead="Oss",
    )

    assert changes(newest(day)) == {
        "vorm": ("", form.singular),
        "thema": (day.meetup.themes.get(number=1).short_title, day.meetup.themes.get(number=2).short_title),
        "groepen": ("Talent", "Talent en Wonen"),
        "prioriteit": ("nu", "later"),
        "trekker": ("", "Oss"),
    }


def test_an_activity_is_told_field_by_field(day, answers):
    question = promote(day, "Talent", answers[0])
    activity = curation.plan_activity(meetup=day.meetup, questions=[question], title="Leerkring talent")
    made = newest(day)
    curation.plan_activity(
        meetup=day.meetup,
        questions=[question],
        title="Leerkring talent",
        activity=activity,
        status="agreed",
        audience=["executives", "council"],
    )

    assert made.told.words == "Activiteit “Leerkring talent” gemaakt"
    assert made.is_new
    assert changes(newest(day)) == {
        "status": ("idee", "afgesproken"),
        "doelgroep": ("", "bestuurders en raad"),
    }


def test_a_verdict_says_what_it_is_about_and_how_it_changed(day, answers):
    cluster = group(day, "Talent", answers[0])
    judging.judge(subject=cluster, outcome="out_of_scope", reason="Niet van ons")
    judging.judge(subject=cluster, outcome="not_now", reason="Niet van ons", why="Volgend jaar weer")
    changed = newest(day)
    judging.take_back(subject=cluster)
    judging.judge(subject=answers[1], outcome="in_scope")

    assert told(day)[:4] == [
        f"Oordeel over {answers[1].code} gemaakt",
        "Oordeel over groep “Talent” ingetrokken",
        "Oordeel over groep “Talent” gewijzigd",
        "Oordeel over groep “Talent” gemaakt",
    ]
    assert changes(changed) == {"oordeel": ("buiten scope", "niet nu")}
    assert changed.why == "Volgend jaar weer"


def test_editions_comments_and_what_staff_did_with_them_are_told(day):
    question = make_agenda(day)
    edition = publish(day)
    react(edition)
    comment = react(edition, about="K1.1")
    answer_comment(comment=comment, outcome="taken_over", reply="Dank, staat erin.")
    answered = newest(day)
    withdraw_edition(edition=edition)
    save_colophon(meetup=day.meetup, contact="info@platform31.nl")

    assert told(day)[:6] == [
        "Colofon gewijzigd",
        "Versie 1 ingetrokken",
        "Reactie op K1.1 verwerkt",
        "Reactie op K1.1 ontvangen",
        "Reactie op het geheel ontvangen",
        "Versie 1 gepubliceerd",
    ]
    assert changes(answered) == {
        "verwerking": ("", "overgenomen"),
        "antwoord": ("", "Dank, staat erin."),
    }
    assert [entry.who for entry in chronicle_of(day.meetup, topic="reacties").entries] == [
        "medewerker",
        "lezer",
        "lezer",
    ]
    words = [entry.told.words for entry in chronicle_of_question(question).entries]
    assert words[:2] == ["Reactie op K1.1 verwerkt", "Reactie op K1.1 ontvangen"]


def test_words_that_may_be_published_are_told_and_what_was_thrown_away(day):
    clear_words(meetup=day.meetup, words="Jan Jansen")
    cleared = newest(day)
    with change(day.meetup.pk, Event.Actor.STAFF) as current:
        current.revise(Event.Kind.EARLIER_CHANGED, "earlieragenda-3", before={"title": "Agenda 2016"}, after={})

    assert told(day) == ["Eerdere agenda “Agenda 2016” weggehaald", "Namen en nummers nagekeken"]
    assert changes(cleared) == {"woorden": ("", "Jan Jansen")}
    assert changes(newest(day)) == {"titel": ("Agenda 2016", "")}


def test_a_kind_that_the_history_does_not_know_reads_as_a_line_all_the_same(day, answers):
    activity = Activity.objects.create(meetup=day.meetup, title="Leerkring talent")
    with change(day.meetup.pk, Event.Actor.STAFF) as current:
        current.revise("iets_nieuws", f"activity-{activity.pk}", before={"onbekend": "a"}, after={"onbekend": "b"})
        current.record("nog_iets", "een-ref")

    assert told(day) == ["Iets in de meet-up gewijzigd", "Activiteit “Leerkring talent” gewijzigd"]
    assert told(day, topic="overig") == told(day)
    assert changes(chronicle_of(day.meetup).entries[1]) == {"onbekend": ("a", "b")}


@pytest.mark.parametrize("kind", Event.Kind)
def test_every_kind_of_event_reads_as_a_line_though_nothing_stands_beside_it(day, fatima, kind):
    detail = {"before": {}} if kind == Event.Kind.GROUPING_CHANGED else {}
    with change(day.meetup.pk, Event.Actor.STAFF) as current:
        current.record(kind, 1 if kind != Event.Kind.GROUPING_CHANGED else "", **detail)

    assert fatima.get(address(day, "chronicle")).status_code == 200


def test_who_did_it_is_called_by_name_or_else_by_what_he_is(day, answers):
    day.fatima.first_name, day.fatima.last_name = "Fatima", "el Amrani"
    day.fatima.save()
    gerrit = get_user_model().objects.create_user("gerrit")
    for user in (day.fatima, gerrit, None):
        with acting(user.pk if user else None):
            moderation.hide_answer(answer=answers[0])
            moderation.restore_answer(answer=answers[0])

    assert [entry.who for entry in chronicle_of(day.meetup).entries[::2]] == [
        "gespreksleider",
        "gerrit",
        "Fatima el Amrani",
    ]
    assert len(told(day, person=gerrit.pk)) == 2


def test_a_participant_is_named_by_nothing_but_that_he_takes_part(day, answers):
    [entry] = chronicle_of_answer(day.meetup, answers[0], []).entries

    assert (entry.who, entry.told.words) == ("deelnemer", f"Antwoord {answers[0].code} gegeven")


def test_the_page_says_when_in_dutch(day, answers, fatima):
    group(day, "Talent", answers[0])
    moment = datetime.datetime(2017, 2, 16, 13, 5, tzinfo=datetime.UTC)
    Event.objects.update(at=moment)

    page = fatima.get(address(day, "chronicle")).content.decode()

    assert "16 februari 2017" in page
    assert "14.05 uur" in page


def test_a_reason_that_is_given_later_stands_beside_what_was_done(day, answers, fatima):
    group(day, "Talent", answers[0])
    seq = newest(day).event.seq

    reply = fatima.post(address(day, "chronicle-reason", seq=seq), {"why": "Zeggen hetzelfde"}, follow=True)

    assert newest(day).why == "Zeggen hetzelfde"
    assert "<b>Reden:</b> <bdi>Zeggen hetzelfde</bdi>" in reply.content.decode()


def test_a_reason_that_is_too_long_is_said_beside_the_field_and_kept(day, answers, fatima):
    group(day, "Talent", answers[0])

    reply = fatima.post(address(day, "chronicle-reason", seq=newest(day).event.seq), {"why": "x" * 301})

    page = reply.content.decode()
    assert reply.status_code == 422
    assert "Maak hem 1 teken korter." in page
    assert "x" * 301 in page


def test_a_reason_of_a_colleague_is_not_written_over(day, answers, fatima):
    group(day, "Talent", answers[0])
    entry = newest(day)
    give_reason(event=entry.event, why="Van een collega")

    reply = fatima.post(address(day, "chronicle-reason", seq=entry.event.seq), {"why": "Van mij", "seen_why": ""})

    assert reply.status_code == 409
    assert "Van een collega" in reply.content.decode()
    assert 'value="Van mij"' in reply.content.decode()
    assert newest(day).why == "Van een collega"


def test_the_reason_of_a_grouping_can_be_given_where_it_is_made(day, answers, fatima):
    group(day, "Talent", answers[0])
    seq = newest(day).event.seq

    page = fatima.get(f"/groepen/{day.meetup.pk}/").content.decode()
    fatima.post(f"/groepen/{day.meetup.pk}/reden/", {"seq": seq, "why": "Zeggen hetzelfde"})

    assert f'name="seq" value="{seq}"' in page
    assert newest(day).why == "Zeggen hetzelfde"


def test_the_history_narrows_to_one_kind_of_thing(day, answers):
    question = promote(day, "Talent", answers[0])
    curation.plan_activity(meetup=day.meetup, questions=[question], title="Leerkring")
    moderation.hide_answer(answer=answers[1])

    assert len(told(day)) == 4
    assert [told(day, topic=topic) for topic in ("groepen", "kennisvragen", "activiteiten", "antwoorden")] == [
        ["Groep “Talent” gemaakt van 1 antwoord"],
        ["Kennisvraag “Talent?” gemaakt"],
        ["Activiteit “Leerkring” gemaakt"],
        [f"Antwoord {answers[1].code} verborgen"],
    ]
    assert told(day, topic="oordelen") == []


def test_the_history_of_a_question_tells_of_its_groups_and_activities_and_not_of_others(day, answers):
    question = promote(day, "Talent", answers[0])
    promote(day, "Wonen", answers[1])
    curation.plan_activity(meetup=day.meetup, questions=[question], title="Leerkring")
    clustering.rename_cluster(cluster=question.clusters.get(), name="Talent behouden")
    clustering.undo_grouping(meetup=day.meetup)  # of the other one

    assert [entry.told.words for entry in chronicle_of_question(question).entries] == [
        "Groep “Talent behouden” kreeg een andere naam",
        "Activiteit “Leerkring” gemaakt",
        "Kennisvraag “Talent?” gemaakt",
        "Groep “Talent behouden” gemaakt van 1 antwoord",
    ]


def test_the_history_of_an_answer_tells_all_that_happened_to_it(day, answers):
    [answer, other, *_] = answers
    question = promote(day, "Talent", answer)
    moderation.hide_answer(answer=other)
    moderation.hide_answer(answer=answer)
    clustering.undo_grouping(meetup=day.meetup)
    group(day, "Wonen", answer)

    entries = chronicle_of_answer(day.meetup, Answer.objects.get(pk=answer.pk), [question.pk]).entries

    assert [entry.told.words for entry in entries] == [
        "Groep “Wonen” gemaakt van 1 antwoord",
        "Ongedaan gemaakt: Groep “Talent” gemaakt van 1 antwoord",
        f"Antwoord {answer.code} verborgen",
        "Kennisvraag “Talent?” gemaakt",
        "Groep “Talent” gemaakt van 1 antwoord",
        f"Antwoord {answer.code} gegeven",
    ]


def test_the_page_of_an_answer_shows_it_as_typed_and_all_that_leads_back(day, answers, fatima):
    question = promote(day, "Talent", answers[0])
    activity = curation.plan_activity(meetup=day.meetup, questions=[question], title="Leerkring talent")

    page = fatima.get(address(day, "agenda-answer", answer=answers[0].pk)).content.decode()

    assert "Antwoord nummer 1" in page
    assert "in K1.1" in page
    assert f'href="{address(day, "agenda")}#kennisvraag-{question.pk}"' in page
    assert f'href="{address(day, "agenda-activity", activity=activity.pk)}"' in page
    assert "telefoon, " in page
    assert "Etten-Leur" in page


def test_the_page_of_a_withdrawn_answer_does_not_show_its_text(day, answers, fatima):
    Answer.objects.filter(pk=answers[0].pk).update(state=Answer.State.WITHDRAWN)

    page = fatima.get(address(day, "agenda-answer", answer=answers[0].pk)).content.decode()

    assert "Antwoord nummer 1" not in page
    assert "ingetrokken" in page


def test_an_answer_of_another_meetup_has_no_page_here(day, fatima):
    assert fatima.get(address(day, "agenda-answer", answer=999_999)).status_code == 404


def test_words_that_look_like_html_stay_words(day, fatima):
    answer = give_answer(day.anna, EVIL)
    question = promote(day, EVIL, answer)
    curation.reword_question(question=question, lead=EVIL, explanation=EVIL, why=EVIL)
    curation.reword_question(question=question, explanation=f"{EVIL} met meer woorden")
    pages = [
        address(day, "chronicle"),
        address(day, "chronicle-question", question=question.pk),
        address(day, "agenda-answer", answer=answer.pk),
    ]

    for page in pages:
        content = fatima.get(page).content.decode()
        assert EVIL not in content
        assert "&lt;script&gt;" in content


def test_the_history_comes_in_pages_and_a_page_that_is_not_there_is_the_last(day, answers, fatima):
    for _ in range(PAGE_LENGTH // 2 + 1):
        moderation.hide_answer(answer=answers[0])
        moderation.restore_answer(answer=answers[0])

    first, second = (fatima.get(address(day, "chronicle"), {"blz": number}) for number in (1, 99))

    assert (len(first.context["chronicle"].entries), len(second.context["chronicle"].entries)) == (PAGE_LENGTH, 2)
    assert "Bladzijde 1 van 2" in first.content.decode()
    assert '?blz=2"' in first.content.decode()


@pytest.mark.parametrize("look", ["?soort=niets", "?wie=x", "?blz=x", "?blz=-1", "?wie=99999999999999999999"])
def test_a_page_that_is_asked_for_in_another_way_is_no_error(day, fatima, look):
    assert fatima.get(address(day, "chronicle") + look).status_code == 200


def test_pages_of_the_history_take_as_many_queries_for_many_entries_as_for_one(
    day, answers, fatima, django_assert_max_num_queries
):
    question = promote(day, "Talent", answers[0])
    curation.plan_activity(meetup=day.meetup, questions=[question], title="Leerkring")
    clustering.undo_grouping(meetup=day.meetup)
    clustering.redo_grouping(meetup=day.meetup)
    for number in range(15):
        curation.reword_question(question=question, lead=f"Gemeente {number}")
        group(day, f"Groep {number}", *answers[1:])
        clustering.undo_grouping(meetup=day.meetup)

    limits = {
        address(day, "chronicle"): 17,
        address(day, "chronicle-question", question=question.pk): 22,
        address(day, "agenda-answer", answer=answers[0].pk): 40,
    }
    for page, most in limits.items():
        with django_assert_max_num_queries(most):
            assert fatima.get(page).status_code == 200
    assert KnowledgeQuestion.objects.count() == 1

"""The pages on which staff publish the agenda, and work through what readers said."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sessions import commenting, curation, publishing
from sessions.editions import today
from sessions.export import export
from sessions.models import Comment, Edition
from tests.agenda_page import address, make_group, seq_of
from tests.cast import make_day
from tests.editions_page import clear_names, make_agenda, publish, react, set_clock
from tests.excel import Excel
from tests.hostile_texts import FORMULAS, HOSTILE_TEXTS
from tests.ods import Ods
from tests.word import Word

LATER = datetime.timedelta(days=10)


@pytest.fixture
def day(db):
    return make_day()


@pytest.fixture
def fatima(client, day):
    """The browser of Fatima, who leads the meet-up."""
    client.force_login(day.fatima)
    return client


def page_of(fatima, day, name="editions", **kwargs):
    return fatima.get(address(day, name, **kwargs)).content.decode()


def press_publish(fatima, day, number=1, **fields):
    fields = {"number": number, "closes_on": today() + LATER, "note": "", "seen_seq": seq_of(day), **fields}
    return fatima.post(address(day, "editions-publish"), fields)


def press_adopt(fatima, day, number=1, **fields):
    fields = {"number": number, "is_adopted": "1", "adopted_on": today(), "seen_seq": seq_of(day), **fields}
    return fatima.post(address(day, "editions-adopt"), fields)


# The colophon


def test_colophon_is_saved_and_filled_in_again(fatima, day):
    response = fatima.post(
        address(day, "editions-colophon"),
        {
            "introduction": "Regel een\r\nRegel twee",
            "contact": "pmg@platform31.nl",
            "presented_on": "20-04-2017",
            "presented_in": "Utrecht",
            "names_municipalities": "1",
            "seen_seq": seq_of(day),
        },
    )

    assert response.status_code == 303
    colophon = day.meetup.colophon
    assert (colophon.introduction, colophon.presented_on) == ("Regel een\nRegel twee", datetime.date(2017, 4, 20))
    page = page_of(fatima, day)
    assert 'value="2017-04-20"' in page
    assert 'name="names_municipalities" value="1" checked' in page


def test_colophon_with_an_impossible_date_keeps_what_was_typed(fatima, day):
    response = fatima.post(
        address(day, "editions-colophon"), {"presented_on": "31-02-2017", "contact": "Marieke de Jong"}
    )

    page = response.content.decode()
    assert response.status_code == 422
    assert "Vul een datum in die bestaat" in page
    assert 'value="31-02-2017"' in page
    assert 'value="Marieke de Jong"' in page


def test_colophon_that_a_colleague_changed_meanwhile_keeps_both(fatima, day):
    seen = seq_of(day)
    publishing.save_colophon(meetup=day.meetup, contact="Van een collega")

    response = fatima.post(address(day, "editions-colophon"), {"contact": "Van mij", "seen_seq": seen})

    assert response.status_code == 409
    assert 'value="Van mij"' in response.content.decode()
    day.meetup.colophon.refresh_from_db()
    assert day.meetup.colophon.contact == "Van een collega"


def test_switch_for_municipalities_says_what_was_promised(fatima, day):
    assert "Uw gemeente tonen we alleen als de gespreksleider dat heeft aangekondigd." in page_of(fatima, day)


# Publishing


def test_empty_agenda_cannot_be_published_and_the_page_says_why(fatima, day):
    page = page_of(fatima, day)
    response = press_publish(fatima, day)

    assert "Er zijn nog geen kennisvragen. <strong>Dit moet eerst.</strong>" in page
    assert "disabled>Publiceer versie 1 als concept" in page
    assert response.status_code == 409
    assert "Nog niet gepubliceerd. Er zijn nog geen kennisvragen." in response.content.decode()
    assert not Edition.objects.exists()


def test_concept_is_published_and_its_address_shown(fatima, day):
    make_agenda(day)

    response = press_publish(fatima, day, note="Eerste versie")

    edition = Edition.objects.get()
    assert (response.status_code, response["Location"]) == (303, address(day, "editions"))
    assert (edition.number, edition.note, edition.published_by) == (1, "Eerste versie", day.fatima)
    page = page_of(fatima, day)
    assert f"/concept/{edition.token}/" in page
    assert "Publiceer versie 2 als concept" in page


def test_pressing_publish_twice_makes_one_edition(fatima, day):
    make_agenda(day)
    seen = seq_of(day)

    statuses = [press_publish(fatima, day, seen_seq=seen).status_code for _ in range(2)]

    assert statuses == [303, 303]
    assert Edition.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ("", "Kies tot en met welke dag lezers kunnen reageren."),
        ("morgen", "Vul een datum in die bestaat, zoals 03-03-2017."),
        ("2017-03-01", "Kies een dag na vandaag."),
        ("2017-02-28", "Kies een dag na vandaag."),
        ("2027-03-03", "Deze dag is meer dan een jaar weg. Kijk het jaartal na."),
    ],
)
def test_last_day_for_comments_lies_in_the_year_to_come(fatima, day, monkeypatch, typed, error):
    make_agenda(day)
    set_clock(monkeypatch, 2017, 3, 1)
    fatima.force_login(day.fatima)

    response = press_publish(fatima, day, closes_on=typed, note="Mijn zin")

    page = response.content.decode()
    assert response.status_code == 422
    assert error in page
    assert 'value="Mijn zin"' in page
    assert f'value="{typed}"' in page


@pytest.mark.parametrize("typed", ["2017-03-03", "03-03-2017", "3-3-2017", "3/3/2017"])
def test_day_is_understood_as_people_write_it(fatima, day, monkeypatch, typed):
    make_agenda(day)
    set_clock(monkeypatch, 2017, 3, 1)
    fatima.force_login(day.fatima)

    press_publish(fatima, day, closes_on=typed)

    assert Edition.objects.get().closes_on == datetime.date(2017, 3, 3)


def test_a_colleague_who_changed_the_agenda_meanwhile_is_seen_first(fatima, day):
    question = make_agenda(day)
    seen = seq_of(day)
    curation.reword_question(question=question, text="Van een collega?")

    response = press_publish(fatima, day, seen_seq=seen, note="Van mij")

    page = response.content.decode()
    assert response.status_code == 409
    assert 'value="Van mij"' in page
    assert f'name="seen_seq" value="{seq_of(day)}"' in page


# Adopting


def test_only_what_pmg_adopted_is_published_as_adopted(fatima, day):
    make_agenda(day)

    refused = press_adopt(fatima, day, is_adopted="")
    accepted = press_adopt(fatima, day, adopted_on="2017-04-13")

    assert refused.status_code == 422
    assert "Alleen PMG kan de agenda vaststellen." in refused.content.decode()
    assert accepted.status_code == 303
    assert Edition.objects.get().content["dated"] == "2017-04-13"


def test_day_of_adoption_is_not_yet_to_come(fatima, day):
    make_agenda(day)

    response = press_adopt(fatima, day, adopted_on=today() + LATER)

    assert response.status_code == 422
    assert "Deze dag moet nog komen." in response.content.decode()


def test_adopting_is_refused_with_the_reasons(fatima, day):
    make_agenda(day)
    react(publish(day))

    response = press_adopt(fatima, day, number=2)

    assert response.status_code == 409
    assert "1 reactie is nog niet verwerkt." in response.content.decode()


# Versions


def test_versions_are_all_there_the_newest_first(fatima, day):
    make_agenda(day)
    tokens = [publish(day, note=f"Zin {number}").token for number in range(3)]

    page = page_of(fatima, day, "versions")

    places = [page.index(token) for token in reversed(tokens)]
    assert places == sorted(places)


def test_last_day_is_changed_and_comments_can_be_closed_at_once(fatima, day):
    make_agenda(day)
    edition = publish(day)
    here = address(day, "edition-closing", edition=edition.pk)

    fatima.post(here, {"closes_on": today(), "seen_seq": seq_of(day)})
    edition.refresh_from_db()
    assert edition.closes_on == today()
    fatima.post(here, {"closes_on": "", "now": "1", "seen_seq": seq_of(day)})

    edition.refresh_from_db()
    assert edition.closes_on == today() - datetime.timedelta(days=1)
    assert "kan niet meer" in page_of(fatima, day, "versions")


@pytest.mark.parametrize("typed", ["", "2017-01-01", "gisteren"])
def test_last_day_that_is_over_is_refused_with_a_reason(fatima, day, typed):
    make_agenda(day)
    edition = publish(day)

    response = fatima.post(address(day, "edition-closing", edition=edition.pk), {"closes_on": typed})

    assert response.status_code == 422
    assert 'id="einddatum-fout"' in response.content.decode()


def test_edition_is_withdrawn_and_put_back(fatima, day):
    make_agenda(day)
    edition = publish(day)
    here = address(day, "edition-withdraw", edition=edition.pk)

    fatima.post(here, {"on": "1", "seen_seq": seq_of(day)})
    assert "Zet versie 1 terug" in page_of(fatima, day, "versions")
    assert "Wat lezers nu zien" not in page_of(fatima, day)
    fatima.post(here, {"on": "0", "seen_seq": seq_of(day)})

    assert "Trek versie 1 in" in page_of(fatima, day, "versions")


def test_edition_of_another_state_has_no_last_day(fatima, day):
    make_agenda(day)
    press_adopt(fatima, day)
    adopted = Edition.objects.get()

    assert fatima.post(address(day, "edition-closing", edition=adopted.pk)).status_code == 404


def test_two_editions_and_the_agenda_of_now_are_compared(fatima, day):
    question = make_agenda(day)
    publish(day)
    curation.reword_question(question=question, lead="Zeist")
    publish(day)
    curation.reword_question(question=question, lead="Gouda")

    between = page_of(fatima, day, "comparison", before=1, after=2)
    now = page_of(fatima, day, "comparison", before=2)

    assert "Zeist</ins>" in between
    assert "Gouda" not in between
    assert "Gouda</ins>" in now
    assert fatima.get(address(day, "comparison", before=1, after=9)).status_code == 404


# What readers said


def test_comments_stand_by_line_with_the_way_to_what_they_are_about(fatima, day):
    question = make_agenda(day)
    edition = publish(day)
    react(edition, "Over de vraag", about="K1.1", on_behalf_of="Gemeente Zeist")
    react(edition, "Over de activiteit", about="W1")
    react(edition, "Over het geheel")

    page = page_of(fatima, day, "comments")

    places = [page.index(text) for text in ("Over het geheel", "Over de vraag", "Over de activiteit")]
    assert places == sorted(places)
    assert address(day, "agenda-question", question=question.pk) in page
    assert "Namens <bdi>Gemeente Zeist</bdi>" in page
    assert "0 van 3 reacties verwerkt" in page


def test_comment_is_worked_through_and_the_next_one_follows(fatima, day):
    make_agenda(day)
    edition = publish(day)
    first, second = react(edition, "Een", about="K1.1"), react(edition, "Twee", about="K1.1")

    response = fatima.post(
        address(day, "comment-outcome", comment=first.pk) + "?stand=open",
        {"outcome": "partly", "reply": "Zie de toelichting.", "seen_seq": seq_of(day)},
    )

    first.refresh_from_db()
    assert (first.outcome, first.reply) == ("partly", "Zie de toelichting.")
    assert response["Location"] == f"{address(day, 'comments')}?stand=open#reactie-{second.pk}"
    shown = page_of(fatima, day, "comments")
    assert ">Een<" not in shown
    assert ">Twee<" in shown
    done = fatima.get(address(day, "comments"), {"stand": "verwerkt"}).content.decode()
    assert ">Een<" in done
    assert ">Twee<" not in done


def test_outcome_that_a_colleague_gave_meanwhile_is_not_overwritten(fatima, day):
    make_agenda(day)
    comment = react(publish(day))
    seen = seq_of(day)
    commenting.answer_comment(comment=comment, outcome="taken_over", reply="Van een collega")
    here = address(day, "comment-outcome", comment=comment.pk)

    response = fatima.post(here, {"outcome": "partly", "reply": "Van mij", "seen_seq": seen})

    assert response.status_code == 409
    assert ">Van mij</textarea>" in response.content.decode()
    comment.refresh_from_db()
    assert comment.reply == "Van een collega"


def test_reply_that_is_too_long_is_kept_and_said(fatima, day):
    make_agenda(day)
    comment = react(publish(day))

    response = fatima.post(address(day, "comment-outcome", comment=comment.pk), {"reply": "x" * 1001})

    assert response.status_code == 422
    assert "Maak hem 1 teken korter." in response.content.decode()
    assert "x" * 1001 in response.content.decode()


@pytest.mark.parametrize("name", ["comments", "versions", "editions"])
def test_pages_take_as_many_queries_for_many_as_for_one(fatima, day, name, django_assert_num_queries):
    make_agenda(day)
    react(publish(day), about="K1.1")
    with CaptureQueriesContext(connection) as queries:
        page_of(fatima, day, name)
    for number in range(4):
        question = curation.promote_cluster(cluster=make_group(day, f"Groep {number}"), text=f"Vraag {number}?")
        curation.plan_activity(meetup=day.meetup, questions=[question], title=f"Activiteit {number}")
        edition = publish(day, note=f"Versie {number}", user=day.fatima)
        for about in ("", "K1.1", f"K1.{number + 2}", "W1"):
            react(edition, f"Reactie {number}", about=about)

    with django_assert_num_queries(len(queries)):
        page_of(fatima, day, name)


@pytest.mark.parametrize("text", HOSTILE_TEXTS)
def test_hostile_comment_is_shown_as_text(fatima, day, text):
    make_agenda(day)
    comment = react(publish(day), text, on_behalf_of=text[:120])
    commenting.answer_comment(comment=comment, outcome="partly", reply=text)

    page = fatima.get(address(day, "comments"), {"stand": "alle"}).content.decode()

    for tag in ("<script>alert", "<img src=x", "<svg onload", "<iframe", "<style>", 'href="javascript'):
        assert tag not in page


# What goes into the files


@pytest.mark.parametrize(("suffix", "read"), [("xlsx", Excel), ("ods", Ods)])
def test_comments_have_a_sheet_in_which_nothing_is_a_formula(day, suffix, read):
    make_agenda(day)
    edition = publish(day)
    for text in (*FORMULAS, *HOSTILE_TEXTS):
        react(edition, text, about="K1.1", on_behalf_of=text[:100])

    book = read(export(day.meetup, suffix))

    rows = book.rows("Reacties")
    assert [row["Reactie"].strip() for row in rows] == [text.strip() for text in (*FORMULAS, *HOSTILE_TEXTS)]
    assert {(row["Over"], row["Versie"], row["Verwerking"]) for row in rows} == {("K1.1", 1, "nog te verwerken")}
    assert not book.formulas


def test_adopted_document_tells_what_was_done_with_comments_and_a_concept_does_not(day):
    make_agenda(day)
    comment = react(publish(day), "GEHEIM-7f3a", about="K1.1")
    named = react(Edition.objects.get(), "Ook een reactie", on_behalf_of="Gemeente Zeist")
    for one in (comment, named):
        commenting.answer_comment(comment=one, outcome="taken_over", reply="Overgenomen in de toelichting.")

    concept = Word(export(day.meetup, "docx"))
    publishing.adopt_edition(meetup=day.meetup, number=2, adopted_on=datetime.date(2017, 4, 13))
    adopted = Word(export(day.meetup, "docx"))

    assert "Bijlage E Verwerking van reacties" not in concept.headings(1)
    assert adopted.headings(1)[-1] == "Bijlage E Verwerking van reacties"
    assert ["K1.1", "versie 1", "", "overgenomen", "Overgenomen in de toelichting."] in adopted.rows()
    assert ["het geheel", "versie 1", "Gemeente Zeist", "overgenomen", "Overgenomen in de toelichting."] in (
        adopted.rows()
    )
    assert "GEHEIM" not in adopted.text
    assert "VASTGESTELD · versie 2 · 13 april 2017" in adopted.text


def test_document_says_where_and_until_when_to_react(day):
    make_agenda(day)
    publishing.save_colophon(
        meetup=day.meetup,
        introduction="Waarom nu.",
        contact="pmg@platform31.nl",
        presented_on=datetime.date(2017, 4, 20),
        presented_in="Utrecht",
        names_municipalities=True,
    )
    clear_names(day)
    publish(day, closes_on=today() + LATER)

    word = Word(export(day.meetup, "docx"))

    assert ["Presentatie op", "20 april 2017"] in word.rows()
    assert ["Reageren bij", "pmg@platform31.nl"] in word.rows()
    assert ["Ingebracht door", "Etten-Leur"] in word.rows()
    assert "Waarom nu." in word.text


def test_comment_that_its_line_lost_stays_readable(fatima, day):
    question = make_agenda(day)
    comment = react(publish(day), "Blijft staan", about="K1.1")
    Comment.objects.filter(pk=comment.pk).update(question=None)
    curation.drop_question(question=question)

    assert "Blijft staan" in page_of(fatima, day, "comments")

"""The files of the agenda open, and show what people typed as they typed it."""

import dataclasses
import json

import pytest

from sessions import curation, moderation, participation
from sessions.export import FILES, FORMATS, build, export, file_name, sheets
from sessions.models import Answer
from tests.cast import Section, ask, give_answer, make_day, promote, round_of
from tests.files import READERS, all_text, answers_in, as_read, csv_rows, fields_in

AWKWARD = [
    "=cmd|' /C calc'!A0",
    "+31 6 en -5 en @iemand",
    "<b>vet</b> & <script>alert(1)</script>",
    "*x* #y _z_ [a](b) `c` $d$ ~e~ \\f {g}",
    "Emoji 👍🏽 en 👩‍👩‍👧",
    "שלום עולם en مرحبا",
    "Hottentottententententoonstelling" * 12,
    "Regel een\nRegel twee",
    'Met "aanhalingstekens"; en puntkomma\'s',
    "1. Genummerd\n- streepje",
]


@pytest.mark.django_db
@pytest.mark.parametrize("suffix", FORMATS)
def test_export_works_before_the_day_starts(suffix):
    day = make_day()

    assert export(day.meetup, suffix)


@pytest.mark.django_db
@pytest.mark.parametrize("suffix", READERS)
def test_awkward_texts_arrive_in_every_file_as_typed(suffix):
    day = make_day()
    ask(day)
    answers = [give_answer(day.anna, text) for text in AWKWARD]
    promote(day, "=Groep <i>*", *answers)

    found = answers_in(suffix, export(day.meetup, suffix))

    assert [answer.text for answer in answers] == AWKWARD
    assert [code for code, _ in found] == [answer.code for answer in answers]
    for (_, text), typed in zip(found, AWKWARD, strict=True):
        assert as_read(suffix, text) == as_read(suffix, typed)


@pytest.mark.django_db
@pytest.mark.parametrize("suffix", READERS)
def test_control_characters_that_slipped_in_stop_no_export(suffix):
    day = make_day()
    ask(day)
    answer = give_answer(day.anna, "Tekst")
    Answer.objects.filter(pk=answer.pk).update(text="a\x0bb\x01c\x1fd\ufffe")

    [(code, text)] = answers_in(suffix, export(day.meetup, suffix))

    assert code == answer.code
    # CSV and JSON can hold any character, and leave out none.
    assert text == ("a\x0bb\x01c\x1fd\ufffe" if suffix in {"csv", "json"} else "abcd")


@pytest.mark.django_db
@pytest.mark.parametrize("suffix", ["docx", "pdf", "odt", "md", "xlsx", "ods", "json"])
def test_what_staff_fill_in_arrives_in_every_file_as_typed(suffix):
    formula, signs, html, marks, emoji, mixed, long, _, quoted, _ = AWKWARD
    day = make_day()
    ask(day)
    question = promote(day, "Talent", give_answer(day.anna, "Wat werkt?"))
    curation.reword_question(question=question, existing=long, explanation=mixed, product=formula, partners=signs)
    activity = {"goal": html, "contact": emoji, "effort": quoted, "first_step": marks, "seeking": ["=2+2"]}
    curation.plan_activity(meetup=day.meetup, questions=[question], title="Leerkring", **activity)

    found = [as_read(suffix, field) for field in fields_in(suffix, export(day.meetup, suffix))]

    for text in (formula, signs, html, marks, emoji, mixed, long, quoted):
        assert as_read(suffix, text) in found


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\tx", "\rx", " =1", "\xa0=1", "\n@x"])
def test_cell_that_a_spreadsheet_would_calculate_becomes_a_text(text):
    assert sheets.harmless(text) == f"'{text}"


@pytest.mark.parametrize("cell", ["kans", "E1-034", "1 - 2", "", 7])
def test_other_cells_stay_as_they_are(cell):
    assert sheets.harmless(cell) == cell


@pytest.mark.django_db
def test_csv_has_a_row_for_each_answer_and_a_mark_for_excel():
    day = make_day()
    ask(day, Section.OPPORTUNITIES)
    promote(day, "Talent", give_answer(day.anna, "Talent trekt weg; echt", "bedreiging"))

    content = export(day.meetup, "csv")

    assert content.startswith(
        b"\xef\xbb\xbfcode;thema;vraag;label;tekst;locatie;stand;groep;kennisvraag;steun;bron;"
        b"reden van verbergen;uitgelicht\r\n"
    )
    assert csv_rows(content) == [
        {
            "code": "E1-001",
            "thema": "Economie & Arbeidsmarkt",
            "vraag": "Wat zijn uw kansen, opgaven, uitdagingen en bedreigingen?",
            "label": "bedreiging",
            "tekst": "Talent trekt weg; echt",
            "locatie": "Etten-Leur",
            "stand": "zichtbaar",
            "groep": "Talent",
            "kennisvraag": "K1.1",
            "steun": "0",
            "bron": "",
            "reden van verbergen": "",
            "uitgelicht": "",
        }
    ]


@pytest.mark.django_db
def test_every_answer_of_a_rehearsal_says_that_it_is_one():
    day = make_day()
    ask(day)
    give_answer(day.anna, "Echt")
    give_answer(participation.join(live_session=day.etten_leur, is_rehearsal=True), "Gespeeld")

    sources = {row["tekst"]: row["bron"] for row in csv_rows(export(day.meetup, "csv"))}

    assert sources == {"Echt": "", "Gespeeld": "repetitie"}


@pytest.mark.django_db
def test_json_leads_by_id_from_the_agenda_to_the_answers_and_back():
    day = make_day()
    ask(day)
    answer = give_answer(day.anna, "Wat werkt?")
    question = promote(day, "Talent", answer)
    activity = curation.plan_activity(meetup=day.meetup, questions=[question], title="Leerkring")

    agenda = json.loads(export(day.meetup, "json"))

    assert agenda["schema"] == "pmg-kennisagenda/1"
    assert agenda["date"] == "2017-02-16"
    [card] = agenda["chapters"][0]["cards"]
    [row] = agenda["answers"]
    assert (card["id"], card["origin"], card["activities"]) == (question.pk, [answer.code], ["W1"])
    assert (row["id"], row["group_id"], row["questions"]) == (answer.pk, question.clusters.get().pk, ["K1.1"])
    assert [planned["id"] for planned in agenda["activities"]] == [activity.pk]


@pytest.mark.django_db
@pytest.mark.parametrize("suffix", FORMATS)
def test_no_file_holds_a_hidden_text(suffix):
    day = make_day()
    ask(day)
    answer = give_answer(day.anna, "GEHEIM-7f3a")
    promote(day, "Talent", answer, give_answer(day.bram, "Talent blijft"))
    moderation.hide_answer(answer=answer)

    content = export(day.meetup, suffix)

    assert "Talent" in all_text(suffix, content)
    assert "GEHEIM" not in all_text(suffix, content)


@pytest.mark.django_db
@pytest.mark.parametrize("suffix", READERS)
def test_thousand_answers_are_all_in_every_file(suffix):
    day = make_day()
    ask(day)
    round_ = round_of(day.etten_leur)
    example = give_answer(day.anna, "Antwoord 0")
    Answer.objects.bulk_create(
        Answer(
            round=round_,
            participant=day.anna,
            code=f"E1-{number + 1:03d}",
            text=f"Antwoord {number}",
            created_seq=number + 1,
            changed_seq=number + 1,
            created_at=example.created_at,
        )
        for number in range(1, 1000)
    )

    found = answers_in(suffix, export(day.meetup, suffix))

    assert sorted(found) == sorted((f"E1-{number + 1:03d}", f"Antwoord {number}") for number in range(1000))


@pytest.mark.django_db
@pytest.mark.parametrize("suffix", FORMATS)
def test_the_same_agenda_gives_the_same_bytes(suffix):
    day = make_day()
    ask(day)
    promote(day, "Talent", give_answer(day.anna, "Talent trekt weg"))

    assert export(day.meetup, suffix) == export(day.meetup, suffix)


@pytest.mark.django_db
@pytest.mark.parametrize("suffix", ["docx", "odt", "pptx", "md"])
def test_agenda_that_was_adopted_is_called_a_concept_nowhere(suffix):
    document = dataclasses.replace(build(make_day().meetup), state="vastgesteld")

    text = all_text(suffix, FILES[suffix].write(document))

    assert "VASTGESTELD · versie 1" in text
    assert "concept" not in text.lower()


def test_every_file_but_the_short_presentation_holds_all_answers():
    assert FILES.keys() - READERS.keys() == {"pptx"}


@pytest.mark.django_db
def test_file_is_called_after_the_agenda_and_the_day():
    assert file_name(make_day().meetup, "docx") == "pmg-kennisagenda-2017-02-16.docx"

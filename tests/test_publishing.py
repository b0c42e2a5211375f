"""What staff publish: a concept, the next one, and the agenda that PMG adopts."""

import datetime
import json
import threading
from uuid import uuid4

import pytest
from django.db import connection

from sessions import commenting, curation, publishing
from sessions.agenda import agenda_of
from sessions.editions import Reading, standing_of, today
from sessions.export.document import build
from sessions.export.snapshot import snapshot_of
from sessions.models import Comment, Edition, Event, Revision
from sessions.publishing import NotReady
from sessions.readiness import Weight, checks_of
from sessions.seen import ChangedMeanwhile
from tests.agenda_page import make_group, seq_of
from tests.cast import Section, ask, give_answer, make_day
from tests.editions_page import clear_names, make_agenda, publish, react, set_clock

LATER = today() + datetime.timedelta(days=10)


@pytest.fixture
def day(db):
    return make_day()


def adopt(day, number, **fields):
    return publishing.adopt_edition(meetup=day.meetup, number=number, adopted_on=today(), **fields)


def found(day):
    """What the checklist says, by the page where it is put right; the agenda itself has two lines."""
    return [(check.page, check.publishing, check.adopting) for check in checks_of(agenda_of(day.meetup))]


# A concept


def test_published_concept_holds_the_agenda_of_its_moment(day):
    question = make_agenda(day)

    edition = publish(day, note="Eerste versie", user=day.fatima)
    curation.reword_question(question=question, text="Wat houdt talent vast?")

    edition.refresh_from_db()
    assert (edition.number, edition.state, edition.note) == (1, "draft", "Eerste versie")
    assert edition.published_by == day.fatima
    [card] = Reading(edition).cards
    assert (card["number"], card["question"]) == ("K1.1", "Hoe houden we talent vast?")
    assert [row["title"] for row in Reading(edition).activities] == ["Leerkring talent"]


def test_every_edition_has_an_address_that_cannot_be_guessed(day):
    make_agenda(day)

    tokens = {publish(day, note=f"Versie {number}").token for number in range(3)}

    assert len(tokens) == 3
    assert min(len(token) for token in tokens) >= 22  # 128 bits, six in a sign


def test_publishing_is_an_event_that_holds_no_content(day):
    make_agenda(day)

    edition = publish(day)

    event = Event.objects.filter(meetup=day.meetup).last()
    assert (event.kind, event.ref, event.actor, event.detail) == (
        "edition_changed",
        f"edition-{edition.pk}",
        "staff",
        {},
    )
    assert set(Revision.objects.get(event=event).after) == {"number", "state", "note", "closes_on"}


def test_pressing_twice_makes_one_edition(day):
    make_agenda(day)
    press = {"meetup": day.meetup, "number": 1, "closes_on": LATER, "note": "Eerste", "seen_seq": seq_of(day)}

    assert publishing.publish_draft(**press) == publishing.publish_draft(**press)

    assert Edition.objects.count() == 1


def test_a_colleague_who_published_first_is_told(day):
    make_agenda(day)
    publishing.publish_draft(meetup=day.meetup, number=1, closes_on=LATER, note="Van mij")

    with pytest.raises(ChangedMeanwhile):
        publishing.publish_draft(meetup=day.meetup, number=1, closes_on=LATER, note="Van een ander")

    assert Edition.objects.count() == 1


def test_what_a_colleague_wrote_after_the_page_was_opened_is_not_published_unseen(day):
    question = make_agenda(day)
    seen = seq_of(day)
    curation.reword_question(question=question, text="Van een collega?")

    with pytest.raises(ChangedMeanwhile):
        publish(day, seen_seq=seen)

    assert not Edition.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_presses_at_the_same_moment_make_one_edition():
    day = make_day()
    make_agenda(day)
    made = []

    def press():
        try:
            made.append(publishing.publish_draft(meetup=day.meetup, number=1, closes_on=LATER).pk)
        finally:
            connection.close()

    at_once(press)

    assert len(made) == 4
    assert len(set(made)) == 1


def at_once(action):
    """Let four people do the same at the same moment."""
    threads = [threading.Thread(target=action) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


# What is published


def test_edition_holds_no_answer_that_is_not_in_its_text(day):
    make_agenda(day)
    ask(day, Section.OPPORTUNITIES, theme=2)
    give_answer(day.carla, "Los antwoord dat nergens staat")

    content = json.dumps(publish(day).content, ensure_ascii=False)

    assert "Los antwoord" not in content
    assert "Rijssen-Holten" in content  # where people met
    assert "seeds" not in content


def test_what_the_room_typed_is_kept_as_a_code_with_its_text(day):
    make_agenda(day)

    [card] = Reading(publish(day)).cards

    assert card["sub_questions"] == [{"code": "E1-001", "text": "Hoe houden we talent vast?"}]


def test_municipalities_are_named_only_when_that_was_announced(day):
    make_agenda(day)
    silent = Reading(publish(day)).cards[0]
    publishing.save_colophon(meetup=day.meetup, names_municipalities=True)

    named = Reading(publish(day)).cards[0]

    assert (silent["brought_in_by"], named["brought_in_by"]) == ([], ["Etten-Leur"])


def test_comments_of_readers_are_not_in_a_concept(day):
    make_agenda(day)
    react(publish(day), "GEHEIM-7f3a")

    assert "GEHEIM" not in json.dumps(publish(day).content)


# What stands in the way


def test_checklist_of_an_empty_agenda_blocks_and_says_why(day):
    with pytest.raises(NotReady) as refused:
        publish(day)

    assert refused.value.reasons == ["Er zijn nog geen kennisvragen."]


def test_rehearsal_must_be_cleared_first(day):
    make_agenda(day)
    day.anna.is_rehearsal = True
    day.anna.save()

    with pytest.raises(NotReady, match="repetitie"):
        publish(day)


def test_unseen_answers_only_warn_for_a_concept_and_block_what_pmg_adopts(day):
    make_agenda(day)
    ask(day, Section.OPPORTUNITIES, theme=2)
    give_answer(day.carla, "Nog niet gezien")

    assert ("triage", Weight.WARNING, Weight.BLOCKS) in found(day)
    assert publish(day).number == 1
    with pytest.raises(NotReady, match="nog niet beoordeeld"):
        adopt(day, 2)


def test_nothing_is_published_before_somebody_decided_about_every_name(day):
    make_agenda(day)
    publishing.save_colophon(meetup=day.meetup, contact="m.dejong@platform31.nl")

    with pytest.raises(NotReady, match="1 tekst bevat misschien een naam of een nummer"):
        publish(day)
    clear_names(day)

    assert publish(day).number == 1


def test_question_without_form_lead_or_explanation_only_warns(day):
    question = make_agenda(day)
    curation.reword_question(question=question, lead="")

    assert ("agenda", Weight.WARNING, Weight.WARNING) in found(day)
    assert publish(day).number == 1


def test_open_comments_block_what_pmg_adopts(day):
    make_agenda(day)
    comment = react(publish(day))

    with pytest.raises(NotReady, match="1 reactie is nog niet verwerkt"):
        adopt(day, 2)
    commenting.answer_comment(comment=comment, outcome="taken_over", reply="Staat in K1.1.")

    assert adopt(day, 2).state == Edition.State.ADOPTED


def test_checklist_is_all_done_when_nothing_is_left(day):
    make_agenda(day)

    assert {check.adopting for check in checks_of(agenda_of(day.meetup))} == {Weight.DONE}


# Adopted


def test_adopted_edition_tells_what_was_done_with_comments_without_their_text(day):
    make_agenda(day)
    comment = react(publish(day), "GEHEIM-7f3a", about="K1.1", on_behalf_of="Gemeente Zeist")
    commenting.answer_comment(comment=comment, outcome="partly", reply="Deels: zie de toelichting.")

    edition = adopt(day, 2)

    assert edition.content["comments"] == [
        {
            "edition": 1,
            "number": "K1.1",
            "on_behalf_of": "Gemeente Zeist",
            "outcome": "deels overgenomen",
            "reply": "Deels: zie de toelichting.",
        }
    ]
    assert "GEHEIM" not in json.dumps(edition.content)
    assert (edition.content["state"], edition.closes_on) == ("vastgesteld", None)


def test_nobody_comments_on_a_concept_once_the_agenda_is_adopted(day):
    make_agenda(day)
    concept = publish(day)

    adopt(day, 2)

    with pytest.raises(commenting.ConsultationClosed):
        react(concept)


def test_adopted_edition_is_dated_on_the_day_that_pmg_adopted_it(day):
    make_agenda(day)

    publishing.adopt_edition(meetup=day.meetup, number=1, adopted_on=datetime.date(2017, 4, 13))

    document = build(day.meetup)
    assert (document.version, document.state, document.dated) == ("1", "vastgesteld", datetime.date(2017, 4, 13))


# What the files call it


def test_agenda_is_called_the_next_concept_until_it_is_published(day):
    question = make_agenda(day)
    called = []

    def call():
        standing = standing_of(day.meetup)
        called.append((standing.number, standing.state.value))

    call()
    edition = publish(day)
    call()
    react(edition)
    call()
    curation.reword_question(question=question, text="Wat houdt talent vast?")
    call()
    publishing.withdraw_edition(edition=publish(day))
    call()

    assert called == [(1, "draft"), (1, "draft"), (1, "draft"), (2, "draft"), (3, "draft")]


def test_document_names_colophon_and_the_last_day_to_react(day):
    make_agenda(day)
    publishing.save_colophon(
        meetup=day.meetup, introduction="Waarom nu.", contact="pmg@platform31.nl", presented_in="Utrecht"
    )
    clear_names(day)
    publish(day, closes_on=LATER)

    document = build(day.meetup)

    assert document.colophon.introduction == "Waarom nu."
    assert document.closes_on == LATER


# Afterwards


def test_withdrawn_edition_keeps_its_number_and_can_come_back(day):
    make_agenda(day)
    edition = publish(day)

    publishing.withdraw_edition(edition=edition)
    assert publish(day).number == 2
    publishing.withdraw_edition(edition=edition, withdrawn=False)

    edition.refresh_from_db()
    assert not edition.is_withdrawn


def test_edition_that_a_colleague_changed_meanwhile_is_not_changed_again(day):
    make_agenda(day)
    edition = publish(day)
    seen = seq_of(day)
    publishing.close_on(edition=edition, closes_on=LATER, seen_seq=seen)

    with pytest.raises(ChangedMeanwhile):
        publishing.withdraw_edition(edition=edition, seen_seq=seen)


def test_colophon_that_a_colleague_changed_meanwhile_is_not_overwritten(day):
    seen = seq_of(day)
    publishing.save_colophon(meetup=day.meetup, contact="Van een collega", seen_seq=seen)

    with pytest.raises(ChangedMeanwhile):
        publishing.save_colophon(meetup=day.meetup, contact="Van mij", seen_seq=seen)
    publishing.save_colophon(meetup=day.meetup, contact="Van een collega", seen_seq=seen)

    assert day.meetup.colophon.contact == "Van een collega"
    assert Event.objects.filter(kind="colophon_changed").count() == 1


def test_snapshot_of_a_full_document_is_plain_json(day):
    make_agenda(day)
    make_group(day, "Nog een groep", "Tekst")
    publishing.save_colophon(meetup=day.meetup, presented_on=datetime.date(2017, 4, 20))

    content = snapshot_of(build(day.meetup))

    assert json.loads(json.dumps(content)) == content


# What readers say


def test_comment_that_is_sent_twice_counts_once_and_other_words_are_another(day):
    make_agenda(day)
    edition = publish(day)
    sent = {"edition": edition, "key": uuid4(), "about": "K1.1"}

    first = commenting.comment(**sent, text="Een reactie")
    again = commenting.comment(**sent, text="Een reactie")
    more = commenting.comment(**sent, text="Nog iets")

    assert first == again != more


@pytest.mark.django_db(transaction=True)
def test_comment_that_is_sent_twice_at_the_same_moment_counts_once():
    day = make_day()
    make_agenda(day)
    edition, key = publish(day), uuid4()
    stored = []

    def send():
        try:
            found = Edition.objects.get(pk=edition.pk)
            stored.append(commenting.comment(edition=found, key=key, about="K1.1", text="Een reactie").pk)
        finally:
            connection.close()

    at_once(send)

    assert len(stored) == 4
    assert Comment.objects.count() == 1


def test_comment_leads_to_the_line_it_is_about(day):
    question = make_agenda(day)
    edition = publish(day)

    about = [react(edition, about=number) for number in ("K1.1", "W1", "", "K9.9")]

    assert [(one.number, one.question, str(one.activity)) for one in about] == [
        ("K1.1", question, "None"),
        ("W1", None, "Leerkring talent"),
        ("", None, "None"),
        ("", None, "None"),
    ]


def test_comments_are_taken_until_midnight_in_the_netherlands(day, monkeypatch):
    make_agenda(day)
    set_clock(monkeypatch, 2017, 3, 1)
    edition = publish(day, closes_on=datetime.date(2017, 3, 3))

    set_clock(monkeypatch, 2017, 3, 3, 23, 59, 59)
    react(edition, "Op de valreep")
    set_clock(monkeypatch, 2017, 3, 4)
    with pytest.raises(commenting.ConsultationClosed):
        react(edition, "Te laat")

    assert [comment.text for comment in Comment.objects.all()] == ["Op de valreep"]


def test_comment_that_was_stored_in_time_is_stored_also_when_it_is_sent_again_later(day, monkeypatch):
    make_agenda(day)
    set_clock(monkeypatch, 2017, 3, 1)
    edition = publish(day, closes_on=datetime.date(2017, 3, 3))
    sent = {"edition": edition, "key": uuid4(), "about": "", "text": "Op tijd"}
    first = commenting.comment(**sent)

    set_clock(monkeypatch, 2017, 3, 9)

    assert commenting.comment(**sent) == first


def test_withdrawn_and_adopted_editions_take_no_comments(day):
    make_agenda(day)
    withdrawn, adopted = publish(day), adopt(day, 2)
    publishing.withdraw_edition(edition=withdrawn)

    for edition in (withdrawn, adopted):
        with pytest.raises(commenting.ConsultationClosed):
            react(edition)


def test_edition_takes_no_more_comments_than_it_can_hold(day, monkeypatch):
    monkeypatch.setattr(commenting, "MOST_COMMENTS", 2)
    make_agenda(day)
    edition = publish(day)
    react(edition, "Een")
    react(edition, "Twee")

    with pytest.raises(commenting.TooManyComments):
        react(edition, "Drie")


def test_comment_is_an_event_of_a_reader_without_his_words(day):
    make_agenda(day)
    edition = publish(day)

    comment = react(edition, "Mijn woorden")

    event = Event.objects.filter(meetup=day.meetup).last()
    assert (event.kind, event.actor, event.ref) == ("comment_changed", "reader", f"comment-{comment.pk}")
    assert event.detail == {"edition": edition.pk}
    assert not Revision.objects.filter(event=event).exists()


def test_outcome_that_a_colleague_gave_meanwhile_is_not_overwritten(day):
    make_agenda(day)
    comment = react(publish(day))
    seen = seq_of(day)
    commenting.answer_comment(comment=comment, outcome="partly", reply="Van een collega", seen_seq=seen)

    with pytest.raises(ChangedMeanwhile):
        commenting.answer_comment(comment=comment, outcome="taken_over", seen_seq=seen)

    comment.refresh_from_db()
    assert (comment.outcome, comment.reply) == ("partly", "Van een collega")

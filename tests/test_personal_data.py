"""Which texts are looked at for names and numbers, and what staff decided about them."""

import pytest

from sessions import curation, moderation, participation
from sessions.clearing import clear_words, take_back_clearance
from sessions.export.document_rows import STATES_WITH_TEXT
from sessions.models import (
    Answer,
    Clearance,
    Colophon,
    EarlierAgenda,
    EarlierQuestion,
    Event,
    Revision,
    Verdict,
)
from sessions.personal_data import PUBLISHED, findings_of, undecided_count
from sessions.preparation import make_meetup
from sessions.seen import ChangedMeanwhile
from tests.cast import ask, give_answer, join_many, make_day, new_key, promote

pytestmark = pytest.mark.django_db


@pytest.fixture
def day():
    day = make_day()
    ask(day)
    return day


def found(day):
    return {finding.key: [piece.words for piece in finding.undecided] for finding in findings_of(day.meetup)}


def seq_of(day):
    day.meetup.refresh_from_db()
    return day.meetup.seq


def test_every_text_that_is_published_is_looked_at(day):
    answer = give_answer(day.anna, "Bel Jan de Vries op 06-12345678")
    question = promote(day, "Vraag van mevrouw Jansen", answer)
    curation.reword_question(question=question, explanation="Mail jan@zeist.nl", lead="Karin Verhoeven")
    activity = curation.plan_activity(
        meetup=day.meetup,
        questions=[question],
        title="Leerkring",
        contact="Femke Halsema",
        seeking=["Piet Jansen"],
    )
    group = answer.cluster or question.clusters.get()
    Verdict.objects.create(meetup=day.meetup, cluster=group, outcome="not_now", reason="Zie @jan", judged_seq=1)
    Colophon.objects.create(meetup=day.meetup, contact="info@platform31.nl")
    earlier = EarlierAgenda.objects.create(meetup=day.meetup, title="2015", year=2015, digest="x")
    EarlierQuestion.objects.create(agenda=earlier, text="Wat wil wethouder Ahmed?")

    assert set(found(day)) == {
        f"answer-{answer.pk}-text",
        f"cluster-{group.pk}-name",
        f"knowledgequestion-{question.pk}-text",
        f"knowledgequestion-{question.pk}-explanation",
        f"knowledgequestion-{question.pk}-lead",
        f"activity-{activity.pk}-contact",
        f"activity-{activity.pk}-seeking",
        f"verdict-{day.meetup.verdicts.get().pk}-reason",
        f"colophon-{day.meetup.colophon.pk}-contact",
        f"earlierquestion-{EarlierQuestion.objects.get().pk}-text",
    }
    assert found(day)[f"answer-{answer.pk}-text"] == ["Jan de Vries", "06-12345678"]
    assert undecided_count(day.meetup) == 10


def test_the_answers_that_are_looked_at_are_those_whose_words_the_documents_show():
    assert set(PUBLISHED) == STATES_WITH_TEXT


def test_an_answer_that_is_not_published_needs_no_decision(day):
    hidden = give_answer(day.anna, "Vraag Jan de Vries")
    withdrawn = give_answer(day.bram, "Vraag Karin Verhoeven")

    moderation.hide_answer(answer=hidden)
    participation.withdraw_answer(participant=day.bram, answer_id=withdrawn.pk, key=new_key(), base_rev=1)

    assert undecided_count(day.meetup) == 0


def test_of_a_dropped_question_the_words_are_still_printed(day):
    question = promote(day, "Vraag", give_answer(day.anna, "Iets"))
    curation.reword_question(question=question, text="Vraag van Jan de Vries", lead="Karin Verhoeven")

    curation.drop_question(question=question)

    assert set(found(day)) == {f"knowledgequestion-{question.pk}-text"}


def test_places_and_words_of_the_deck_are_no_names(day):
    give_answer(
        day.anna, "De Bilt, Den Helder en Etten-Leur willen met Den Haag praten over Agglomeratievoordelen"
    )

    assert undecided_count(day.meetup) == 0


def test_words_that_were_cleared_may_stay_everywhere(day):
    give_answer(day.anna, "Jan de Vries weet dit")
    give_answer(day.bram, "vraag   jan de vries of Karin Verhoeven")

    clear_words(meetup=day.meetup, words="Jan de Vries")

    assert sorted(found(day).values()) == [[], ["Karin Verhoeven"]]
    assert undecided_count(day.meetup) == 1


def test_clearing_twice_makes_one_and_is_one_change(day):
    first = clear_words(meetup=day.meetup, words="Jan de Vries")
    seq = seq_of(day)

    assert clear_words(meetup=day.meetup, words="jan  de vries") == first
    assert (Clearance.objects.count(), seq_of(day)) == (1, seq)


def test_what_was_cleared_can_be_asked_again(day):
    give_answer(day.anna, "Jan de Vries weet dit")
    clearance = clear_words(meetup=day.meetup, words="Jan de Vries")

    take_back_clearance(meetup=day.meetup, clearance_id=clearance.pk, seen_seq=seq_of(day))
    seq = seq_of(day)
    take_back_clearance(meetup=day.meetup, clearance_id=clearance.pk, seen_seq=seq)

    assert undecided_count(day.meetup) == 1
    assert seq_of(day) == seq
    kinds = Event.objects.filter(kind=Event.Kind.CLEARANCE_CHANGED)
    assert [event.revision.after["words"] for event in kinds] == ["Jan de Vries", ""]


def test_what_a_colleague_cleared_just_now_is_not_taken_back_unseen(day):
    seen = seq_of(day)
    clearance = clear_words(meetup=day.meetup, words="Jan de Vries")

    with pytest.raises(ChangedMeanwhile):
        take_back_clearance(meetup=day.meetup, clearance_id=clearance.pk, seen_seq=seen)

    assert Clearance.objects.exists()


def test_words_longer_than_are_stored_can_be_cleared(day):
    address = f"{'a' * 60}@{'b' * 60}.{'c' * 60}.{'d' * 60}.nl"
    give_answer(day.anna, address)
    [finding] = findings_of(day.meetup)

    clear_words(meetup=day.meetup, words=finding.undecided[0].words)

    assert undecided_count(day.meetup) == 0


def test_the_texts_of_a_finding_are_the_whole_text(day):
    text = "Bel\nJan de Vries (06-12345678), of mail <b>jan@zeist.nl</b>"
    give_answer(day.anna, text)
    [finding] = findings_of(day.meetup)

    assert "".join(piece.text for piece in finding.pieces) == text


def test_many_answers_take_as_many_queries_as_one(day, django_assert_num_queries):
    question = promote(day, "Talent", give_answer(day.anna, "Vraag Jan de Vries"))
    with django_assert_num_queries(13):
        undecided_count(day.meetup)

    for number, person in enumerate(join_many(day.etten_leur, 20)):
        give_answer(person, f"Vraag Karin Verhoeven, nummer {number}")
        curation.plan_activity(meetup=day.meetup, questions=[question], title=f"Activiteit {number}")
    with django_assert_num_queries(13):
        assert undecided_count(day.meetup) == 21


def test_another_meetup_has_decisions_of_its_own(day):
    give_answer(day.anna, "Vraag Jan de Vries")
    clear_words(meetup=make_meetup(programme=day.meetup.programme), words="Jan de Vries")

    assert undecided_count(day.meetup) == 1
    assert Revision.objects.count() == 1
    assert Answer.objects.get().state == Answer.State.VISIBLE

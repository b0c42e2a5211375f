"""What staff decide of groups and loose answers: where it ends, what it needs, and how it is taken back."""

import random

import pytest

from sessions import clustering, curation, judging, moderation
from sessions.agenda import agenda_of
from sessions.changes import acting
from sessions.facilitation import Impossible
from sessions.judgements import last_judgement
from sessions.judging_alike import judge_alike
from sessions.models import Event, KnowledgeQuestion, Verdict
from sessions.putting_back import put_back
from sessions.seen import ChangedMeanwhile
from sessions.triage import triage_of
from tests.agenda_page import seq_of
from tests.cast import ask, close_step, give_answer, group, make_day, promote

pytestmark = pytest.mark.django_db
Outcome = Verdict.Outcome


@pytest.fixture
def day():
    day = make_day()
    ask(day)
    return day


@pytest.fixture
def talent(day):
    """A group of one answer of Anna."""
    return group(day, "Talent", give_answer(day.anna, "Hoe houden we talent vast?"))


def state_of(day, subject):
    key = f"groep-{subject.pk}" if hasattr(subject, "name") else f"antwoord-{subject.pk}"
    return next(item.state.label for item in triage_of(day.meetup).items if item.key == key)


def became(day):
    """What became of each answer, by what it says."""
    return {trace.answer.text: trace.became for trace in agenda_of(day.meetup).traces}


def set_aside(day):
    return [(item.title, item.ending) for item in agenda_of(day.meetup).set_aside]


JUDGEMENTS = [
    ({"outcome": "in_scope"}, "binnen scope", "binnen scope"),
    ({"outcome": "out_of_scope", "reason": "Is van het Rijk"}, "buiten scope", "buiten scope: Is van het Rijk"),
    ({"outcome": "duplicate", "reason": "Staat bij Wonen"}, "dubbel", "dubbel: Staat bij Wonen"),
    (
        {"outcome": "answered", "reference": "https://platform31.nl"},
        "al beantwoord",
        "al beantwoord: https://platform31.nl",
    ),
    ({"outcome": "not_now", "reason": "Te groot"}, "niet nu", "niet nu: Te groot"),
]


@pytest.mark.parametrize(("given", "state", "ending"), JUDGEMENTS)
def test_group_ends_where_staff_put_it(given, state, ending, day, talent):
    judging.judge(subject=talent, **given)

    assert state_of(day, talent) == state
    assert became(day) == {"Hoe houden we talent vast?": ending}
    assert set_aside(day) == ([] if state == "binnen scope" else [("Talent", ending)])


@pytest.mark.parametrize(("given", "state", "ending"), JUDGEMENTS)
def test_loose_answer_ends_where_staff_put_it(given, state, ending, day):
    answer = give_answer(day.anna, "Los")

    judging.judge(subject=answer, **given)

    assert state_of(day, answer) == state
    assert became(day) == {"Los": ending}


def test_double_of_a_kennisvraag_names_its_number_and_is_open_again_without_it(day, talent):
    question = promote(day, "Wonen", give_answer(day.bram, "Wie bouwt er?"))

    judging.judge(subject=talent, outcome="duplicate", question=question)
    assert became(day)["Hoe houden we talent vast?"] == "dubbel met K1.1"

    curation.drop_question(question=question)
    assert state_of(day, talent) == "nog niet bekeken"


@pytest.mark.parametrize("outcome", ["out_of_scope", "not_now", "answered", "duplicate"])
def test_outcome_without_what_it_needs_is_not_stored(outcome, talent):
    with pytest.raises(ValueError, match=r"Geef|Noem|Kies"):
        judging.judge(subject=talent, outcome=outcome)

    assert not Verdict.objects.exists()


def test_judging_twice_is_judging_once(day, talent):
    seen = seq_of(day)

    for _ in range(2):
        judging.judge(subject=talent, outcome="not_now", reason="Te groot", seen_seq=seen)

    assert Event.objects.filter(kind="verdict_changed").count() == 1


def test_judgement_notes_who_did_it_about_what_and_keeps_the_words_apart(day, talent):
    with acting(day.fatima.pk):
        judging.judge(subject=talent, outcome="not_now", reason="Te groot", why="Zo besloten in april")

    event = Event.objects.filter(kind="verdict_changed").get()
    assert (event.actor, event.user) == ("staff", day.fatima)
    assert event.detail == {"clusters": [talent.pk], "agenda": []}
    assert (event.revision.after["reason"], event.revision.why) == ("Te groot", "Zo besloten in april")


def test_second_of_two_colleagues_is_told_that_the_first_decided(day, talent):
    seen = seq_of(day)
    judging.judge(subject=talent, outcome="in_scope", seen_seq=seen)

    with pytest.raises(ChangedMeanwhile):
        judging.judge(subject=talent, outcome="not_now", reason="Te groot", seen_seq=seen)
    with pytest.raises(ChangedMeanwhile):
        judging.make_question(subject=talent, text="Wie blijft?", seen_seq=seen)

    assert state_of(day, talent) == "binnen scope"


def test_what_came_in_after_the_page_was_read_was_not_judged(day, talent):
    seen = seq_of(day)
    group(day, "Talent", give_answer(day.bram, "Wie blijft?"))

    judging.judge(subject=talent, outcome="out_of_scope", reason="Is van het Rijk", seen_seq=seen)

    assert state_of(day, talent) == "opnieuw bekijken"
    assert became(day) == {
        "Hoe houden we talent vast?": "buiten scope: Is van het Rijk",
        "Wie blijft?": "in groep, nog niet bekeken",
    }
    assert set_aside(day) == []


def test_confirming_says_that_it_holds_for_what_came_in(day, talent):
    judging.judge(subject=talent, outcome="out_of_scope", reason="Is van het Rijk")
    group(day, "Talent", give_answer(day.bram, "Wie blijft?"))
    assert state_of(day, talent) == "opnieuw bekijken"

    judging.confirm(subject=talent, seen_seq=seq_of(day))

    assert set(became(day).values()) == {"buiten scope: Is van het Rijk"}


def test_confirming_holds_for_a_kennisvraag_too(day, talent):
    curation.promote_cluster(cluster=talent, text="Wie blijft?")
    group(day, "Talent", give_answer(day.bram, "Wie blijft?"))
    assert state_of(day, talent) == "opnieuw bekijken"

    judging.confirm(subject=talent)

    assert state_of(day, talent) == "naar agenda"


def test_nothing_to_confirm_is_refused(talent):
    with pytest.raises(ChangedMeanwhile):
        judging.confirm(subject=talent)


def test_answer_that_its_author_changed_is_looked_at_again(day):
    answer = give_answer(day.anna, "Los")
    judging.judge(subject=answer, outcome="not_now", reason="Te groot")

    moderation.hide_answer(answer=answer)
    moderation.restore_answer(answer=answer)

    assert state_of(day, answer) == "opnieuw bekijken"


# Kennisvragen


@pytest.mark.parametrize(
    ("priority", "state"), [("", "herschreven als kennisvraag"), ("now", "naar agenda"), ("later", "naar agenda")]
)
def test_group_and_loose_answer_are_rewritten_as_a_kennisvraag(priority, state, day, talent):
    loose = give_answer(day.bram, "Wie blijft?")

    one = judging.make_question(subject=talent, text="Wat houdt talent vast?", priority=priority)
    other = judging.make_question(subject=loose, text="Wie blijft er?", priority=priority)

    assert [one.priority, other.priority] == [priority, priority]
    assert list(one.clusters.all()) == [talent]
    assert (list(other.answers.all()), other.theme) == ([loose], talent.theme)
    assert [state_of(day, talent), state_of(day, loose)] == [state, state]


def test_rewriting_twice_makes_one_kennisvraag(day, talent):
    seen = seq_of(day)

    for _ in range(2):
        judging.make_question(subject=talent, text="Wat houdt talent vast?", seen_seq=seen)

    assert KnowledgeQuestion.objects.count() == 1
    assert Event.objects.filter(kind="verdict_changed").count() == 1


def test_kennisvraag_that_is_not_taken_up_keeps_the_reason_until_it_is(day, talent):
    question = judging.make_question(subject=talent, text="Wat houdt talent vast?")

    judging.judge(subject=talent, outcome="not_now", reason="Te groot")
    question.refresh_from_db()
    assert (question.priority, question.reason) == ("not", "Te groot")
    assert state_of(day, talent) == "niet nu"
    assert set_aside(day) == []  # it stands with the kennisvragen that are not taken up

    judging.prioritise(subject=talent, priority="now")
    question.refresh_from_db()
    assert (question.priority, question.reason) == ("now", "")
    assert state_of(day, talent) == "naar agenda"


def test_what_has_a_kennisvraag_gets_no_other_outcome(day, talent):
    judging.make_question(subject=talent, text="Wat houdt talent vast?")

    with pytest.raises(Impossible):
        judging.judge(subject=talent, outcome="in_scope")
    with pytest.raises(Impossible):
        judging.take_back(subject=talent)


def test_priority_of_what_has_no_kennisvraag_is_refused(talent):
    with pytest.raises(ChangedMeanwhile):
        judging.prioritise(subject=talent, priority="now")


def test_dropping_the_kennisvraag_opens_also_what_was_judged_before_it(day, talent):
    judging.judge(subject=talent, outcome="out_of_scope", reason="Is van het Rijk")
    question = curation.promote_cluster(cluster=talent, text="Toch onze vraag?")

    curation.drop_question(question=question)

    assert state_of(day, talent) == "nog niet bekeken"


# What is no longer there


def test_emptied_group_and_grouped_or_hidden_answer_are_not_judged(day, talent):
    grouped = talent.answers.get()
    hidden = give_answer(day.bram, "Grap")
    moderation.hide_answer(answer=hidden)

    for subject in (grouped, hidden):
        with pytest.raises(ChangedMeanwhile):
            judging.judge(subject=subject, outcome="in_scope")
    clustering.ungroup_answers(meetup=day.meetup, answer_ids=[grouped.pk])
    with pytest.raises(ChangedMeanwhile):
        judging.judge(subject=talent, outcome="in_scope")


# Grouping


def test_answer_put_in_a_judged_group_shares_what_was_decided_of_it(day, talent):
    judging.judge(subject=talent, outcome="not_now", reason="Te groot")
    loose = give_answer(day.bram, "Wie blijft?")

    for _ in range(2):
        judging.put_in_group(answer=loose, cluster=talent, seen_seq=seq_of(day))

    assert set(became(day).values()) == {"niet nu: Te groot"}
    assert Event.objects.filter(kind="grouping_changed").count() == 2  # Talent itself, and this one


def test_answer_put_in_the_group_of_a_kennisvraag_is_in_that(day, talent):
    curation.promote_cluster(cluster=talent, text="Wie blijft?")

    judging.put_in_group(answer=give_answer(day.bram, "Wie blijft?"), cluster=talent)

    assert state_of(day, talent) == "naar agenda"


def test_answer_put_in_a_group_that_nobody_saw_leaves_it_so(day, talent):
    judging.put_in_group(answer=give_answer(day.bram, "Wie blijft?"), cluster=talent)

    assert state_of(day, talent) == "nog niet bekeken"
    assert not Verdict.objects.exists()


# Undo


def undo_last(day, user):
    judging.undo(meetup=day.meetup, judgement=last_judgement(day.meetup, user.pk).seq)


@pytest.fixture
def fatima(day):
    with acting(day.fatima.pk):
        yield day.fatima


def test_judgements_are_undone_one_after_the_other(day, talent, fatima):
    loose = give_answer(day.bram, "Wie blijft?")
    judging.judge(subject=talent, outcome="in_scope")
    judging.judge(subject=loose, outcome="not_now", reason="Te groot")
    judging.judge(subject=talent, outcome="out_of_scope", reason="Is van het Rijk")

    undo_last(day, fatima)
    assert [state_of(day, talent), state_of(day, loose)] == ["binnen scope", "niet nu"]
    undo_last(day, fatima)
    assert [state_of(day, talent), state_of(day, loose)] == ["binnen scope", "nog niet bekeken"]
    undo_last(day, fatima)
    assert [state_of(day, talent), state_of(day, loose)] == ["nog niet bekeken", "nog niet bekeken"]
    assert last_judgement(day.meetup, fatima.pk) is None


def test_the_others_to_the_same_question_are_judged_and_undone_with_it(day, talent, fatima):
    first, second, judged = [give_answer(day.bram, text) for text in ("Wie blijft?", "Wie komt?", "Wie betaalt?")]
    judging.judge(subject=judged, outcome="in_scope")
    ask(day, theme=2)
    elsewhere = give_answer(day.bram, "Wie beslist?")
    everything = [first, second, judged, elsewhere, talent]

    count = judge_alike(answer=first, outcome="not_now", reason="Te groot")

    assert count == 2
    new = "nog niet bekeken"
    assert [state_of(day, one) for one in everything] == ["niet nu", "niet nu", "binnen scope", new, new]
    assert last_judgement(day.meetup, fatima.pk).title == "2 antwoorden"

    undo_last(day, fatima)
    assert [state_of(day, one) for one in everything] == [new, new, "binnen scope", new, new]


def test_what_was_judged_again_since_is_not_undone_with_the_others(day, fatima):
    first, second = give_answer(day.bram, "Wie blijft?"), give_answer(day.bram, "Wie komt?")
    judge_alike(answer=first, outcome="not_now", reason="Te groot")
    together = last_judgement(day.meetup, fatima.pk)
    judging.judge(subject=second, outcome="in_scope")

    judging.undo(meetup=day.meetup, judgement=together.seq)

    assert [state_of(day, first), state_of(day, second)] == ["nog niet bekeken", "binnen scope"]


def test_what_came_in_after_the_page_was_read_is_not_judged_with_the_others(day):
    first = give_answer(day.bram, "Wie blijft?")
    seen = seq_of(day)
    late = give_answer(day.bram, "Wie komt?")

    assert judge_alike(answer=first, outcome="not_now", reason="Te groot", seen_seq=seen) == 1
    assert state_of(day, late) == "nog niet bekeken"


def test_undo_takes_the_kennisvraag_back_too(day, talent, fatima):
    judging.judge(subject=talent, outcome="in_scope")
    question = judging.make_question(subject=talent, text="Wat houdt talent vast?")
    judging.prioritise(subject=talent, priority="now")

    undo_last(day, fatima)
    question.refresh_from_db()
    assert (question.priority, question.is_dropped) == ("", False)
    undo_last(day, fatima)
    question.refresh_from_db()
    assert question.is_dropped
    assert state_of(day, talent) == "binnen scope"


def test_pressing_undo_twice_undoes_one(day, talent, fatima):
    judging.judge(subject=talent, outcome="in_scope")
    judging.judge(subject=talent, outcome="not_now", reason="Te groot")
    last = last_judgement(day.meetup, fatima.pk)

    for _ in range(2):
        judging.undo(meetup=day.meetup, judgement=last.seq)

    assert state_of(day, talent) == "binnen scope"


def test_what_a_colleague_decided_since_is_not_undone(day, talent, fatima):
    loose = give_answer(day.bram, "Wie blijft?")
    judging.judge(subject=loose, outcome="in_scope")
    judging.judge(subject=talent, outcome="in_scope")
    mine = last_judgement(day.meetup, fatima.pk)
    with acting(None):
        judging.judge(subject=talent, outcome="not_now", reason="Te groot")

    with pytest.raises(ChangedMeanwhile):
        judging.undo(meetup=day.meetup, judgement=mine.seq)
    assert last_judgement(day.meetup, fatima.pk).title == "Wie blijft?"


def test_kennisvraag_that_a_colleague_reworded_since_is_not_undone(day, talent, fatima):
    question = judging.make_question(subject=talent, text="Wat houdt talent vast?")
    curation.reword_question(question=question, text="Wie blijft er?")

    with pytest.raises(ChangedMeanwhile):
        undo_last(day, fatima)

    assert state_of(day, talent) == "herschreven als kennisvraag"


def test_what_was_put_back_in_the_history_is_undone_there(day, talent, fatima):
    judging.judge(subject=talent, outcome="in_scope")
    first = Event.objects.get(kind="verdict_changed")
    judging.judge(subject=talent, outcome="not_now", reason="Te groot")

    put_back(event=first, anyway=True)

    assert state_of(day, talent) == "nog niet bekeken"
    assert last_judgement(day.meetup, fatima.pk) is None


def test_judgement_of_what_went_with_a_rehearsal_is_no_longer_undone(day, fatima):
    loose = give_answer(day.bram, "Wie blijft?")
    judging.judge(subject=loose, outcome="in_scope")
    last = last_judgement(day.meetup, fatima.pk)
    loose.delete()

    assert last_judgement(day.meetup, fatima.pk) is None
    with pytest.raises(ChangedMeanwhile):
        judging.undo(meetup=day.meetup, judgement=last.seq)


# Whatever is done


@pytest.mark.parametrize("seed", range(8))
def test_whatever_is_done_every_item_is_in_one_state_and_every_answer_in_one_item_or_ended(seed, day):
    chance = random.Random(seed)
    answers = [give_answer(chance.choice([day.anna, day.bram, day.carla]), f"Antwoord {n}") for n in range(8)]
    close_step(day.etten_leur)
    answers.append(give_answer(day.anna, "Te laat"))

    def subjects():
        return [item.subject for item in triage_of(day.meetup).items if item.state != "wacht-op-toelating"]

    def act():
        subject = chance.choice(subjects() or [answers[0]])
        match chance.randrange(9):
            case 0:
                judging.judge(subject=subject, **chance.choice(JUDGEMENTS)[0])
            case 1:
                judging.make_question(subject=subject, text="Wat werkt?", priority=chance.choice(["", "now"]))
            case 2:
                judging.prioritise(subject=subject, priority=chance.choice(["", "now", "later", "not"]))
            case 3:
                for question in day.meetup.knowledge_questions.all():
                    curation.drop_question(question=question, dropped=chance.random() < 0.7)
            case 4:
                group(day, chance.choice(["Talent", "Wonen"]), chance.choice(answers))
            case 5:
                clustering.ungroup_answers(meetup=day.meetup, answer_ids=[chance.choice(answers).pk])
            case 6:
                moderation.hide_answer(answer=chance.choice(answers))
            case 7:
                moderation.admit_answer(answer=chance.choice(answers))
                moderation.restore_answer(answer=chance.choice(answers))
            case 8:
                if last := last_judgement(day.meetup, None):
                    judging.undo(meetup=day.meetup, judgement=last.seq)

    for _ in range(40):
        try:
            act()
        except (ChangedMeanwhile, Impossible):
            continue
        triage = triage_of(day.meetup)
        assert sum(triage.states.values()) == sum(triage.stages.values()) == len(triage.items)
        judged = [answer.pk for item in triage.items for answer in item.answers]
        assert len(judged) == len(set(judged))
        assert len(judged) + sum(triage.ended.values()) == len(answers)

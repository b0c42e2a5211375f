"""What staff make of the answers: knowledge questions and a work programme."""

import threading

import pytest
from django.db import connection

from sessions import clustering, curation
from sessions.curation import ChangedMeanwhile
from sessions.models import Activity, Event, KnowledgeQuestion, Meetup
from tests.cast import Section, give_answer, go_to, make_day, open_step


def make_cluster(day, name="Talent", text="Hoe houden we talent vast?"):
    go_to(day.etten_leur, Section.KNOWLEDGE, theme=1)
    open_step(day.etten_leur)
    answer = give_answer(day.anna, text)
    return clustering.group_answers(meetup=day.meetup, answer_ids=[answer.pk], name=name)


def make_question(day):
    return curation.promote_cluster(cluster=make_cluster(day), text="Hoe houden we talent vast?")


def last_event(meetup):
    return Event.objects.filter(meetup=meetup).last()


def seq_of(meetup):
    return Meetup.objects.get(pk=meetup.pk).seq


@pytest.mark.django_db
def test_promote_cluster_makes_a_question_of_its_theme_with_the_cluster_as_origin():
    day = make_day()
    cluster = make_cluster(day)

    question = curation.promote_cluster(cluster=cluster, text="Hoe houden middelgrote gemeenten talent vast?")

    question.refresh_from_db()
    assert question.text == "Hoe houden middelgrote gemeenten talent vast?"
    assert question.theme == cluster.theme
    assert list(question.clusters.all()) == [cluster]
    event = last_event(day.meetup)
    assert (event.kind, event.actor, event.detail) == ("agenda_changed", "staff", {"clusters": [cluster.pk]})
    assert event.seq == seq_of(day.meetup)


@pytest.mark.django_db
def test_promote_cluster_twice_in_the_same_words_makes_one_question():
    day = make_day()
    cluster = make_cluster(day)

    first = curation.promote_cluster(cluster=cluster, text="Wat werkt?")
    second = curation.promote_cluster(cluster=cluster, text="Wat werkt?")
    third = curation.promote_cluster(cluster=cluster, text="Wie deed het al?")

    assert first == second != third
    assert KnowledgeQuestion.objects.count() == 2


@pytest.mark.django_db
def test_promote_cluster_again_after_dropping_makes_a_new_question():
    day = make_day()
    cluster = make_cluster(day)
    dropped = curation.promote_cluster(cluster=cluster, text="Wat werkt?")
    curation.drop_question(question=dropped)

    assert curation.promote_cluster(cluster=cluster, text="Wat werkt?") != dropped


@pytest.mark.django_db(transaction=True)
def test_promote_cluster_at_the_same_moment_makes_one_question():
    day = make_day()
    cluster = make_cluster(day)
    barrier = threading.Barrier(4)

    def press():
        try:
            barrier.wait()
            curation.promote_cluster(cluster=cluster, text="Wat werkt?")
        finally:
            connection.close()

    threads = [threading.Thread(target=press) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert KnowledgeQuestion.objects.count() == 1


@pytest.mark.django_db
def test_reword_question_stores_everything_and_keeps_the_origin():
    day = make_day()
    question = make_question(day)
    cluster = question.clusters.get()
    theme = day.meetup.themes.get(number=2)
    form = day.meetup.programme.forms.get(singular="leerkring")

    curation.reword_question(
        question=question,
        text="Wat houdt talent vast?",
        explanation="Jongeren vertrekken.",
        kind="learning",
        theme=theme,
        form=form,
        lead="Oss",
        priority="later",
        reason="Eerst cijfers",
    )

    question.refresh_from_db()
    assert (question.text, question.explanation) == ("Wat houdt talent vast?", "Jongeren vertrekken.")
    assert (question.kind, question.theme, question.form) == ("learning", theme, form)
    assert (question.lead, question.priority, question.reason) == ("Oss", "later", "Eerst cijfers")
    assert list(question.clusters.all()) == [cluster]


@pytest.mark.django_db
def test_reword_question_gives_it_other_groups_as_origin():
    day = make_day()
    question = make_question(day)
    other = make_cluster(day, "Studenten", "Wat trekt studenten?")

    curation.reword_question(question=question, text=question.text, clusters=[other])

    assert list(question.clusters.all()) == [other]
    assert last_event(day.meetup).detail == {"clusters": [other.pk]}


@pytest.mark.django_db
def test_reword_question_after_a_colleague_raises_changed_meanwhile():
    day = make_day()
    question = make_question(day)
    seen = seq_of(day.meetup)
    curation.reword_question(question=question, text="Van een collega", seen_seq=seen)

    with pytest.raises(ChangedMeanwhile):
        curation.reword_question(question=question, text="Van mij", seen_seq=seen)

    question.refresh_from_db()
    assert question.text == "Van een collega"


@pytest.mark.django_db
def test_reword_question_after_other_changes_is_no_conflict():
    day = make_day()
    question = make_question(day)
    seen = seq_of(day.meetup)
    curation.plan_activity(meetup=day.meetup, questions=[question], title="Werkgroep")
    give_answer(day.anna, "Nog een antwoord")

    curation.reword_question(question=question, text="Van mij", seen_seq=seen)

    question.refresh_from_db()
    assert question.text == "Van mij"


@pytest.mark.django_db
def test_drop_question_and_put_it_back_deletes_nothing():
    day = make_day()
    question = make_question(day)

    curation.drop_question(question=question)
    question.refresh_from_db()
    assert question.is_dropped
    curation.drop_question(question=question, dropped=False)

    question.refresh_from_db()
    assert not question.is_dropped
    assert question.clusters.count() == 1


@pytest.mark.django_db
def test_plan_activity_stores_a_new_row_and_then_changes_it():
    day = make_day()
    question = make_question(day)
    form = day.meetup.programme.forms.get(singular="werkgroep")

    activity = curation.plan_activity(
        meetup=day.meetup,
        questions=[question],
        title="Werkgroep talent",
        form=form,
        lead="Oss",
        partners="ROC",
        planning="2e kwartaal 2017",
        first_step="Uitnodigen",
        status="agreed",
    )
    curation.plan_activity(
        meetup=day.meetup, questions=[], title="Werkgroep jong talent", activity=activity, form=None
    )

    stored = Activity.objects.get()
    assert stored == activity
    assert (stored.title, stored.form) == ("Werkgroep jong talent", None)
    assert (stored.lead, stored.status) == ("Oss", "agreed"), "what is not named stays"
    assert list(stored.knowledge_questions.all()) == []


@pytest.mark.django_db
def test_plan_activity_twice_with_the_same_title_and_questions_makes_one():
    day = make_day()
    question = make_question(day)

    first = curation.plan_activity(meetup=day.meetup, questions=[question], title="Werkgroep")
    second = curation.plan_activity(meetup=day.meetup, questions=[question], title="Werkgroep", lead="Oss")
    third = curation.plan_activity(meetup=day.meetup, questions=[], title="Werkgroep")

    assert first == second != third
    assert Activity.objects.get(pk=first.pk).lead == "Oss"


@pytest.mark.django_db
def test_plan_activity_after_a_colleague_raises_changed_meanwhile():
    day = make_day()
    activity = curation.plan_activity(meetup=day.meetup, questions=[], title="Werkgroep")
    seen = seq_of(day.meetup)
    curation.drop_activity(activity=activity)

    with pytest.raises(ChangedMeanwhile):
        curation.plan_activity(
            meetup=day.meetup, questions=[], title="Leerkring", activity=activity, seen_seq=seen
        )

    activity.refresh_from_db()
    assert (activity.title, activity.is_dropped) == ("Werkgroep", True)


@pytest.mark.django_db
def test_drop_activity_and_put_it_back():
    day = make_day()
    activity = curation.plan_activity(meetup=day.meetup, questions=[], title="Werkgroep")

    curation.drop_activity(activity=activity)
    activity.refresh_from_db()
    assert activity.is_dropped
    curation.drop_activity(activity=activity, dropped=False)

    activity.refresh_from_db()
    assert not activity.is_dropped


@pytest.mark.django_db
def test_events_of_the_agenda_hold_ids_and_no_texts():
    day = make_day()
    question = make_question(day)
    curation.reword_question(question=question, text="GEHEIM", explanation="GEHEIM", lead="GEHEIM")
    curation.plan_activity(meetup=day.meetup, questions=[question], title="GEHEIM")

    stored = [f"{event.ref} {event.detail}" for event in Event.objects.filter(kind="agenda_changed")]

    assert len(stored) == 3
    assert not any("GEHEIM" in text for text in stored)

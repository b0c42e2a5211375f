"""Putting back what one change did, also hours later: nothing that came after it is lost, nor a vote or a word."""

import threading

import pytest
from django.db import connection
from django.test import Client

from sessions import clustering, curation, judging, moderation, participation, voting
from sessions.changes import change
from sessions.commenting import answer_comment
from sessions.models import Answer, Cluster, Colophon, Event, Verdict
from sessions.publishing import save_colophon
from sessions.putting_back import can_put_back, put_back
from sessions.seen import ChangedMeanwhile
from tests.agenda_page import address, seq_of
from tests.cast import (
    Section,
    ask,
    give_answer,
    give_choice,
    give_support,
    go_to,
    group,
    make_day,
    new_key,
    open_step,
    promote,
    reveal_step,
)
from tests.editions_page import make_agenda, publish, react

Kind = Event.Kind


@pytest.fixture
def day(db):
    day = make_day()
    ask(day)
    return day


@pytest.fixture
def answers(day):
    return [give_answer(day.anna, f"Antwoord nummer {number}") for number in range(1, 7)]


@pytest.fixture
def fatima(day):
    client = Client()
    client.force_login(day.fatima)
    return client


def last(day, kind=None):
    events = Event.objects.select_related("meetup", "revision").filter(meetup=day.meetup)
    return (events.filter(kind=kind) if kind else events).last()


def groups(day):
    """The groups that stand, each with the codes of its answers."""
    return {
        cluster.name: sorted(cluster.answers.values_list("code", flat=True))
        for cluster in Cluster.objects.filter(meetup=day.meetup, is_dissolved=False)
    }


def merged(day, answers):
    """Let somebody merge Wonen into Talent, by mistake; return the event."""
    talent, wonen = group(day, "Talent", *answers[:2]), group(day, "Wonen", *answers[2:4])
    clustering.group_answers(meetup=day.meetup, cluster_ids=[wonen.pk], cluster=talent)
    return last(day)


def codes(answers):
    return [answer.code for answer in answers]


def test_a_wrong_merge_is_put_back_hours_later_without_losing_what_came_after_it(day, answers):
    wrong = merged(day, answers)
    group(day, "Talent", answers[4])  # later work in the merged group
    group(day, "Banen", answers[5])
    clustering.rename_cluster(cluster=Cluster.objects.get(name="Talent"), name="Talent behouden")

    done = put_back(event=wrong)

    assert (done.restored, done.left) == (2, 0)
    assert groups(day) == {
        "Talent behouden": codes([*answers[:2], answers[4]]),
        "Wonen": codes(answers[2:4]),
        "Banen": codes(answers[5:]),
    }


def test_an_answer_that_was_moved_again_stays_where_it_is(day, answers):
    wrong = merged(day, answers)
    group(day, "Banen", answers[2])

    done = put_back(event=wrong)

    assert (done.restored, done.left) == (1, 1)
    assert groups(day) == {
        "Talent": codes(answers[:2]),
        "Wonen": codes([answers[3]]),
        "Banen": codes([answers[2]]),
    }


def test_a_merge_of_which_all_answers_were_moved_again_is_not_put_back_unless_asked_for(day, answers):
    wrong = merged(day, answers)
    group(day, "Banen", *answers[2:4])
    before = groups(day)

    with pytest.raises(ChangedMeanwhile):
        put_back(event=wrong)
    unchanged = groups(day)
    put_back(event=wrong, anyway=True, seen_seq=seq_of(day))

    assert unchanged == before
    assert groups(day) == {"Talent": codes(answers[:2]), "Wonen": codes(answers[2:4])}


def test_what_was_moved_after_the_page_was_shown_is_not_put_back_anyway(day, answers):
    wrong = merged(day, answers)
    group(day, "Banen", *answers[2:4])
    shown = seq_of(day)
    group(day, "Van een collega", answers[2])

    with pytest.raises(ChangedMeanwhile):
        put_back(event=wrong, anyway=True, seen_seq=shown)


def test_one_answer_goes_back_to_the_group_it_came_from(day, answers):
    wrong = merged(day, answers)

    put_back(event=wrong, answer=answers[2])

    assert groups(day) == {"Talent": codes([*answers[:2], answers[3]]), "Wonen": codes([answers[2]])}


def test_putting_back_is_an_entry_that_can_be_put_back_and_undone(day, answers):
    wrong = merged(day, answers)
    after_merge = groups(day)
    put_back(event=wrong)
    apart = groups(day)
    entry = last(day)

    put_back(event=entry)
    together = groups(day)
    clustering.undo_grouping(meetup=day.meetup)

    assert entry.detail["restores"] == wrong.seq
    assert together == after_merge
    assert groups(day) == apart


def test_an_undo_is_put_back_too(day, answers):
    group(day, "Talent", *answers[:2])
    clustering.undo_grouping(meetup=day.meetup)

    put_back(event=last(day, Kind.GROUPING_UNDONE))

    assert groups(day) == {"Talent": codes(answers[:2])}


def test_putting_back_twice_changes_nothing_the_second_time(day, answers):
    wrong = merged(day, answers)
    put_back(event=wrong)
    count = Event.objects.count()

    done = put_back(event=wrong)

    assert (done.restored, Event.objects.count()) == (0, count)


def test_no_vote_and_no_word_is_lost_by_putting_groupings_back(day, answers):
    reveal_step(day.etten_leur)
    give_support(day.bram, answers[2])
    wrong = merged(day, answers)
    go_to(day.etten_leur, Section.PRIORITIES)
    open_step(day.etten_leur)
    give_choice(day.anna, "Talent", 2)
    kept = ("pk", "text", "option", "participant", "rev", "state", "supports")
    words = list(Answer.objects.order_by("pk").values_list(*kept))

    put_back(event=wrong)

    assert list(Answer.objects.order_by("pk").values_list(*kept)) == words
    assert Cluster.objects.get(name="Talent").options.get(form=None, joins=False).choices.get().value == 2


def test_another_wording_of_a_question_is_put_back_and_what_else_changed_stays(day, answers):
    question = promote(day, "Talent", answers[0])
    curation.reword_question(question=question, text="Wat houdt talent vast?", why="Mooier")
    reworded = last(day)
    curation.reword_question(question=question, lead="Oss")

    put_back(event=reworded)

    question.refresh_from_db()
    assert (question.text, question.lead) == ("Talent?", "Oss")
    assert last(day).detail["restores"] == reworded.seq
    assert last(day).revision.after == {"text": "Talent?"}


def test_a_wording_that_was_changed_again_is_not_put_back_unless_asked_for(day, answers):
    question = promote(day, "Talent", answers[0])
    curation.reword_question(question=question, text="Tweede?")
    second = last(day)
    curation.reword_question(question=question, text="Derde?")

    with pytest.raises(ChangedMeanwhile):
        put_back(event=second)
    put_back(event=second, anyway=True, seen_seq=seq_of(day))

    question.refresh_from_db()
    assert question.text == "Talent?"


def test_groups_tasks_and_form_of_a_question_are_put_back(day, answers):
    question = promote(day, "Talent", answers[0])
    own = list(question.clusters.all())
    form = day.meetup.programme.forms.first()
    other = group(day, "Wonen", answers[1])
    curation.reword_question(question=question, clusters=[other], form=form, answers=[answers[2]])

    put_back(event=last(day))

    question.refresh_from_db()
    assert (list(question.clusters.all()), question.form, question.answers.count()) == (own, None, 0)


def test_a_dropped_question_and_activity_come_back(day, answers):
    question = promote(day, "Talent", answers[0])
    activity = curation.plan_activity(meetup=day.meetup, questions=[question], title="Leerkring")
    curation.drop_question(question=question)
    dropped = last(day)
    curation.drop_activity(activity=activity)

    put_back(event=last(day))
    put_back(event=dropped)

    for item in (question, activity):
        item.refresh_from_db()
        assert not item.is_dropped


def test_the_old_name_of_a_group_is_put_back_on_the_ballot_too(day, answers):
    cluster = group(day, "Talent", answers[0])
    go_to(day.etten_leur, Section.PRIORITIES)
    open_step(day.etten_leur)
    clustering.rename_cluster(cluster=cluster, name="Iets anders")

    put_back(event=last(day))

    cluster.refresh_from_db()
    assert (cluster.name, cluster.options.get().text) == ("Talent", "Talent")


def test_a_name_that_was_changed_again_is_left_alone(day, answers):
    cluster = group(day, "Talent", answers[0])
    clustering.rename_cluster(cluster=cluster, name="Tweede")
    second = last(day)
    clustering.rename_cluster(cluster=cluster, name="Derde")

    with pytest.raises(ChangedMeanwhile):
        put_back(event=second)


def test_a_group_comes_back_on_the_ballot(day, answers):
    cluster = group(day, "Talent", answers[0])
    clustering.set_on_ballot(cluster=cluster, on=False)

    assert put_back(event=last(day)).restored == 1

    cluster.refresh_from_db()
    assert cluster.on_ballot


def test_what_was_done_to_an_answer_on_the_board_is_put_back(day, answers):
    [answer, *_] = answers
    moderation.hide_answer(answer=answer, reason=Answer.HiddenReason.OFF_TOPIC)
    hidden = last(day)

    assert put_back(event=hidden).restored == 1
    answer.refresh_from_db()
    shown = answer.state
    put_back(event=last(day, Kind.ANSWER_RESTORED))
    answer.refresh_from_db()

    assert (shown, answer.state, answer.hidden_reason) == ("visible", "hidden", "off_topic")


def test_an_answer_that_was_hidden_again_is_left_alone(day, answers):
    [answer, *_] = answers
    moderation.hide_answer(answer=answer)
    hidden = last(day)
    moderation.restore_answer(answer=answer)
    moderation.hide_answer(answer=answer)

    with pytest.raises(ChangedMeanwhile):
        put_back(event=hidden)


def test_a_verdict_is_put_back(day, answers):
    for outcome in ("out_of_scope", "not_now"):
        verdict = judging.judge(subject=answers[0], outcome=outcome, reason="Niet van ons")

    put_back(event=last(day))
    once = Verdict.objects.get(pk=verdict.pk).outcome
    put_back(event=last(day))
    again = Verdict.objects.get(pk=verdict.pk).outcome

    assert (once, again) == ("out_of_scope", "not_now")


def test_an_earlier_verdict_is_not_put_back_unless_asked_for(day, answers):
    for outcome in ("in_scope", "out_of_scope", "not_now"):
        judging.judge(subject=answers[0], outcome=outcome, reason="Niet van ons")
    second = last(day, Kind.VERDICT_CHANGED)
    second = Event.objects.select_related("meetup", "revision").filter(kind=second.kind, seq__lt=second.seq).last()

    with pytest.raises(ChangedMeanwhile):
        put_back(event=second)
    put_back(event=second, anyway=True, seen_seq=seq_of(day))

    assert Verdict.objects.get().outcome == "in_scope"


def test_a_verdict_that_made_a_question_takes_it_back_with_it(day, answers):
    cluster = group(day, "Talent", answers[0])
    question = judging.make_question(subject=cluster, text="Wat houdt talent vast?")

    put_back(event=last(day, Kind.VERDICT_CHANGED))

    question.refresh_from_db()
    assert (question.is_dropped, Verdict.objects.get().outcome) == (True, "")


def test_what_was_said_to_a_reader_and_in_the_colophon_is_put_back(day):
    make_agenda(day)
    comment = react(publish(day))
    for outcome in ("partly", "not_taken_over"):
        answer_comment(comment=comment, outcome=outcome, reply=outcome)
    answered = last(day)
    for contact in ("Eerst", "Daarna"):
        save_colophon(meetup=day.meetup, contact=contact)

    put_back(event=last(day))
    put_back(event=answered)

    comment.refresh_from_db()
    assert (comment.outcome, comment.reply) == ("partly", "partly")
    assert Colophon.objects.get().contact == "Eerst"


def test_a_question_and_an_activity_that_were_made_are_dropped_and_can_come_back(day, answers):
    question = promote(day, "Talent", answers[0])
    made = last(day)
    activity = curation.plan_activity(meetup=day.meetup, questions=[question], title="Leerkring")
    planned = last(day)

    for item, event in ((question, made), (activity, planned)):
        put_back(event=event)
        item.refresh_from_db()
        assert item.is_dropped
        put_back(event=last(day))
        item.refresh_from_db()
        assert not item.is_dropped


def test_a_first_verdict_is_taken_back(day, answers):
    verdict = judging.judge(subject=answers[0], outcome="not_now", reason="Volgend jaar")

    put_back(event=last(day))

    verdict.refresh_from_db()
    assert verdict.outcome == ""


@pytest.mark.parametrize("kind", [Kind.ANSWER_SUBMITTED, Kind.ANSWER_WITHDRAWN, Kind.EDITION_CHANGED, Kind.MERGED])
def test_what_cannot_be_put_back_is_refused(day, answers, kind):
    with change(day.meetup.pk, Event.Actor.STAFF) as current:
        current.record(kind, answers[0].pk)

    assert not can_put_back(last(day))
    with pytest.raises(ValueError, match="niet"):
        put_back(event=last(day))


def test_a_group_that_was_cleared_away_is_not_put_back_into(day, answers):
    wrong = merged(day, answers)
    Cluster.objects.get(name="Wonen").delete()

    put_back(event=wrong)

    assert groups(day) == {"Talent": codes(answers[:2])}


@pytest.mark.django_db(transaction=True)
def test_two_people_who_put_the_same_back_at_the_same_moment_do_it_once():
    day = make_day()
    ask(day)
    answers = [give_answer(day.anna, f"Antwoord nummer {number}") for number in range(1, 5)]
    wrong = merged(day, answers)
    barrier, done = threading.Barrier(3), []

    def press():
        try:
            barrier.wait()
            done.append(put_back(event=wrong).restored)
        finally:
            connection.close()

    threads = [threading.Thread(target=press) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(done) == [0, 0, 2]
    assert groups(day) == {"Talent": codes(answers[:2]), "Wonen": codes(answers[2:4])}


def test_withdrawn_in_between_an_answer_stays_withdrawn(day, answers):
    wrong = merged(day, answers)
    participation.withdraw_answer(participant=day.anna, answer_id=answers[2].pk, key=new_key(), base_rev=1)

    put_back(event=wrong)

    answers[2].refresh_from_db()
    assert (answers[2].state, answers[2].cluster.name) == ("withdrawn", "Wonen")


# In the interface


def press(client, day, event, **fields):
    return client.post(address(day, "chronicle-put-back", seq=event.seq), fields, follow=True)


def test_the_page_says_what_was_put_back(day, answers, fatima):
    wrong = merged(day, answers)

    page = press(fatima, day, wrong, seen_seq=seq_of(day)).content.decode()

    assert "Teruggezet. Dat staat bovenaan in het verloop." in page
    assert "Teruggezet: 2 antwoorden in groep “Wonen” gezet, uit groep “Talent”" in page


def test_the_page_says_how_much_later_work_stayed(day, answers, fatima):
    wrong = merged(day, answers)
    group(day, "Banen", answers[2])

    page = press(fatima, day, wrong).content.decode()

    assert "1 antwoord is daarna nog verplaatst en blijft staan" in page


def test_the_page_offers_to_put_back_all_the_same(day, answers, fatima):
    question = promote(day, "Talent", answers[0])
    curation.reword_question(question=question, text="Tweede?")
    second = last(day)
    curation.reword_question(question=question, text="Derde?")

    refused = press(fatima, day, second, seen_seq=seq_of(day))
    done = press(fatima, day, second, seen_seq=seq_of(day), anyway="1")

    question.refresh_from_db()
    assert refused.status_code == 409
    assert "Toch terugzetten" in refused.content.decode()
    assert (done.status_code, question.text) == (200, "Talent?")


def test_one_goes_back_to_where_he_was_and_never_to_another_site(day, answers, fatima):
    wrong = merged(day, answers)
    own = address(day, "agenda-answer", answer=answers[2].pk)
    where = {own: own, "https://kwaad.test/": address(day, "chronicle"), f"/agenda/{day.meetup.pk}/\\kwaad": None}

    for back, target in where.items():
        reply = fatima.post(address(day, "chronicle-put-back", seq=wrong.seq), {"back": back})
        assert reply.status_code == 303
        assert target is None or reply.url == target
        assert "kwaad.test" not in reply.url


@pytest.mark.parametrize("fields", [{"answer": "x"}, {"seen_seq": "-1"}, {"answer": "0"}])
def test_awkward_fields_are_refused(day, answers, fatima, fields):
    wrong = merged(day, answers)

    assert press(fatima, day, wrong, **fields).status_code == 422


def test_what_is_done_in_the_history_is_done_under_ones_own_name(day, answers, fatima):
    wrong = merged(day, answers)

    press(fatima, day, wrong)

    assert last(day).user == day.fatima


def test_support_given_meanwhile_stays(day, answers):
    reveal_step(day.etten_leur)
    wrong = merged(day, answers)
    voting.support_answer(participant=day.bram, answer_id=answers[2].pk, key=new_key(), on=True)

    put_back(event=wrong)

    assert answers[2].supports.count() == 1

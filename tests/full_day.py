"""A whole day that was played at both places: everything the room can give, in the words of the rehearsal.

`play(day)` gives what forty people give and groups it; what staff make of it is for the test.
"""

from itertools import cycle

from sessions import clustering, moderation, participation, scribing
from sessions.grouping import similar
from sessions.models import Answer, Option, Participant, Step
from sessions.rehearsal import content
from tests.cast import (
    Section,
    close_step,
    give_answer,
    give_choice,
    give_support,
    go_to_number,
    join,
    new_key,
    open_step,
    reveal_step,
    round_of,
)

PEOPLE_A_PLACE = 20
ANSWERS_A_LABEL = 6
LARGEST_GROUP = 5


def play(day, answers_a_label=ANSWERS_A_LABEL):
    """Let forty people take part in the whole day, step by step; their answers are grouped before the votes."""
    people = {place.pk: _people(place, index) for index, place in enumerate((day.etten_leur, day.rijssen))}
    for step in day.meetup.steps.order_by("number"):
        if step.section == Section.PRIORITIES:
            _group(day)
        for place in (day.etten_leur, day.rijssen):
            _play_step(place, step, people[place.pk], answers_a_label)
    _moderate(day)
    return day


def _people(place, index):
    roles = cycle(role for role in Participant.Role.values if role)
    municipalities = cycle(content.load().municipalities[index])
    positions = cycle([*place.meetup.programme.positions.all(), None])
    people = [join(place, next(municipalities), next(roles)) for _ in range(PEOPLE_A_PLACE)]
    for person in people:
        person.position = next(positions)
    Participant.objects.bulk_update(people, ["position"])
    return people


def _play_step(place, step, people, answers_a_label):
    go_to_number(place, step.number)
    if step.kind == Step.Kind.SLIDE:
        return
    open_step(place)
    if step.kind == Step.Kind.QUESTION:
        answers = _answer(place, step, people, answers_a_label)
        _withdraw(answers.pop())
        reveal_step(place)
        _support(people, answers)
    else:
        _choose(step, people)
    close_step(place)
    if step.section == Section.OPPORTUNITIES:
        give_answer(people[0], "Dit kwam pas na de koffie bij mij op")  # which is late


def _answer(place, step, people, answers_a_label):
    texts = content.load().chapter(step.theme.number if step.theme else None).texts
    labels = list(step.options.values_list("text", flat=True)) or [""]
    speakers = cycle(people)
    answers = []
    offset = answers_a_label if place.letter == "R" else 0
    for label in labels:
        said = texts.get(label) or texts.get(content.OPEN, [])
        for text in said[offset : offset + answers_a_label]:
            answers.append(give_answer(next(speakers), text, label))
    if place.letter == "E":
        round_ = round_of(place)
        scribing.note_answer(
            live_session=place,
            round_id=round_.pk,
            key=new_key(),
            text=f"Aan tafel 4 gezegd: {said[-1]}",
            source=Answer.Source.PAPER,
            heads=6,
            option_id=option_of(step, labels[-1]),
        )
    return answers


def _withdraw(answer):
    participation.withdraw_answer(
        participant=answer.participant, answer_id=answer.pk, key=new_key(), base_rev=answer.rev
    )


def _support(people, answers):
    for answer in answers:
        for fan in people[: len(answer.text) % 4]:
            if fan.pk != answer.participant_id:
                give_support(fan, answer)


def option_of(step, label):
    return step.options.get(text=label).pk if label else None


def _choose(step, people):
    options = list(Option.objects.filter(step=step))
    if not options:
        return
    for number, person in enumerate(people):
        match step.choice_mode:
            case Step.ChoiceMode.ONE:
                give_choice(person, options[number % len(options)])
            case Step.ChoiceMode.SEVERAL:
                for option in {options[number % len(options)], options[number // 3 % len(options)]}:
                    give_choice(person, option)
            case Step.ChoiceMode.SCALE:
                for place, option in enumerate(options):
                    give_choice(person, option, 1 + (number + place) % 5)
            case Step.ChoiceMode.DOTS:
                give_choice(person, options[number % len(options)], 2)
                give_choice(person, options[(number * 7 + 3) % len(options)])
            case Step.ChoiceMode.FORM:
                clusters = sorted({option.cluster_id for option in options})
                wanted = clusters[number % len(clusters)]
                forms = [option for option in options if option.cluster_id == wanted and option.form_id]
                joins = [option for option in options if option.cluster_id == wanted and option.joins]
                for option in (forms[number % len(forms)], *joins):
                    give_choice(person, option)


def _group(day):
    """Put answers to the knowledge question that look alike together, as a co-moderator does."""
    for theme in day.meetup.themes.all():
        loose = list(
            Answer.objects.filter(round__step__theme=theme, round__step__section=Section.KNOWLEDGE).order_by("pk")
        )
        while len(loose) > 2:
            first, *rest = loose
            found = [rest[index] for index in similar(first.text, [answer.text for answer in rest])]
            together = [first, *(found or rest)[: LARGEST_GROUP - 1]]
            name = first.text.split(".")[0].split("?")[0][:80]
            clustering.group_answers(meetup=day.meetup, answer_ids=[answer.pk for answer in together], name=name)
            loose = [answer for answer in loose if answer not in together]


def _moderate(day):
    loose = Answer.objects.filter(round__live_session=day.etten_leur, state=Answer.State.VISIBLE, cluster=None)
    moderation.hide_answer(answer=loose.order_by("pk").first(), reason=Answer.HiddenReason.OFF_TOPIC)

"""Many people who choose, in tests of results by group of participants."""

from django.utils import timezone

from sessions.models import Choice, Participant, Round, Step

Section = Step.Section
EXECUTIVE, POLICY, COUNCILLOR = (
    Participant.Role.EXECUTIVE,
    Participant.Role.POLICY,
    Participant.Role.COUNCILLOR,
)


def let_in(place, count, **who):
    """Let so many people take part in a place, each with this role, position or municipality; return them."""
    return Participant.objects.bulk_create(Participant(live_session=place, **who) for _ in range(count))


def held(step, state=Round.State.CLOSED):
    """Let a step have been held in all places; return its rounds by place."""
    step.rounds.update(state=state, opened_at=timezone.now())
    return {round_.live_session_id: round_ for round_ in step.rounds.all()}


def vote(step, people, number=1, value=1):
    """Let people give a value to the option of a step with this number, in a round that is closed."""
    rounds, option = held(step), step.options.get(number=number)
    Choice.objects.bulk_create(
        Choice(round=rounds[person.live_session_id], option=option, participant=person, value=value)
        for person in people
    )


def step_of(day, section, **which):
    """Return the first step of a section."""
    return day.meetup.steps.filter(section=section, second_round_of=None, **which).first()


def five_of_each(day):
    """Let five executives and six policy makers in at Etten-Leur; return both groups."""
    return let_in(day.etten_leur, 5, role=EXECUTIVE), let_in(day.etten_leur, 6, role=POLICY)

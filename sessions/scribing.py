"""What a scribe types in at the desk: what people without a phone wrote on paper or said into a microphone."""

from sessions import participation
from sessions.changes import one_commit
from sessions.models import Answer, LiveSession, Participant
from sessions.once import Outcome


def note_answer(
    *,
    live_session: LiveSession,
    round_id: int,
    key: str,
    text: str,
    source: Answer.Source,
    heads: int = 1,
    option_id: int | None = None,
) -> Outcome:
    """Store an answer of so many people in a place, once for each key.

    Raises what `participation.submit_answer` raises: RoundClosed only before the question was first opened.
    """
    with one_commit(live_session.meetup_id):
        scribe, _ = Participant.objects.get_or_create(live_session=live_session, is_scribe=True)
        return participation.submit_answer(
            participant=scribe,
            round_id=round_id,
            key=key,
            text=text,
            option_id=option_id,
            source=source,
            heads=heads,
        )

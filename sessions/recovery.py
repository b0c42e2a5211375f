"""The personal code with which somebody on another phone, or at another address, gets his own answers back.

It is derived from the participant's random id (122 bits) and stored nowhere, so it also works after a backup
was restored on another computer. Eight signs of 28 are 3.8e11 possibilities; wrong ones are slowed down.
"""

import hashlib
from uuid import UUID

from sessions.models import LiveSession, Participant
from sessions.models.meetup import CODE_ALPHABET, clean_code

PERSONAL_CODE_LENGTH = 8


def personal_code(participant_id: UUID) -> str:
    """Return the personal code of the participant with this id, eight signs that survive being written down."""
    number = int.from_bytes(hashlib.sha256(b"personal code " + participant_id.bytes).digest())
    signs = []
    for _ in range(PERSONAL_CODE_LENGTH):
        number, index = divmod(number, len(CODE_ALPHABET))
        signs.append(CODE_ALPHABET[index])
    return "".join(signs)


def readable(code: str) -> str:
    """Return a personal code in two groups, as people read it out and write it down."""
    return f"{code[:4]} {code[4:]}"


def participant_with(live_session: LiveSession, typed: str) -> Participant | None:
    """Return the participant of a place whose personal code somebody typed, or None."""
    code = clean_code(typed)
    everybody = live_session.participants.only("pk", "live_session")
    return next((participant for participant in everybody if personal_code(participant.pk) == code), None)

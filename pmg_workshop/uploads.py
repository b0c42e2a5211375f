"""Who may send more than a form: the holder of a ticket, which only pages for facilitators hand out.

The server looks at it when it has read no more than the address, before it takes any of the body. So nobody else
can make it hold a large one.
"""

from django.core.signing import BadSignature, TimestampSigner

PREFIX = "/overdracht/"
VALID_SECONDS = 60 * 60


def ticket_for(meetup_id: int) -> str:
    """Return a ticket to send one large file for a meet-up within the hour."""
    return _signer().sign(str(meetup_id))


def is_ticket_for(ticket: str, meetup_id: int) -> bool:
    """Tell whether a ticket was handed out for a meet-up, and is not too old."""
    try:
        return _signer().unsign(ticket, max_age=VALID_SECONDS) == str(meetup_id)
    except BadSignature:
        return False


def is_open_address(path: bytes) -> bool:
    """Tell whether the address of a request, as it came in, holds a ticket: /overdracht/<meet-up>/<ticket>/."""
    address = path.partition(b"?")[0].decode("latin-1")
    parts = address.removeprefix(PREFIX).split("/")
    if not address.startswith(PREFIX) or len(parts) != 3 or not parts[0].isdecimal():
        return False
    return is_ticket_for(parts[1], int(parts[0]))


def _signer() -> TimestampSigner:
    return TimestampSigner(salt="overdracht")

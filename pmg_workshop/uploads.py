"""Who may send more than a form: the holder of a ticket, which only pages for who leads meet-ups hand out.

The server looks at it when it has read no more than the address, before it takes any of the body. So nobody else
can make it hold a large one.
"""

from django.core.signing import BadSignature, TimestampSigner

# Where files are sent to: /overdracht/<meet-up>/<ticket>/, /eerder/<meet-up>/<ticket>/ and
# /huisstijl/<kind of file>/<ticket>/.
PLACES = ("overdracht", "eerder", "huisstijl")
VALID_SECONDS = 60 * 60


def ticket_for(subject: int | str) -> str:
    """Return a ticket to send one large file for a meet-up (its id), or of a kind, within the hour."""
    return _signer().sign(str(subject))


def is_ticket_for(ticket: str, subject: int | str) -> bool:
    """Tell whether a ticket was handed out for a subject, and is not too old."""
    try:
        return _signer().unsign(ticket, max_age=VALID_SECONDS) == str(subject)
    except BadSignature:
        return False


def is_open_address(path: bytes) -> bool:
    """Tell whether the address of a request, as it came in, is one that files are sent to, with its ticket."""
    address = path.partition(b"?")[0].decode("latin-1")
    before, *parts = address.split("/")
    if before or len(parts) != 4 or parts[0] not in PLACES or parts[3]:
        return False
    return is_ticket_for(parts[2], parts[1])


def _signer() -> TimestampSigner:
    return TimestampSigner(salt="overdracht")

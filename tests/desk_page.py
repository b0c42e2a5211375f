"""A desk in a real browser, logged in as the facilitator that a test holds."""

from contextlib import contextmanager
from urllib.parse import urljoin


@contextmanager
def opened_desk(browser, facilitator, place):
    """Open the desk of a place in a window of its own during the block."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="nl-NL")
    context.add_cookies(
        [
            {"name": name, "value": value, "url": urljoin(place["desk_url"], "/")}
            for name, value in facilitator.http.cookies.items()
        ]
    )
    page = context.new_page()
    page.goto(place["desk_url"])
    yield page
    context.close()

"""How tests look at the projector."""

import re

from django.urls import reverse


def get(client, place, name="screen", **options):
    """Ask for the screen of a place, or for one of its other addresses by name."""
    return client.get(reverse(name, kwargs={"key": place.screen_key}), **options)


def text_of(response):
    """Return what stands on the screen, without markup and with single spaces."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())

"""The pages for when something went wrong: they help on, and need nothing to be shown."""

import re

import pytest
from django.template.loader import render_to_string

PAGES = ["403.html", "404.html", "500.html"]


@pytest.mark.parametrize("page", PAGES)
def test_error_page_is_dutch_with_one_heading_and_one_primary_action(page):
    html = render_to_string(page)

    assert '<html lang="nl">' in html
    assert len(re.findall(r"<h1[ >]", html)) == 1
    assert html.count("button--primary") == 1


@pytest.mark.parametrize("page", PAGES)
def test_error_page_holds_no_script_and_no_inline_style(page):
    html = render_to_string(page)

    assert "<script" not in html
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=", html)


def test_unknown_address_gets_the_help_page(client):
    response = client.get("/bestaat/niet/")

    assert response.status_code == 404
    assert "Vul dan de code in" in response.content.decode()

"""In a real browser: who chooses a file sees how far it is, and gets it, or is told what went wrong."""

import re
import zipfile

import pytest
from playwright.sync_api import expect

DESK = {"width": 1440, "height": 900}


@pytest.fixture
def program(server):
    return server()


@pytest.fixture
def agenda(browser, program):
    context = browser.new_context(viewport=DESK, locale="nl-NL")
    page = context.new_page()
    page.goto(program.info["login_url"])
    page.goto(program.info["agenda_url"])
    yield page
    context.close()


def test_zip_is_made_file_by_file_and_downloads_by_itself(agenda, tmp_path):
    told = []
    agenda.expose_function("note", lambda words: told.append(words))
    agenda.evaluate(
        """() => new MutationObserver(([change]) => note(change.target.textContent)).observe(
            document.querySelector("[data-told]"), { childList: true })"""
    )

    with agenda.expect_download(timeout=120_000) as download:
        agenda.get_by_role("link", name=re.compile("zip")).click()
        expect(agenda.get_by_role("progressbar", name="Bestand maken")).to_be_visible()
    download.value.save_as(tmp_path / "agenda.zip")

    assert len(zipfile.ZipFile(tmp_path / "agenda.zip").namelist()) > 9
    assert "Alles in één zip wordt gemaakt … 4 van 9 bestanden klaar." in told
    expect(agenda.locator("[data-told]")).to_have_text("Alles in één zip is klaar en wordt gedownload.")
    expect(agenda.get_by_role("progressbar", name="Bestand maken")).to_be_hidden()


def test_file_that_fails_is_told_and_can_be_tried_again(agenda):
    making = re.compile("/export/pdf/maken/")
    agenda.route(making, lambda route: route.abort())
    agenda.get_by_role("link", name="Download als PDF").click()
    expect(agenda.locator("[data-told]")).to_have_text("Er is geen verbinding.")

    agenda.unroute(making)
    with agenda.expect_download(timeout=60_000) as download:
        agenda.get_by_role("button", name="Probeer het nog eens").click()

    assert download.value.suggested_filename.endswith(".pdf")
    expect(agenda.get_by_role("button", name="Probeer het nog eens")).to_be_hidden()

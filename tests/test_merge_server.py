"""The real server takes a large file at the address with a ticket, and at no other."""

import re

import requests

from tests.client import Desk
from tests.server import ProgramServer

LARGE = b"x" * 300_000


def test_a_large_file_is_taken_from_the_page_for_facilitators_alone(tmp_path):
    program = ProgramServer(tmp_path / "data")
    program.start()
    try:
        lead = Desk(program.info)
        url = f"{program.url}/overdracht/{program.info['meetup']}/"
        page = lead.get(url, headers={"Accept": "text/html"}).text
        address = re.search(r'enctype="multipart/form-data" action="([^"]+)"', page)[1]

        taken = lead.http.post(program.url + address, files={"file": LARGE}, timeout=20)
        refused = requests.post(url + "verzonnen/", files={"file": LARGE}, timeout=20)
    finally:
        program.kill()

    assert taken.status_code == 422
    assert "Dit is geen bestand dat een andere laptop voor u bewaarde." in taken.text
    assert refused.status_code == 413

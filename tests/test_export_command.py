"""`manage.py export`: the files without a browser."""

import pytest
from django.core.management import CommandError, call_command

from sessions.export import FORMATS
from tests.cast import make_day


@pytest.mark.django_db
@pytest.mark.parametrize("suffix", FORMATS)
def test_export_command_writes_the_file_and_says_so(suffix, tmp_path, capsys):
    meetup = make_day().meetup
    path = tmp_path / f"agenda.{suffix}"

    call_command("export", str(meetup.pk), "--format", suffix, "--output", str(path))

    said = capsys.readouterr().out
    assert f"staat in {path}" in said
    assert f"({path.stat().st_size} bytes)" in said


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["999", "--format", "csv", "--output", "x"], "Meet-up 999 bestaat niet. Er is: nog geen meet-up."),
        (["gisteren", "--format", "csv", "--output", "x"], "Meet-up gisteren bestaat niet."),
        (["1", "--format", "pdfx", "--output", "x"], "Het formaat pdfx bestaat niet. Kies uit: docx, pdf, "),
        (["1", "--format", "csv"], "Noem het bestand"),
        (["1", "--format", "csv", "--output", "-"], "Noem het bestand"),
    ],
)
def test_export_command_says_in_dutch_what_is_wrong(arguments, message):
    with pytest.raises(CommandError, match=message):
        call_command("export", *arguments)


@pytest.mark.django_db
def test_export_command_names_the_meetups_there_are_and_a_folder_that_is_missing(tmp_path):
    meetup = make_day().meetup

    with pytest.raises(CommandError, match=f"Er is: {meetup.pk}."):
        call_command("export", "999", "--output", str(tmp_path / "x"))
    with pytest.raises(CommandError, match="is niet te schrijven"):
        call_command("export", str(meetup.pk), "--format", "csv", "--output", str(tmp_path / "weg" / "x"))

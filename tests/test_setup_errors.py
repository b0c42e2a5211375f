import errno
from pathlib import Path

import pytest

from pmg_workshop.setup_errors import explain_os_error, explain_output

VENV = Path("/home/u/pmg/.venv")


@pytest.mark.parametrize(
    ("output", "advice"),
    [
        (
            "ERROR: Could not install due to an OSError: [Errno 28] No space left on device",
            "schijf is vol",
        ),
        ("ERROR: [Errno 13] Permission denied: 'bin'", "In de map /home/u/pmg mag niet worden geschreven"),
        ("ERROR: [WinError 5] Toegang geweigerd: 'python.exe'", "mag niet worden geschreven"),
        ("ERROR: [WinError 32] Het bestand is in gebruik", "draait nog in een ander venster"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.", "niet wat het moet zijn"),
        (
            "WARNING: SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED]",
            "vraag ICT om toegang",
        ),
        (
            "WARNING: Retrying after connection broken by 'NewConnectionError(...)'\n"
            "ERROR: No matching distribution found for asgiref==3.13.0",
            "geen (goede) verbinding met internet",
        ),
        ("ERROR: No matching distribution found for typst==1.0", "Het onderdeel typst==1.0 bestaat niet voor"),
    ],
)
def test_explain_output_names_what_the_user_can_do(output, advice):
    assert advice in explain_output(output, VENV)


def test_explain_output_when_cause_is_unknown_quotes_the_last_error_and_names_the_log():
    output = "Collecting a\nERROR: something\nERROR: something else\nnotice: bye\n"

    sentence = explain_output(output, VENV, VENV / "pip-log.txt")

    assert "ERROR: something else." in sentence
    assert "pip-log.txt" in sentence


def test_explain_output_when_there_is_none_still_says_something():
    assert explain_output("", VENV) == "Het installeren is niet gelukt: geen melding."


@pytest.mark.parametrize(
    ("code", "advice"),
    [
        (errno.ENOSPC, "De schijf is vol"),
        (errno.EROFS, "mag niet worden geschreven"),
        (errno.EACCES, "mag niet worden geschreven"),
        (errno.EIO, "Input/output error"),
    ],
)
def test_explain_os_error_names_what_the_user_can_do(code, advice):
    error = OSError(code, "Input/output error")

    assert advice in explain_os_error(error, VENV)

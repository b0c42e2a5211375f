import pytest

from tests.tiny_checkout import seen_by_django


def test_data_option_works_with_every_command_and_is_made(prepared_checkout, tmp_path):
    folder = tmp_path / "meetup"

    finished = prepared_checkout.manage("purge", "--data", str(folder), "--dry-run")

    seen = seen_by_django(finished)
    assert seen["PMG_DATA"] == str(folder)
    assert seen["arguments"] == ["purge", "--dry-run"]
    assert folder.is_dir()


def test_data_option_without_folder_is_one_sentence_and_exit_code_2(prepared_checkout):
    finished = prepared_checkout.manage("start", "--data")

    assert finished.returncode == 2
    assert finished.stderr == "Geef na --data een map op, bijvoorbeeld: --data /home/u/meetup\n"


def test_data_folder_that_cannot_be_made_is_one_sentence_and_exit_code_1(prepared_checkout, tmp_path):
    (tmp_path / "file").touch()

    finished = prepared_checkout.manage("start", "--data", str(tmp_path / "file" / "data"))

    assert finished.returncode == 1
    assert finished.stderr.startswith("De gegevensmap ")
    assert len(finished.stderr.splitlines()) == 1


@pytest.mark.parametrize(("command", "expected"), [("start", "pmg_workshop.settings"), ("test", "tests.settings")])
def test_settings_follow_the_command(prepared_checkout, command, expected):
    finished = prepared_checkout.manage(command)

    assert seen_by_django(finished)["DJANGO_SETTINGS_MODULE"] == expected


def test_tests_never_run_on_the_settings_of_this_machine(prepared_checkout):
    finished = prepared_checkout.manage("test", DJANGO_SETTINGS_MODULE="pmg_workshop.settings")

    assert seen_by_django(finished)["DJANGO_SETTINGS_MODULE"] == "tests.settings"

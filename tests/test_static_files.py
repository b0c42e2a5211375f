"""Static files are collected when they changed, and left alone otherwise."""

import pytest

from pmg_workshop.static_files import collect_static_files


@pytest.fixture
def source(tmp_path, settings):
    """The folder of a program with one stylesheet."""
    source = tmp_path / "source"
    source.mkdir()
    (source / "page.css").write_text("p { color: black }")
    settings.STATICFILES_DIRS = [source]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATIC_ROOT = tmp_path / "static"
    return source


def test_files_are_collected_at_the_first_start(source, settings):
    collect_static_files()

    assert (settings.STATIC_ROOT / "page.css").read_text() == "p { color: black }"


def test_files_that_did_not_change_are_left_alone(source, settings):
    collect_static_files()
    (settings.STATIC_ROOT / "page.css").write_text("untouched")

    collect_static_files()

    assert (settings.STATIC_ROOT / "page.css").read_text() == "untouched"


def test_a_changed_or_new_file_is_collected(source, settings):
    collect_static_files()
    (source / "page.css").write_text("p { color: darkblue }")
    (source / "more.css").write_text("b { color: black }")

    collect_static_files()

    assert (settings.STATIC_ROOT / "page.css").read_text() == "p { color: darkblue }"
    assert (settings.STATIC_ROOT / "more.css").exists()

"""Bundles hold all that a kind of page needs, in order, and follow the files they are made of."""

import os
import re
from pathlib import Path

import pytest
from django.conf import settings as program
from django.contrib.staticfiles.finders import find, get_finders
from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command

from pmg_workshop import bundles
from pmg_workshop.bundles import BUNDLES, content_of
from pmg_workshop.static_files import collect_static_files

TEMPLATES = Path(program.BASE_DIR) / "templates"
STATIC = Path(program.BASE_DIR) / "static"
REFERENCE = re.compile(r"""{%\s*static\s+["']([^"']+)["']""")
URL = re.compile(r'url\("([^"]+)"\)')
MANIFEST = {"staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}}


def references():
    """What the templates ask for, by template."""
    return {
        path: REFERENCE.findall(path.read_text(encoding="utf-8")) for path in sorted(TEMPLATES.rglob("*.html"))
    }


def offered():
    """The names of all static files there are."""
    return {name.replace(os.sep, "/") for finder in get_finders() for name, _ in finder.list([])}


@pytest.fixture
def source(tmp_path, settings, monkeypatch):
    """A folder with two style sheets and two scripts, which are joined."""
    source = tmp_path / "source"
    (source / "css").mkdir(parents=True)
    (source / "js").mkdir()
    (source / "dot.svg").write_text("<svg/>")
    (source / "css" / "one.css").write_text('p { background: url("../dot.svg") }')
    (source / "css" / "two.css").write_text("p { color: black }")
    (source / "js" / "one.js").write_text("const a = 1 // no semicolon")
    (source / "js" / "two.js").write_text("(() => {})()")
    settings.STATICFILES_DIRS = [source]
    settings.STATICFILES_FINDERS = [
        "django.contrib.staticfiles.finders.FileSystemFinder",
        "pmg_workshop.bundles.BundleFinder",
    ]
    settings.STATIC_ROOT = tmp_path / "static"
    lists = {"bundles/x.css": ("css/two.css", "css/one.css"), "bundles/x.js": ("js/one.js", "js/two.js")}
    monkeypatch.setattr(bundles, "BUNDLES", lists)
    return source


def test_files_are_joined_in_the_order_of_the_list_and_named(source):
    style = content_of("bundles/x.css")

    assert style == '/* css/two.css */\np { color: black }\n/* css/one.css */\np { background: url("../dot.svg") }'


def test_a_script_cannot_swallow_the_next(source):
    script = content_of("bundles/x.js")

    assert script == "/* js/one.js */\nconst a = 1 // no semicolon\n;\n/* js/two.js */\n(() => {})()"


@pytest.mark.parametrize("name", BUNDLES)
def test_bundle_holds_all_of_each_of_its_files(name):
    content = content_of(name)

    places = [content.index((STATIC / source).read_text(encoding="utf-8")) for source in BUNDLES[name]]
    assert places == sorted(places)
    assert len(set(BUNDLES[name])) == len(BUNDLES[name])


@pytest.mark.parametrize("name", BUNDLES)
def test_files_that_a_bundle_names_are_found_from_where_it_lies(name):
    missing = [
        address
        for address in URL.findall(content_of(name))
        if not (STATIC / "bundles" / address).resolve().is_file()
    ]

    assert missing == []


def test_a_missing_file_is_told_by_name(source):
    (source / "css" / "two.css").unlink()

    told = [error.msg for error in run_checks(tags=["staticfiles"])]

    assert told == ["bundles/x.css is made of css/two.css, and there is no such file."]
    with pytest.raises(ImproperlyConfigured, match=re.escape(told[0])):
        collect_static_files()


def test_the_program_misses_none():
    assert run_checks(tags=["staticfiles"]) == []


@pytest.mark.parametrize("storage", ["plain", "manifest"])
def test_bundles_are_collected(source, settings, storage):
    if storage == "manifest":
        settings.STORAGES = {**settings.STORAGES, **MANIFEST}

    collect_static_files()

    names = {path.name for path in (settings.STATIC_ROOT / "bundles").iterdir()}
    assert {"x.css", "x.js"} <= names
    if storage == "manifest":
        hashed = [name for name in names if re.fullmatch(r"x\.[0-9a-f]{12}\.css", name)]
        style = (settings.STATIC_ROOT / "bundles" / hashed[0]).read_text()
        image = URL.findall(style)[0]
        assert len(hashed) == 1
        assert re.fullmatch(r"\.\./dot\.[0-9a-f]{12}\.svg", image)
        assert (settings.STATIC_ROOT / "bundles" / image).resolve().is_file()


@pytest.mark.parametrize("by", ["start", "collectstatic"])
def test_a_change_of_any_file_reaches_its_bundle(source, settings, by):
    collect_static_files()
    changed = source / "css" / "two.css"
    changed.write_text("p { color: beige }")  # as long as it was
    later = changed.stat().st_mtime + 2
    os.utime(changed, (later, later))

    if by == "start":
        collect_static_files()
    else:
        call_command("collectstatic", verbosity=0, interactive=False)

    assert "beige" in (settings.STATIC_ROOT / "bundles" / "x.css").read_text()


def test_files_that_did_not_change_are_left_alone(source, settings):
    collect_static_files()
    (settings.STATIC_ROOT / "bundles" / "x.css").write_text("untouched")

    collect_static_files()

    assert (settings.STATIC_ROOT / "bundles" / "x.css").read_text() == "untouched"


def test_a_bundle_is_no_file_before_it_is_collected(source):
    assert find("bundles/x.css") is None
    assert find("bundles/x.css", find_all=True) == []


def test_every_file_that_a_template_asks_for_is_there():
    names = offered()

    missing = {path.name: [name for name in asked if name not in names] for path, asked in references().items()}

    assert {name: asked for name, asked in missing.items() if asked} == {}


def test_every_style_sheet_and_script_is_asked_for():
    used = {name for asked in references().values() for name in asked}
    used |= {source for name in BUNDLES for source in BUNDLES[name]}
    ours = {path.relative_to(STATIC).as_posix() for kind in ("css", "js") for path in STATIC.rglob(f"*.{kind}")}

    assert (ours | set(BUNDLES)) - used == set()


def test_a_page_asks_for_one_style_sheet_and_one_script():
    for path in references():
        template = path.read_text(encoding="utf-8")
        sheets = [tag for tag in re.findall(r'<link rel="stylesheet"[^>]*>', template) if "media=" not in tag]
        scripts = re.findall(r"<script[^>]*>", template)

        assert len(sheets) <= 1, path
        assert len(scripts) <= 1, path
        assert all(" defer" in script for script in scripts), path
        assert "block.super" not in template, path

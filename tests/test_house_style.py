"""A document of the organisation gives the files of the agenda their look."""

import io
import zipfile

import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command

from pmg_workshop.uploads import is_open_address, ticket_for
from sessions import restyling
from sessions.export import export, fitness
from sessions.export.fitness import KINDS, Unfit
from sessions.export.reference import unzipped, zipped
from sessions.export.sample import sample_file
from sessions.house_styles import version_of
from sessions.models import HouseStyle
from sessions.seen import ChangedMeanwhile
from tests.cast import ask, give_answer, make_day, promote
from tests.files import READERS, answers_in

pytestmark = pytest.mark.django_db

STYLES = {"docx": "word/styles.xml", "odt": "styles.xml", "pptx": "ppt/theme/theme1.xml"}


def changed(suffix, old="1B2430", new="00AA55", part=None):
    """The document of the program with a colour of the organisation in it."""
    parts = unzipped(KINDS[suffix].ours.read_bytes())
    name = part or STYLES[suffix]
    text = parts[name].decode()
    assert old in text or old.lower() in text
    parts[name] = text.replace(old, new).replace(old.lower(), new.lower()).encode()
    return zipped(parts)


def with_parts(suffix, **parts):
    """The document of the program with other parts, by name."""
    return zipped(unzipped(KINDS[suffix].ours.read_bytes()) | parts)


def put(suffix, content, seen=""):
    restyling.replace_reference(suffix=suffix, name=f"stijl.{suffix}", content=content, seen=seen)
    return HouseStyle.objects.get(suffix=suffix)


@pytest.fixture
def staff(client):
    client.force_login(get_user_model().objects.create_user("ingrid", is_staff=True))
    return client


def upload(client, suffix, content, *, name=None, seen="", ticket=None):
    file = SimpleUploadedFile(name or f"stijl.{suffix}", content)
    return client.post(f"/huisstijl/{suffix}/{ticket or ticket_for(suffix)}/", {"file": file, "seen": seen})


# The files


@pytest.mark.parametrize("suffix", KINDS)
def test_file_is_laid_out_in_the_document_of_the_organisation(suffix):
    day = make_day()
    ask(day)
    promote(day, "Talent", give_answer(day.anna, "Wat werkt?"))
    before = export(day.meetup, suffix)

    put(suffix, changed(suffix))

    after = export(day.meetup, suffix)
    assert b"00aa55" in b"".join(unzipped(after).values()).lower()
    assert b"00aa55" not in b"".join(unzipped(before).values()).lower()
    if suffix in READERS:
        assert answers_in(suffix, after) == answers_in(suffix, before)


def test_command_uses_it_and_other_files_stay_as_they_are(tmp_path):
    day = make_day()
    before = {suffix: export(day.meetup, suffix) for suffix in ("pdf", "odt", "json")}
    put("docx", changed("docx"))

    call_command("export", str(day.meetup.pk), format="docx", output=str(tmp_path / "agenda.docx"))

    assert b"00AA55" in unzipped((tmp_path / "agenda.docx").read_bytes())["word/styles.xml"]
    assert {suffix: export(day.meetup, suffix) for suffix in before} == before


@pytest.mark.parametrize("suffix", KINDS)
def test_sample_shows_cards_and_tables_in_the_look(suffix):
    file = sample_file(suffix, {suffix: changed(suffix)})

    text = b"".join(unzipped(file).values()).decode(errors="replace")
    assert "Wat helpt jong talent" in text
    assert "00aa55" in text.lower()


def test_styles_that_libreoffice_spells_in_its_own_way_are_used_all_the_same():
    content = changed("odt", old='style:name="Nog in te vullen"', new='style:name="Nog_20_in_20_te_20_vullen"')

    fitness.check("odt", content)
    text = unzipped(sample_file("odt", {"odt": content}))["content.xml"].decode()

    assert 'text:style-name="Nog_20_in_20_te_20_vullen"' in text
    assert 'text:style-name="Nog in te vullen"' not in text


# What is fit


@pytest.mark.parametrize("suffix", KINDS)
def test_document_of_the_program_is_fit(suffix):
    fitness.check(suffix, KINDS[suffix].ours.read_bytes())


def bomb():
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("word/document.xml", bytes(fitness.MOST_UNPACKED + 1))
    return archive.getvalue()


def many_parts():
    return zipped({f"deel-{number}": b"" for number in range(fitness.MOST_PARTS + 1)})


TYPES = "[Content_Types].xml"


@pytest.mark.parametrize(
    ("suffix", "make", "reason"),
    [
        ("docx", lambda: b"geen archief", "Dit is geen Word-document"),
        ("docx", lambda: zipped({"a.txt": b"a"}), "Dit is geen Word-document"),
        ("docx", lambda: KINDS["odt"].ours.read_bytes(), "Dit is geen Word-document"),
        ("odt", lambda: KINDS["docx"].ours.read_bytes(), "Dit is geen OpenDocument-tekst"),
        ("pptx", lambda: KINDS["docx"].ours.read_bytes(), "Dit is geen PowerPoint-presentatie"),
        ("docx", lambda: bytes(fitness.MOST_BYTES + 1), "te groot"),
        ("docx", bomb, "te groot"),
        ("docx", many_parts, "te groot"),
        ("docx", lambda: with_parts("docx", **{"word/vbaProject.bin": b"x"}), "macro"),
        ("docx", lambda: with_parts("docx", **{TYPES: b"ms-word.document.macroEnabled.main+xml"}), "macro"),
        ("odt", lambda: with_parts("odt", **{"Basic/Standard/Module1.xml": b"x"}), "macro"),
        ("pptx", lambda: with_parts("pptx", **{"ppt/vbaProject.bin": b"x"}), "macro"),
        ("docx", lambda: with_parts("docx", **{"word/styles.xml": b"<kapot"}), "beschadigd"),
        (
            "docx",
            lambda: with_parts("docx", **{"word/styles.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a/>'}),
            "beschadigd",
        ),
        (
            "docx",
            lambda: with_parts(
                "docx",
                **{"word/_rels/x.rels": b'<Relationship Type="a/attachedTemplate" TargetMode="External"/>'},
            ),
            "andere plek",
        ),
        ("docx", lambda: changed("docx", old='w:val="Kaart"', new='w:val="Kaartje"'), "deze stijlen: Kaart"),
        ("odt", lambda: changed("odt", old='style:name="Klein"', new='style:name="Groot"'), "deze stijlen: Klein"),
        (
            "pptx",
            lambda: changed(
                "pptx", old="Title and Content", new="Titel", part="ppt/slideLayouts/slideLayout2.xml"
            ),
            "deze indelingen van dia's: Title and Content",
        ),
        ("docx", lambda: with_parts("docx", **{"word/document.xml": b"<kapot"}), "lukt het niet"),
    ],
)
def test_document_that_is_not_fit_is_refused_with_the_reason(suffix, make, reason):
    with pytest.raises(Unfit, match=reason):
        fitness.check(suffix, make())


def test_link_that_a_reader_presses_is_no_reason_to_refuse():
    link = b'<Relationship Type="http://x/hyperlink" Target="http://y" TargetMode="External"/>'

    fitness.check(
        "docx",
        with_parts("docx", **{"word/_rels/header1.xml.rels": b"<Relationships>" + link + b"</Relationships>"}),
    )


# Replacing


def test_replacing_twice_does_it_once_and_an_older_page_changes_nothing():
    first = put("docx", changed("docx"))
    again = put("docx", changed("docx"))

    with pytest.raises(ChangedMeanwhile):
        put("docx", changed("docx", new="BB0000"))
    with pytest.raises(ChangedMeanwhile):
        restyling.take_off_reference(suffix="docx", seen="")

    assert again.replaced_at == first.replaced_at
    restyling.take_off_reference(suffix="docx", seen=version_of(first))
    restyling.take_off_reference(suffix="docx", seen=version_of(first))
    assert not HouseStyle.objects.exists()


# The page


def test_page_shows_which_look_each_kind_has(staff, django_assert_num_queries):
    put("docx", changed("docx"))

    with django_assert_num_queries(3):
        page = staff.get("/huisstijl/").content.decode()

    assert "Huisstijl uit <bdi>stijl.docx</bdi>" in page
    assert page.count("De stijl van het programma.") == 2
    assert page.count("Terug naar de stijl van het programma") == 1


def test_document_is_replaced_downloaded_and_taken_off_again(staff):
    content = changed("docx")

    replaced = upload(staff, "docx", content)
    style = HouseStyle.objects.get(suffix="docx")
    present = staff.get("/huisstijl/docx/bestand/")
    sample = staff.get("/huisstijl/docx/voorbeeld/")
    staff.post("/huisstijl/docx/terug/", {"seen": version_of(style)})

    assert (replaced.status_code, replaced.url) == (302, "/huisstijl/")
    assert (style.name, bytes(style.content)) == ("stijl.docx", content)
    assert present.content == content
    assert present["Content-Disposition"] == 'attachment; filename="huisstijl.docx"'
    assert sample["Content-Disposition"] == 'attachment; filename="voorbeeld.docx"'
    assert staff.get("/huisstijl/docx/bestand/").content == KINDS["docx"].ours.read_bytes()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"geen archief", "Dit is geen Word-document"),
        (b"", "Dit bestand is leeg."),
        (None, "Kies eerst een bestand."),
    ],
)
def test_what_is_wrong_is_told_beside_its_own_field(content, reason, staff):
    if content is None:
        reply = staff.post(f"/huisstijl/docx/{ticket_for('docx')}/")
    else:
        reply = upload(staff, "docx", content)

    page = reply.content.decode()
    assert reply.status_code == 422
    assert page.count("field__error") == 1
    assert page.index('id="docx-fout"') < page.index(reason) < page.index('id="odt-kop"')
    assert not HouseStyle.objects.exists()


def test_old_ticket_and_a_colleague_who_was_first_change_nothing(staff):
    put("docx", changed("docx"))

    late = upload(staff, "docx", changed("docx", new="BB0000"), ticket="verzonnen")
    second = upload(staff, "docx", changed("docx", new="BB0000"), seen="")
    taken = staff.post("/huisstijl/docx/terug/", {"seen": ""})

    assert (late.status_code, second.status_code, taken.status_code) == (422, 409, 409)
    assert "stond te lang open" in late.content.decode()
    for reply in (second, taken):
        assert "Een collega heeft deze huisstijl net vervangen" in reply.content.decode()
    assert bytes(HouseStyle.objects.get().content) == changed("docx")


def test_kind_without_a_look_of_its_own_is_not_found(staff):
    assert staff.get("/huisstijl/csv/bestand/").status_code == 404
    assert upload(staff, "csv", b"x").status_code == 404


def test_only_a_ticket_of_this_kind_opens_its_address_to_a_large_file():
    ticket = ticket_for("docx")

    assert is_open_address(f"/huisstijl/docx/{ticket}/".encode())
    assert not is_open_address(f"/huisstijl/odt/{ticket}/".encode())
    assert not is_open_address(b"/huisstijl/docx/verzonnen/")

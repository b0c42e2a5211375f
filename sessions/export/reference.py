"""The recipe of reference.docx, the look of the Word document: see the command `references`.

It takes the reference document that pandoc itself uses, and puts in the styles and the footer of `reference/`.
An organisation can also open reference.docx in Word and give it a house style of its own.
"""

import io
import subprocess
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pypandoc

HERE = Path(__file__).parent
REFERENCE = HERE / "reference.docx"
PARTS = HERE / "reference"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
# A fixed moment in the archive, so that the same styles make the same file.
EPOCH = (2017, 2, 16, 0, 0, 0)
# A4 with margins of 2.3 cm; sizes in twentieths of a point.
PAGE = (
    f'<w:footerReference xmlns:r="{RELATIONS}" w:type="default" r:id="rIdFooter"/>'
    '<w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="1304" w:right="1304" w:bottom="1304" w:left="1304"'
    ' w:header="709" w:footer="624" w:gutter="0"/>'
)
FOOTER_TYPE = (
    '<Override PartName="/word/footer1.xml"'
    ' ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"/>'
)
FOOTER_RELATION = f'<Relationship Id="rIdFooter" Type="{RELATIONS}/footer" Target="footer1.xml"/>'


def make_reference() -> bytes:
    """Return reference.docx, made of pandoc's own with our styles and footer."""
    parts = default_parts("reference.docx")
    parts["word/styles.xml"] = _with_our_styles(parts["word/styles.xml"])
    parts["word/footer1.xml"] = (PARTS / "footer.xml").read_bytes()
    parts["word/document.xml"] = _insert(parts["word/document.xml"], PAGE, after="<w:sectPr>")
    parts["[Content_Types].xml"] = _insert(parts["[Content_Types].xml"], FOOTER_TYPE, before="</Types>")
    parts["word/_rels/document.xml.rels"] = _insert(
        parts["word/_rels/document.xml.rels"], FOOTER_RELATION, before="</Relationships>"
    )
    return zipped(parts)


def zipped(parts: dict[str, bytes]) -> bytes:
    """Return an archive of these parts in this order, the same whenever it is made.

    Programs know an OpenDocument file by a first part `mimetype` that is not compressed.
    """
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as made:
        for name, content in parts.items():
            compression = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            made.writestr(zipfile.ZipInfo(name, EPOCH), content, compression)
    return archive.getvalue()


def unzipped(archive: bytes) -> dict[str, bytes]:
    """Return the parts of an archive by their names, in order."""
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def default_parts(name: str) -> dict[str, bytes]:
    """Return what one of pandoc's own reference documents is made of."""
    command = [pypandoc.get_pandoc_path(), "--print-default-data-file", name]
    default = subprocess.run(command, capture_output=True, check=True, timeout=60).stdout
    return unzipped(default)


def _with_our_styles(styles: bytes) -> bytes:
    """Return pandoc's styles with ours in the place of those of the same id, and after them the new ones.

    A character style that is linked to a replaced style goes too, for a link must go both ways.
    """
    ElementTree.register_namespace("w", WORD)
    ElementTree.register_namespace("r", RELATIONS)
    theirs = ElementTree.fromstring(styles)  # noqa: S314 -- our own pandoc made it
    ours = ElementTree.parse(PARTS / "styles.xml").getroot()  # noqa: S314 -- a file of ours
    replaced = {_style_id(element) for element in ours} - {None}
    for element in list(theirs):
        link = element.find(_tag("link"))
        if _style_id(element) in replaced or (link is not None and link.get(_tag("val")) in replaced):
            theirs.remove(element)
    theirs.remove(theirs.find(_tag("docDefaults")))
    theirs[:0] = list(ours)
    return ElementTree.tostring(theirs, encoding="UTF-8", xml_declaration=True)


def _style_id(element: ElementTree.Element) -> str | None:
    return element.get(_tag("styleId"))


def _tag(name: str) -> str:
    return f"{{{WORD}}}{name}"


def _insert(part: bytes, addition: str, *, before: str = "", after: str = "") -> bytes:
    """Add text at a mark in a part; raises ValueError when pandoc's own document has no such mark (any more)."""
    text, mark = part.decode(), before or after
    if text.count(mark) != 1:
        raise ValueError(f"{mark} staat niet precies één keer in het document van pandoc.")
    return text.replace(mark, addition + mark if before else mark + addition).encode()

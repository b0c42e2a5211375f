"""The agenda as a Word document; pandoc makes it from the tree of text.py."""

from sessions.export.document import AgendaDocument
from sessions.export.figures import figures_of
from sessions.export.pandoc import (
    Node,
    convert,
    in_style,
    meta_text,
    paragraph,
    raw_block,
    raw_inline,
    words,
)
from sessions.export.pictures import Pictures
from sessions.export.reference import REFERENCE, unzipped, zipped
from sessions.export.text import LANGUAGE, Front, appendices, chapters, contents

PAGE_BREAK = '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
# A field of Word, filled in advance: Word adds the page numbers when it opens the document, other programs
# show the lines as they are.
CONTENTS_BEGIN = (
    '<w:r><w:fldChar w:fldCharType="begin" w:dirty="true"/></w:r>'
    '<w:r><w:instrText xml:space="preserve"> TOC \\o "1-2" \\h \\z \\u </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
)
CONTENTS_END = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
DOCUMENT = "word/document.xml"
# A row of pandoc's tables, and one that stands on one page unless it is higher than a page.
ROW, WHOLE_ROW = "<w:tr><w:tc>", "<w:tr><w:trPr><w:cantSplit/></w:trPr><w:tc>"


def write(document: AgendaDocument) -> bytes:
    """Return the agenda as a .docx file. Raises ConversionFailed."""
    front = Front.of(document)
    body = [*chapters(document), raw_block(PAGE_BREAK), *appendices(document)]
    meta = {
        "title": meta_text(front.title),
        "subtitle": meta_text(front.subtitle),
        "lang": meta_text(LANGUAGE),
    }
    pictures = Pictures.of(figures_of(document))
    blocks = [*_front(front), *_contents(body), raw_block(PAGE_BREAK), *pictures.placed_in(body)]
    reference = document.references.get("docx", REFERENCE)
    word = unzipped(convert(blocks, "docx", meta=meta, reference=reference))
    return zipped(_with_whole_rows(pictures.described_in(word)))


def _with_whole_rows(parts: dict[str, bytes]) -> dict[str, bytes]:
    return parts | {DOCUMENT: parts[DOCUMENT].decode().replace(ROW, WHOLE_ROW).encode()}


def _front(front: Front) -> list[Node]:
    blocks = [in_style("Subtitle", [paragraph(*words(front.occasion))])]
    return [*blocks, paragraph(*words(front.warning))] if front.warning else blocks


def _contents(body: list[Node]) -> list[Node]:
    entries = [(level, [entry]) for level, entry in contents(body)]
    entries[0][1].insert(0, raw_inline(CONTENTS_BEGIN))
    entries[-1][1].append(raw_inline(CONTENTS_END))
    return [
        in_style("TOC Heading", [paragraph(*words("Inhoud"))]),
        *(in_style(f"toc {level}", [paragraph(*inlines)]) for level, inlines in entries),
    ]

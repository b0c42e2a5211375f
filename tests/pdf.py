"""A PDF, read by tests as a screen reader reads it: through its structure, in the order of its tags."""

import io
import re
from functools import cached_property

import pikepdf

# Where a word may be broken, and where it was: no signs that somebody typed.
BREAKS = dict.fromkeys(map(ord, "\u200b\u00ad\u2060"))
HEX = re.compile(r"<([0-9a-fA-F]+)>")


class Pdf:
    """A tagged PDF: its metadata, and its elements with their role and text."""

    def __init__(self, content):
        self.pdf = pikepdf.open(io.BytesIO(content))
        self.root = self.pdf.Root
        self.metadata = self.pdf.open_metadata()

    @cached_property
    def elements(self):
        """All elements of the structure in reading order: (role, element)."""
        return list(self._walk(self.root.StructTreeRoot))

    def texts(self, role):
        """The text of each element with this role."""
        return [self.text_of(element) for found, element in self.elements if found == role]

    def rows(self):
        """The cells of all rows of tables, as texts."""
        return [
            [self.text_of(cell) for cell in children(element) if isinstance(cell, pikepdf.Dictionary)]
            for role, element in self.elements
            if role == "TR"
        ]

    def entries(self):
        """What cards say: the text of each name with that of its value."""
        return [
            tuple(self.text_of(part) for part in children(element))
            for role, element in self.elements
            if role == "LI"
        ]

    @cached_property
    def text(self):
        """All that is read aloud."""
        return self.text_of(self.root.StructTreeRoot)

    def text_of(self, element):
        return "".join(self._texts_in(element)).translate(BREAKS)

    def _walk(self, element):
        for child in children(element):
            if isinstance(child, pikepdf.Dictionary) and "/S" in child:
                yield self.role(child), child
                yield from self._walk(child)

    def role(self, element):
        """What an element is, by its standard name."""
        roles, role = self.root.StructTreeRoot.get("/RoleMap", {}), element.S
        return str(roles.get(role, role)).lstrip("/")

    def _texts_in(self, element, page=None):
        page = element.get("/Pg", page)
        for child in children(element):
            if isinstance(child, int):
                yield self._marked[page.objgen].get(child, "")
            elif isinstance(child, pikepdf.Dictionary) and "/MCID" in child:
                yield self._marked[child.get("/Pg", page).objgen].get(int(child.MCID), "")
            elif isinstance(child, pikepdf.Dictionary) and "/S" in child:
                yield from self._texts_in(child, page)

    @cached_property
    def _marked(self):
        """The texts of each page by the number of their mark."""
        return {page.obj.objgen: _marked_texts(page) for page in self.pdf.pages}


def children(element):
    """The elements, marks and numbers below an element."""
    kids = element.get("/K", [])
    return list(kids) if isinstance(kids, pikepdf.Array) else [kids]


def _marked_texts(page):
    fonts = {name: _letters(font) for name, font in page.get("/Resources", {}).get("/Font", {}).items()}
    texts, marks, letters = {}, [], {}
    for operands, operator in pikepdf.parse_content_stream(page):
        match str(operator):
            case "BDC":
                properties = operands[1]
                actual = properties.get("/ActualText") if isinstance(properties, pikepdf.Dictionary) else None
                number = properties.get("/MCID") if isinstance(properties, pikepdf.Dictionary) else None
                marks.append((number, actual))
                if actual is not None:
                    _add(texts, marks, str(actual))
            case "BMC":
                marks.append((None, None))
            case "EMC":
                marks.pop()
            case "Tf":
                letters = fonts[str(operands[0])]
            case "Tj" | "TJ":
                if any(actual is not None for _, actual in marks):
                    continue
                parts = operands[0] if operator == pikepdf.Operator("TJ") else operands
                for part in parts:
                    if isinstance(part, pikepdf.String):
                        _add(texts, marks, _decoded(bytes(part), letters))
    return texts


def _add(texts, marks, text):
    number = next((int(number) for number, _ in reversed(marks) if number is not None), None)
    if number is not None:
        texts[number] = texts.get(number, "") + text


def _decoded(codes, letters):
    return "".join(letters.get(codes[at : at + 2], "") for at in range(0, len(codes), 2))


def _letters(font):
    """What each code of two bytes in a font says."""
    letters = {}
    for line in font.ToUnicode.read_bytes().decode("latin-1").splitlines():
        codes = [bytes.fromhex(code) for code in HEX.findall(line)]
        if len(codes) == 2:
            letters[codes[0]] = codes[1].decode("utf-16-be")
    return letters

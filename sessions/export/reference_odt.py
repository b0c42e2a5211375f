"""The recipe of reference.odt, the look of the OpenDocument text: see the command `references`.

It takes the reference document that pandoc itself uses, with our styles in the place of its own. An organisation
can also open reference.odt in LibreOffice and give it a house style of its own.
"""

from sessions.export.reference import HERE, PARTS, default_parts, zipped

REFERENCE_ODT = HERE / "reference.odt"


def make_reference_odt() -> bytes:
    """Return reference.odt, made of pandoc's own with our styles."""
    return zipped(default_parts("reference.odt") | {"styles.xml": (PARTS / "odt.xml").read_bytes()})

"""The recipe of reference.pptx, the look of the presentation: see the command `references`.

It takes the reference document that pandoc itself uses, with our colours, and titles that start at the left. An
organisation can also open reference.pptx in PowerPoint and give it a house style of its own.
"""

from sessions.export.reference import HERE, default_parts, zipped

REFERENCE_PPTX = HERE / "reference.pptx"
THEME, MASTER = "ppt/theme/theme1.xml", "ppt/slideMasters/slideMaster1.xml"
TITLE_SLIDE = "ppt/slideLayouts/slideLayout1.xml"
INK, MUTED, PAPER = "1B2430", "55606E", "F3F1EB"
THEME_COLOURS = ("1F5FA8", "7A3E9D", "B3264A", "2E7D4F")
SLIDE_WIDTH, BAR_HEIGHT = 9_144_000, 64_000
# What is changed in each part of pandoc's document: each text stands in it at least once.
CHANGES = {
    THEME: {
        '<a:sysClr val="windowText" lastClr="000000"/>': f'<a:srgbClr val="{INK}"/>',
        '<a:dk2><a:srgbClr val="1F497D"/>': f'<a:dk2><a:srgbClr val="{MUTED}"/>',
        '<a:lt2><a:srgbClr val="EEECE1"/>': f'<a:lt2><a:srgbClr val="{PAPER}"/>',
        # Tables are in the first of these.
        '<a:accent1><a:srgbClr val="4F81BD"/>': f'<a:accent1><a:srgbClr val="{MUTED}"/>',
        '<a:accent2><a:srgbClr val="C0504D"/>': f'<a:accent2><a:srgbClr val="{THEME_COLOURS[0]}"/>',
        '<a:accent3><a:srgbClr val="9BBB59"/>': f'<a:accent3><a:srgbClr val="{THEME_COLOURS[1]}"/>',
        '<a:accent4><a:srgbClr val="8064A2"/>': f'<a:accent4><a:srgbClr val="{THEME_COLOURS[2]}"/>',
        '<a:accent5><a:srgbClr val="4BACC6"/>': f'<a:accent5><a:srgbClr val="{THEME_COLOURS[3]}"/>',
    },
    MASTER: {
        '<p:titleStyle><a:lvl1pPr algn="ctr"': '<p:titleStyle><a:lvl1pPr algn="l"',
        '<a:defRPr sz="3300" kern="1200">': '<a:defRPr sz="2400" b="1" kern="1200">',
        '<a:defRPr sz="2400" kern="1200">': '<a:defRPr sz="1800" kern="1200">',
        '<a:defRPr sz="2100" kern="1200">': '<a:defRPr sz="1600" kern="1200">',
        'lang="en-US"': 'lang="nl-NL"',
        '<p:sp><p:nvSpPr><p:cNvPr id="2" name="Title Placeholder 1"/>': "{bars}"
        '<p:sp><p:nvSpPr><p:cNvPr id="2" name="Title Placeholder 1"/>',
    },
    TITLE_SLIDE: {
        '<a:off x="685800" y="1597819"/>': '<a:off x="457200" y="1400000"/>',
        '<a:ext cx="7772400" cy="1102519"/>': '<a:ext cx="8229600" cy="1102519"/>',
        '<a:off x="1371600" y="2914650"/>': '<a:off x="457200" y="2600000"/>',
        '<a:ext cx="6400800"': '<a:ext cx="8229600"',
        '<a:lvl1pPr marL="0" indent="0" algn="ctr">': '<a:lvl1pPr marL="0" indent="0" algn="l">',
        'lang="en-US"': 'lang="nl-NL"',
    },
}


def make_reference_pptx() -> bytes:
    """Return reference.pptx. Raises ValueError when pandoc's own document is not what it was."""
    parts = default_parts("reference.pptx")
    for name, changes in CHANGES.items():
        text = parts[name].decode()
        for old, new in changes.items():
            if old not in text:
                raise ValueError(f"{old} staat niet in {name} van pandoc.")
            text = text.replace(old, new.replace("{bars}", _bars()))
        parts[name] = text.encode()
    return zipped(parts)


def _bars() -> str:
    """Return the four stretches of the programme, as a thin line along the upper edge of every slide."""
    return "".join(_bar(number) for number in range(len(THEME_COLOURS)))


def _bar(number: int) -> str:
    width = SLIDE_WIDTH // len(THEME_COLOURS)
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{100 + number}" name="Lijn {number + 1}"/><p:cNvSpPr/>'
        '<p:nvPr userDrawn="1"/></p:nvSpPr>'
        f'<p:spPr><a:xfrm><a:off x="{number * width}" y="0"/><a:ext cx="{width}" cy="{BAR_HEIGHT}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        f'<a:solidFill><a:schemeClr val="accent{number + 2}"/></a:solidFill><a:ln><a:noFill/></a:ln></p:spPr>'
        "</p:sp>"
    )

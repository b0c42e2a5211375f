"""In which documents of the organisation the files of the agenda are laid out, in the place of ours."""

from sessions.models import HouseStyle


def references() -> dict[str, bytes]:
    """Return the document of each kind of file that has one, by suffix ("docx"), in one query."""
    return {suffix: bytes(content) for suffix, content in HouseStyle.objects.values_list("suffix", "content")}


def stamp() -> tuple[object, ...]:
    """Return what is different as soon as one of them is replaced or goes, in one query."""
    return tuple(HouseStyle.objects.order_by("suffix").values_list("suffix", "replaced_at"))


def version_of(style: HouseStyle | None) -> str:
    """Return by what a page names the document that it shows, "" while there is none."""
    return style.replaced_at.isoformat() if style else ""

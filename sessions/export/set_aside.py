"""What the room said of which staff decided to make no kennisvraag, as every file tells it."""

from dataclasses import dataclass

from sessions.triage_parts import Item


@dataclass(frozen=True)
class SetAside:
    """A group, or an answer in no group, of which staff decided to make no kennisvraag, and what they decided.

    `theme_number` is 0 beyond the themes. `ending` says it in words, with the reason or where the answer stands.
    """

    theme_number: int
    is_group: bool
    text: str
    codes: list[str]
    ending: str

    @classmethod
    def of(cls, item: Item) -> "SetAside":
        """Return what was set aside."""
        return cls(
            theme_number=item.theme.number if item.theme else 0,
            is_group=item.is_group,
            text=item.title,
            codes=[answer.code for answer in item.answers],
            ending=item.ending,
        )

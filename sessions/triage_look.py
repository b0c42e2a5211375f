"""How somebody looks at what is to be judged: of which theme, in which state, and what is in front of him."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from sessions.lens import address_with
from sessions.models import ThemeBlock
from sessions.triage import Triage
from sessions.triage_parts import Item, State

UNDONE, ALL = "nog-te-doen", "alles"
BEYOND = 0  # what an address calls that which belongs to no theme
PAGE = 40  # the list shows so many at a time: a room gives hundreds


@dataclass(frozen=True)
class Look:
    """Which items are shown: of one theme (a number, BEYOND, or None for all), and UNDONE, ALL or a State."""

    theme: int | None = None
    show: str = UNDONE

    @classmethod
    def of(cls, fields: Mapping[str, str]) -> "Look":
        """Return the look that an address asks for, as far as it is one."""
        theme, show = fields.get("thema", ""), fields.get("toon", "")
        return cls(int(theme[:4]) if theme.isdecimal() else None, show if show in {ALL, *State.values} else UNDONE)

    @property
    def fields(self) -> dict[str, object]:
        """Return how an address asks for it."""
        theme = {} if self.theme is None else {"thema": self.theme}
        return theme if self.show == UNDONE else theme | {"toon": self.show}

    def address(self, key: str = "") -> str:
        """Return the end of an address that asks for it, with an item in front when its key is given."""
        return address_with(self.fields | ({"item": key} if key else {}))

    def is_of_theme(self, item: Item) -> bool:
        """Tell whether an item is of the theme one looks at."""
        return self.theme is None or self.theme == (item.theme.number if item.theme else BEYOND)

    def shows(self, item: Item) -> bool:
        """Tell whether an item stands in the list."""
        if not self.is_of_theme(item):
            return False
        return self.show == ALL or (not item.is_done if self.show == UNDONE else item.state == self.show)

    def seeks(self, item: Item) -> bool:
        """Tell whether an item can be the next one in front: of all, those that are not done."""
        return self.shows(item) and (self.show != ALL or not item.is_done)


@dataclass(frozen=True)
class Filter:
    """One way to look: its name, how many items it shows, and the end of its address."""

    name: str
    count: int
    address: str
    is_on: bool
    theme: ThemeBlock | None = None


@dataclass(frozen=True)
class Shown:
    """What the page shows of a triage through a look: a list, and one item in front (None when none is left)."""

    triage: Triage
    look: Look
    front: Item | None

    @classmethod
    def of(cls, triage: Triage, look: Look, key: str = "") -> "Shown":
        """Return what is shown with this item in front; else the first that is sought, or stands in the list."""
        named = (item for item in triage.items if item.key == key)
        sought = (item for item in triage.items if look.seeks(item))
        listed = (item for item in triage.items if look.shows(item))
        return cls(triage, look, next(named, None) or next(sought, None) or next(listed, None))

    @cached_property
    def items(self) -> list[Item]:
        """Return the whole list, with what is in front whatever state it is in by now."""
        return [item for item in self.triage.items if self.look.shows(item) or item is self.front]

    @cached_property
    def position(self) -> int:
        """Return where in the list the item in front stands; the first is 1, and 0 is nowhere."""
        return next((number for number, item in enumerate(self.items, start=1) if item is self.front), 0)

    @property
    def page(self) -> list[Item]:
        """Return the part of the list in which the item in front stands."""
        start = max(self.position - 1, 0) // PAGE * PAGE
        return self.items[start : start + PAGE]

    @property
    def rows(self) -> list[tuple[Item, str]]:
        """Return that part with, for each item, the end of the address that has it in front."""
        return [(item, self.look.address(item.key)) for item in self.page]

    @property
    def before(self) -> int:
        """Return how many items of the list stand before this part."""
        return max(self.position - 1, 0) // PAGE * PAGE

    @property
    def after(self) -> int:
        """Return how many items of the list stand after this part."""
        return len(self.items) - self.before - len(self.page)

    @property
    def previous_address(self) -> str:
        """Return the end of the address with the item before it in front, "" when there is none."""
        return self._address(self.position - 2) if self.position > 1 else ""

    @property
    def next_address(self) -> str:
        """Return the end of the address with the item after it in front, "" when there is none."""
        return self._address(self.position) if 0 < self.position < len(self.items) else ""

    @property
    def page_before_address(self) -> str:
        """Return the end of the address with the part of the list before this one."""
        return self._address(self.before - 1) if self.before else ""

    @property
    def page_after_address(self) -> str:
        """Return the end of the address with the part of the list after this one."""
        return self._address(self.before + PAGE) if self.after else ""

    @property
    def address(self) -> str:
        """Return the end of the address that shows this."""
        return self.look.address(self.front.key if self.front else "")

    @property
    def themes(self) -> list[Filter]:
        """Return the themes to choose from, with what is left to do in each."""
        themes = {(item.theme.number if item.theme else BEYOND): item.theme for item in self.triage.items}
        names = {None: "Alle thema's"} | {
            number: theme.short_title if theme else "Over de thema's heen" for number, theme in themes.items()
        }
        filters = []
        for number, name in names.items():
            look = Look(number, self.look.show)
            count = self._count(Look(number, UNDONE))
            filters.append(Filter(name, count, look.address(), look == self.look, themes.get(number)))
        return filters

    @property
    def states(self) -> list[Filter]:
        """Return the states to choose from: what is to be done, all, and each in which there is something."""
        names = {UNDONE: "Nog te doen", ALL: "Alles"} | {state.value: state.label.capitalize() for state in State}
        filters = []
        for show, name in names.items():
            look = Look(self.look.theme, show)
            count = self._count(look)
            if count or show in (UNDONE, ALL) or look == self.look:
                filters.append(Filter(name, count, look.address(), look == self.look))
        return filters

    def _count(self, look: Look) -> int:
        return sum(look.shows(item) for item in self.triage.items)

    def _address(self, index: int) -> str:
        return self.look.address(self.items[index].key)


def following(triage: Triage, look: Look, judged: str, before: Sequence[str]) -> str:
    """Return the key of the item that comes to the front now that another was judged, "" when none is left.

    It is the next one that the look seeks, from the first again after the last. `judged` is the key of what was
    judged, and `before` are those of all items as they stood until then, in order.
    """
    start = before.index(judged) + 1 if judged in before else 0
    sought = {item.key for item in triage.items if look.seeks(item)} - {judged}
    return next((key for key in (*before[start:], *before[:start]) if key in sought), "")

"""Who simulated people are: what each of them says, likes, and how long he takes for it."""

import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sessions.rehearsal.content import OPEN, Chapter, Content

SCALE = 5
READING_SECONDS = 4.0, 15.0
SIGNS_A_SECOND = 4.0
SHORTEST_WORD_WITH_A_SLIP = 6


class Supply:
    """The answers that are left to say: all people of a rehearsal take from one, so they seldom say the same."""

    def __init__(self, content: Content, chance: random.Random) -> None:
        self._content = content
        self._chance = chance
        self._left: dict[tuple[int | None, str], list[str]] = {}

    def take(self, theme: int | None, label: str) -> str:
        """Return something to say at a question, under a label ("" when it has none).

        When all has been said, people say much the same again.
        """
        texts = self._content.chapter(theme).texts
        label = label if label in texts else OPEN
        if (theme, label) not in self._left:
            self._left[theme, label] = self._chance.sample(texts[label], len(texts[label]))
        left = self._left[theme, label]
        return left.pop() if left else said_again(self._chance.choice(texts[label]), self._chance)


def said_again(text: str, chance: random.Random) -> str:
    """Return a text as somebody else might type it: without capital or full stop, or with a slip."""
    words = text[:1].lower() + text[1:].rstrip(".")
    slips = [index for index, word in enumerate(words.split(" ")) if len(word) >= SHORTEST_WORD_WITH_A_SLIP]
    if not slips or chance.random() < 0.5:
        return words
    typed, slip = words.split(" "), chance.choice(slips)
    middle = chance.randrange(2, len(typed[slip]) - 2)
    word = typed[slip]
    typed[slip] = word[:middle] + word[middle + 1] + word[middle] + word[middle + 2 :]
    return " ".join(typed)


@dataclass(frozen=True)
class Person:
    """One simulated person. `zeal` is how much he gives, from 0 to 1; `pace` 1 is that of people, 0 at once."""

    place: int
    municipality: str
    role: str
    zeal: float
    pace: float
    chance: random.Random

    @classmethod
    def some(cls, content: Content, place: int, pace: float, chance: random.Random) -> "Person":
        """Return somebody who might come to a place (counted from 0). Some say nothing of who they are."""
        near = content.municipalities[place % len(content.municipalities)]
        (role,) = chance.choices(list(content.roles), list(content.roles.values()))
        return cls(
            place=place,
            municipality="" if chance.random() < 0.1 else chance.choice(near),
            role="" if chance.random() < 0.1 else role,
            zeal=chance.random(),
            pace=pace,
            chance=random.Random(chance.random()),  # noqa: S311  (nothing secret is made with it)
        )

    def position(self, positions: Sequence[tuple[str, str]], chapter: Chapter) -> tuple[str, str]:
        """Return which of the positions in the region, as (id, words), is his municipality's."""
        likings = [chapter.liking(words, self.place) for _, words in positions]
        return self.chance.choices(positions, likings)[0]

    def answers(self) -> int:
        """Return how many answers he has to a question: some none, some many."""
        return self.chance.choices([0, 1, 2, 3], [3 - 2 * self.zeal, 4, 1 + 3 * self.zeal, 2 * self.zeal])[0]

    def supports(self, others: int) -> int:
        """Return how many of so many answers of others he supports."""
        return min(others, self.chance.randint(0, 2 + round(4 * self.zeal)))

    def reading(self) -> float:
        """Return the seconds he takes to read and think."""
        return self.pace * self.chance.uniform(*READING_SECONDS)

    def typing(self, text: str) -> float:
        """Return the seconds he takes to type a text."""
        return self.pace * len(text) / SIGNS_A_SECOND * self.chance.uniform(0.7, 1.5)

    def label(self, labels: Sequence[tuple[object, str]]) -> tuple[object, str]:
        """Return the label under which he writes next; each has a preference of his own."""
        first = round(self.zeal * 100) % len(labels)
        return self.chance.choices(labels, [2 if index == first else 1 for index in range(len(labels))])[0]


def choices(
    person: Person, chapter: Chapter, step: Mapping[str, object], options: Iterable[Mapping]
) -> list[tuple[int, int]]:
    """Return what a person chooses at a step, as (option id, value), by how its lines are liked at his place."""
    likings = {option["id"]: chapter.liking(option["text"], person.place) for option in options}
    if not likings:
        return []
    match step["choice_mode"]:
        case "one":
            return [(_pick(person, likings), 1)]
        case "several":
            return [(option, 1) for option, liking in likings.items() if person.chance.random() < liking * 0.9]
        case "scale":
            return [(option, _mark(person, liking)) for option, liking in likings.items()]
        case "dots":
            weights = {option: liking**2 for option, liking in likings.items()}
            return list(Counter(_pick(person, weights) for _ in range(step["budget"])).items())
        case _:
            return _forms(person, likings, options)


def _pick(person: Person, weights: Mapping[int, float]) -> int:
    return person.chance.choices(list(weights), list(weights.values()))[0]


def _mark(person: Person, liking: float) -> int:
    return max(1, min(SCALE, round(person.chance.gauss(liking * SCALE, 0.9))))


def _forms(person: Person, likings: Mapping[int, float], options: Iterable[Mapping]) -> list[tuple[int, int]]:
    """Return a form for the groups that interest him, and for some of those that his municipality takes part."""
    forms, joining = defaultdict(dict), {}
    for option in options:
        if option["joins"]:
            joining[option["cluster"]] = option["id"]
        else:
            forms[option["cluster"]][option["id"]] = likings[option["id"]]
    chosen = []
    for cluster, weights in forms.items():
        if person.chance.random() < 0.3 + 0.5 * person.zeal:
            chosen.append((_pick(person, weights), 1))
            if cluster in joining and person.chance.random() < likings[joining[cluster]] * 0.6:
                chosen.append((joining[cluster], 1))
    return chosen

"""Of how many people a result may be shown, and what has to stay away with it so that nobody can work it out."""

from collections.abc import Collection, Hashable, Mapping
from typing import TypeVar

# Of fewer people no result is shown: who was in the room could tell who chose what. From the study of comparable
# products (scores by role, place and region; "no segment shown below 5 people").
MIN_PEOPLE = 5

Key = TypeVar("Key", bound=Hashable)


def hidden_among(people: Mapping[Key, int], also: Collection[Key] = ()) -> set[Key]:
    """Return which groups of participants may not be shown; `people` holds each person in one group.

    Those are the groups of fewer than MIN_PEOPLE, and those in `also`. The total of all groups is shown, so how
    many are hidden together follows by subtraction. Where that is fewer than MIN_PEOPLE, or the most that so many
    small groups can hold, it tells the size of each; then the smallest groups that are left (all of the same size)
    are hidden with them. Which of them were small nobody can tell, and so the size of none, even who knows this
    rule. Groups of nobody are hidden like small ones, for that reason.
    """
    hidden = {key for key, count in people.items() if count < MIN_PEOPLE or key in also}
    together = sum(people[key] for key in hidden)
    shown = [count for key, count in people.items() if key not in hidden]
    most = (MIN_PEOPLE - 1) * len(hidden)
    if shown and together and (together < MIN_PEOPLE or together == most):
        hidden |= {key for key, count in people.items() if count == min(shown)}
    return hidden

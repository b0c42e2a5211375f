"""Finds in a meet-up the steps, options and groups that a parcel of another laptop speaks of."""

from functools import cached_property

from sessions.models import Cluster, Meetup, Option, Step
from sessions.parcel import BrokenParcel, OptionGiven, Parcel, StepGiven
from sessions.texts import clean_line
from themes.models import FormOfWork, Municipality, RegionPosition


class Programme:
    """The programme of a meet-up, by the numbers that the programme of a parcel has.

    A step is the same when it is of the same kind and at the same place in the agenda; among more than one such,
    when it has the same title, or else the same number. So a title may have been edited on either laptop.
    """

    def __init__(self, meetup: Meetup, parcel: Parcel) -> None:
        self._meetup = meetup
        self._given = {step.number: step for step in parcel.steps}
        self._names = {one.municipality for place in parcel.places for one in place.people}
        self._found: dict[int, Step] = {}
        self._options: dict[tuple[int, int], Option] = {}
        self._clusters: dict[tuple[int | None, str], Cluster] = {}

    @cached_property
    def municipalities(self) -> dict[str, Municipality]:
        """Return the municipalities of the people in the parcel, by name."""
        return {one.name: one for one in Municipality.objects.filter(name__in=self._names)}

    @cached_property
    def positions(self) -> dict[str, RegionPosition]:
        """Return the positions in the region, by their text."""
        return {one.text: one for one in self._meetup.programme.positions.all()}

    def step(self, number: int) -> Step:
        """Return the step that has this number in the parcel. Raises BrokenParcel when it is not here."""
        if number not in self._found:
            self._found[number] = self._find(self._step_given(number))
        return self._found[number]

    def option(self, step: int, number: int) -> Option:
        """Return an option of a step, by their numbers in the parcel; a line of a ballot is made if need be.

        Raises BrokenParcel when it is not here.
        """
        if (step, number) not in self._options:
            given = next((one for one in self._step_given(step).options if one.number == number), None)
            if given is None:
                raise BrokenParcel("Het bestand is beschadigd: een keuze staat niet in het programma.")
            self._options[step, number] = self._find_option(self.step(step), given)
        return self._options[step, number]

    def cluster(self, theme: int | None, name: str) -> Cluster:
        """Return the group of a theme with this name, made when there is none."""
        if not name or len(name) > Cluster._meta.get_field("name").max_length:
            raise BrokenParcel("Het bestand is beschadigd: een groep heeft geen goede naam.")
        if (theme, name) not in self._clusters:
            block = self._meetup.themes.filter(number=theme).first() if theme else None
            same = self._meetup.clusters.filter(theme=block, name__iexact=name, is_dissolved=False).first()
            self._clusters[theme, name] = same or Cluster.objects.create(
                meetup=self._meetup, theme=block, name=name
            )
        return self._clusters[theme, name]

    def _step_given(self, number: int) -> StepGiven:
        if number not in self._given:
            raise BrokenParcel("Het bestand is beschadigd: een onderdeel staat niet in het programma.")
        return self._given[number]

    @cached_property
    def _steps(self) -> list[Step]:
        return list(self._meetup.steps.select_related("theme").prefetch_related("options"))

    def _find(self, given: StepGiven) -> Step:
        def same(step: Step) -> bool:
            theme = step.theme.number if step.theme else None
            is_second = step.second_round_of_id is not None
            return (step.kind, step.choice_mode, step.section, theme, is_second) == (
                given.kind,
                given.choice_mode,
                given.section,
                given.theme,
                given.is_second,
            )

        candidates = [step for step in self._steps if same(step)]
        for is_it in (lambda step: step.title == given.title, lambda step: step.number == given.number):
            if len(candidates) > 1:
                candidates = [step for step in candidates if is_it(step)] or candidates
        if len(candidates) != 1:
            raise BrokenParcel(
                f"Onderdeel {given.number} van de andere laptop ({clean_line(given.title)[:80]}) "
                "staat hier niet in het programma."
            )
        return candidates[0]

    def _find_option(self, step: Step, given: OptionGiven) -> Option:
        if given.cluster:
            return self._ballot_line(step, given)
        same_words = [one for one in step.options.all() if (one.text, one.group) == (given.text, given.group)]
        same_number = [one for one in step.options.all() if one.number == given.number]
        found = next(iter(same_words or same_number), None)
        if found is None:
            raise BrokenParcel(
                f"Bij onderdeel {step.number} staat de keuze “{clean_line(given.text)[:80]}” hier niet."
            )
        return found

    def _ballot_line(self, step: Step, given: OptionGiven) -> Option:
        cluster = self.cluster(given.cluster_theme, clean_line(given.cluster))
        form = FormOfWork.objects.filter(programme=self._meetup.programme_id, text=given.form).first()
        if given.form and form is None:
            raise BrokenParcel(f"De vorm “{clean_line(given.form)[:80]}” is hier niet bekend.")
        lines = Option.objects.filter(step=step)
        line = lines.filter(cluster=cluster, form=form, joins=given.joins).first()
        if line is None:
            last = lines.order_by("number").values_list("number", flat=True).last() or 0
            text = clean_line(given.text)[: Option._meta.get_field("text").max_length]
            line = Option.objects.create(
                step=step, number=last + 1, text=text, cluster=cluster, form=form, joins=given.joins
            )
        return line

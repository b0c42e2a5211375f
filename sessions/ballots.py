"""The list that the room votes on: one line for each group, drawn up when the ballot opens."""

from sessions.models import Cluster, Option, Step
from themes.models import FormOfWork


def draw_up_ballot(step: Step) -> int:
    """Add the lines that a ballot still lacks, and return for how many groups it has lines.

    A priorities ballot has one line a group; a forms ballot one for each form and one for "onze gemeente
    doet mee". Lines that have votes are never removed: a group taken off the ballot is not shown.
    """
    clusters = list(step.meetup.clusters.filter(on_ballot=True, is_dissolved=False))
    forms = list(step.meetup.programme.forms.all())
    present = set(step.options.values_list("cluster", "form", "joins"))
    last = step.options.order_by("number").values_list("number", flat=True).last() or 0
    missing = [
        line
        for cluster in clusters
        for line in _lines(step, cluster, forms)
        if (line.cluster_id, line.form_id, line.joins) not in present
    ]
    for number, line in enumerate(missing, start=last + 1):
        line.number = number
    Option.objects.bulk_create(missing)
    return len(clusters)


def _lines(step: Step, cluster: Cluster, forms: list[FormOfWork]) -> list[Option]:
    if step.choice_mode == Step.ChoiceMode.DOTS:
        return [Option(step=step, cluster=cluster, text=cluster.name)]
    return [
        *(Option(step=step, cluster=cluster, form=form, text=form.text) for form in forms),
        Option(step=step, cluster=cluster, joins=True, text="Onze gemeente doet mee"),
    ]

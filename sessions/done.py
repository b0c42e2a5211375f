"""Who said to be ready with a round: counted, never named.

An answer that somebody gives after that takes it back. That is read here and not written, so that an answer costs
no more for it.
"""

from django.db.models import Count, Exists, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from sessions.models import Answer, Done, Round


def done_with(round_: Round | OuterRef) -> QuerySet[Done]:
    """Return what still stands of the words that somebody is ready with a round."""
    later = Answer.objects.filter(
        round=OuterRef("round"), participant=OuterRef("participant"), created_seq__gt=OuterRef("seq")
    )
    return Done.objects.filter(~Exists(later), round=round_)


def with_done_count(rounds: QuerySet[Round]) -> QuerySet[Round]:
    """Return rounds each with its `done_count`: how many people are ready with it."""
    standing = done_with(OuterRef("pk")).order_by().values("round").annotate(count=Count("pk")).values("count")
    return rounds.annotate(done_count=Coalesce(Subquery(standing, output_field=IntegerField()), 0))

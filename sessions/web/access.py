"""Who may enter: a facilitator sees the meet-ups that are his, and for anybody else they do not exist.

What somebody does there is noted under his name.
"""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from sessions.changes import acting
from sessions.models import LiveSession, Meetup

View = Callable[..., HttpResponse]


def meetups_of(user: AbstractBaseUser) -> QuerySet[Meetup]:
    """Return the meet-ups this user may lead: a superuser all, others those that name them, a visitor none."""
    if not user.is_authenticated:
        return Meetup.objects.none()
    return Meetup.objects.filter(Q() if user.is_superuser else Q(facilitators=user)).distinct()


def may_make_meetups(user: AbstractBaseUser) -> bool:
    """Tell whether this user may make a meet-up: staff may, and who leads one already."""
    return user.is_staff or user.is_superuser or meetups_of(user).exists()


def for_organisers(view: View) -> View:
    """Keep a view for who may make meet-ups; for others it does not exist."""

    @wraps(view)
    @login_required
    def guarded(request: HttpRequest, **kwargs: object) -> HttpResponse:
        if not may_make_meetups(request.user):
            raise Http404
        return view(request, **kwargs)

    return guarded


def for_live_session(view: View) -> View:
    """Give a view the LiveSession its address names (`live`); 404 when it is not this user's."""

    @wraps(view)
    @login_required
    def guarded(request: HttpRequest, live: int, **kwargs: object) -> HttpResponse:
        live_session = get_object_or_404(
            LiveSession.objects.select_related("meetup", "current_step"),
            pk=live,
            meetup__in=meetups_of(request.user),
        )
        with acting(request.user.pk):
            return view(request, live_session, **kwargs)

    return guarded


def for_meetup(view: View) -> View:
    """Give a view the Meetup its address names (`meetup`); 404 when it is not this user's."""

    @wraps(view)
    @login_required
    def guarded(request: HttpRequest, meetup: int, **kwargs: object) -> HttpResponse:
        found = get_object_or_404(meetups_of(request.user), pk=meetup)
        with acting(request.user.pk):
            return view(request, found, **kwargs)

    return guarded

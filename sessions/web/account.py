"""The front door: the code of a meet-up for participants, a login for facilitators and staff."""

import datetime

from django.contrib import messages
from django.contrib.auth import login, update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.contrib.auth.forms import SetPasswordForm
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from sessions.models import LoginLink
from sessions.models.meetup import CODE_LENGTH, clean_code

LINK_LIFETIME = datetime.timedelta(hours=12)


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Where somebody types the code that is on the screen (`?code=`)."""
    code = clean_code(request.GET.get("code", ""))
    if len(code) == CODE_LENGTH:
        return redirect("phone", code=code)
    return render(request, "home.html", {"typed": code, "length": CODE_LENGTH})


@require_GET
def login_link(request: HttpRequest, token: str) -> HttpResponse:
    """Log in with a link that works once; who is logged in already may open it again."""
    link = LoginLink.objects.select_related("user").filter(token_hash=LoginLink.hash_of(token)).first()
    if link and request.user == link.user:
        return redirect("desk-list")
    # The update is the check: of two browsers that open the link at once, one gets in.
    fresh = LoginLink.objects.filter(
        token_hash=LoginLink.hash_of(token), used_at=None, created_at__gt=timezone.now() - LINK_LIFETIME
    ).update(used_at=timezone.now())
    if not link or not fresh:
        messages.error(request, "Deze inloglink is al gebruikt of verlopen. Log in met uw wachtwoord.")
        return redirect("login")
    login(request, link.user, backend="django.contrib.auth.backends.ModelBackend")
    return redirect("desk-list")


@login_required
@require_http_methods(["GET", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """Choose a password, to log in without a link next time."""
    form = SetPasswordForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        update_session_auth_hash(request, form.save())
        messages.success(request, "Uw wachtwoord is ingesteld.")
        return redirect("desk-list")
    return render(request, "account/password.html", {"form": form}, status=422 if form.errors else 200)


@require_GET
def healthz(request: HttpRequest) -> HttpResponse:
    """Tell a watcher whether the program and its database work: 200 or 503."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("database niet bereikbaar", status=503, content_type="text/plain; charset=utf-8")
    return HttpResponse("ok", content_type="text/plain; charset=utf-8")

"""The front door: the code of a meet-up, the one-time link, the password, and the health check."""

import datetime

import pytest
from django.contrib.auth import get_user_model
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone

from sessions.models import LoginLink
from sessions.web.account import LINK_LIFETIME

pytestmark = pytest.mark.django_db

PASSWORD = "een zin van een paar woorden"
NEW_PASSWORD = "lente in etten-leur"


@pytest.fixture
def fatima():
    return get_user_model().objects.create_user("fatima", password=PASSWORD)


def text_of(response):
    """The words of a page, with single spaces."""
    return " ".join(response.content.decode().split())


def is_logged_in(client):
    return client.get("/regie/").status_code == 200


# The code


@pytest.mark.parametrize("typed", ["KTR4HN", "ktr4hn", " ktr 4hn ", "KTR-4HN"])
def test_home_with_a_code_leads_to_the_place(typed):
    assert Client().get("/", {"code": typed}).url == "/d/KTR4HN/"


@pytest.mark.parametrize("typed", ["", "KTR4", "KTR4HNXX"])
def test_home_without_a_whole_code_asks_for_it(typed):
    reply = Client().get("/", {"code": typed})

    assert reply.status_code == 200
    assert 'name="code"' in text_of(reply)


# The one-time link


def test_login_link_logs_in_and_leads_to_the_meetups(fatima):
    client = Client()

    reply = client.get(f"/inloggen/{LoginLink.make(fatima)}/")

    assert reply.url == "/regie/"
    assert is_logged_in(client)


def test_login_link_works_once(fatima):
    token = LoginLink.make(fatima)
    Client().get(f"/inloggen/{token}/")
    second = Client()

    reply = second.get(f"/inloggen/{token}/", follow=True)

    assert not is_logged_in(second)
    assert "Deze inloglink is al gebruikt of verlopen" in text_of(reply)


def test_login_link_opened_again_by_who_used_it_leads_on(fatima):
    client = Client()
    token = LoginLink.make(fatima)
    client.get(f"/inloggen/{token}/")

    assert client.get(f"/inloggen/{token}/").url == "/regie/"


def test_login_link_grows_old(fatima):
    token = LoginLink.make(fatima)
    LoginLink.objects.update(created_at=timezone.now() - LINK_LIFETIME - datetime.timedelta(seconds=1))
    client = Client()

    client.get(f"/inloggen/{token}/")

    assert not is_logged_in(client)


def test_login_link_that_was_never_made_lets_nobody_in(fatima):
    client = Client()

    assert client.get("/inloggen/gegokt/").url == "/inloggen/"
    assert not is_logged_in(client)


def test_login_link_of_somebody_else_changes_who_is_logged_in(fatima):
    client = Client()
    client.force_login(get_user_model().objects.create_user("gerrit"))

    client.get(f"/inloggen/{LoginLink.make(fatima)}/")

    assert client.get("/wachtwoord/").context["user"] == fatima


def test_login_link_is_kept_as_a_hash_alone(fatima):
    token = LoginLink.make(fatima)

    assert token not in str(LoginLink.objects.values_list().get())


# The password


def test_login_page_explains_the_link():
    page = text_of(Client().get("/inloggen/"))

    assert "Open die link: dan bent u meteen ingelogd" in page
    assert 'autocomplete="current-password"' in page


def test_login_with_the_password_leads_to_the_meetups(fatima):
    client = Client()

    reply = client.post("/inloggen/", {"username": "fatima", "password": PASSWORD})

    assert reply.url == "/regie/"
    assert is_logged_in(client)


def test_login_comes_back_to_the_page_that_asked_for_it(fatima):
    client = Client()

    page = text_of(client.get("/inloggen/", {"next": "/groepen/1/"}))
    reply = client.post("/inloggen/", {"username": "fatima", "password": PASSWORD, "next": "/groepen/1/"})

    assert 'name="next" value="/groepen/1/"' in page
    assert reply.url == "/groepen/1/"


@pytest.mark.parametrize(
    "elsewhere", ["//kwaad.test/", "https://kwaad.test/", "https:kwaad.test", "\\\\kwaad.test"]
)
def test_login_leads_to_no_other_site(fatima, elsewhere):
    reply = Client().post("/inloggen/", {"username": "fatima", "password": PASSWORD, "next": elsewhere})

    assert reply.url == "/regie/"


def test_login_with_a_wrong_password_says_so_and_keeps_the_name(fatima):
    client = Client()

    page = text_of(client.post("/inloggen/", {"username": "fatima", "password": "gegokt"}))

    assert "Voer een juiste gebruikersnaam en wachtwoord in" in page
    assert 'value="fatima"' in page
    assert "gegokt" not in page
    assert not is_logged_in(client)


def test_login_without_a_name_says_so_at_the_field():
    page = text_of(Client().post("/inloggen/", {"username": "", "password": "x"}))

    assert 'id="id_username-fout-1"' in page
    assert 'aria-describedby="id_username-fout-1 "' in page
    assert 'aria-invalid="true"' in page


def test_login_needs_a_token(fatima):
    client = Client(enforce_csrf_checks=True)
    token = client.get("/inloggen/").cookies["csrftoken"].value
    fields = {"username": "fatima", "password": PASSWORD}

    without = client.post("/inloggen/", fields)
    with_token = client.post("/inloggen/", fields | {"csrfmiddlewaretoken": token})

    assert (without.status_code, with_token.status_code) == (403, 302)


def test_password_can_be_set_after_the_link_and_keeps_one_logged_in(fatima):
    client = Client()
    client.get(f"/inloggen/{LoginLink.make(fatima)}/")

    reply = client.post(
        "/wachtwoord/", {"new_password1": "lente in etten-leur", "new_password2": "lente in etten-leur"}
    )

    assert reply.url == "/regie/"
    assert is_logged_in(client)
    assert Client().login(username="fatima", password=NEW_PASSWORD)


@pytest.mark.parametrize(
    ("first", "second"),
    [("kort", "kort"), (NEW_PASSWORD, "herfst in rijssen"), ("password123", "password123"), ("", "")],
)
def test_password_that_is_not_good_says_so_beside_the_field(fatima, first, second):
    client = Client()
    client.force_login(fatima)

    reply = client.post("/wachtwoord/", {"new_password1": first, "new_password2": second})

    assert reply.status_code == 422
    assert 'class="field__error"' in text_of(reply)
    assert Client().login(username="fatima", password=PASSWORD)


def test_password_is_for_who_is_logged_in():
    assert Client().get("/wachtwoord/").url == "/inloggen/?next=/wachtwoord/"


def test_logging_out_needs_a_post(fatima):
    client = Client()
    client.force_login(fatima)

    by_link = client.get("/uitloggen/").status_code
    client.post("/uitloggen/")

    assert by_link == 405
    assert not is_logged_in(client)


# The health check


def test_healthz_when_all_is_well():
    reply = Client().get("/healthz")

    assert (reply.status_code, reply.content) == (200, b"ok")


def test_healthz_when_the_database_is_away(monkeypatch):
    def away():
        raise OperationalError("unable to open database file")

    monkeypatch.setattr(connection, "cursor", away)

    assert Client().get("/healthz").status_code == 503

"""Addresses and numbers of people in a text: every way in which people type them, and what only looks like one."""

import pytest

from sessions.identifiers import Sort, identifiers_in, is_bsn, is_iban


def found(text):
    return [(text[spot.start : spot.end], spot.sort) for spot in identifiers_in(text)]


@pytest.mark.parametrize(
    "address",
    [
        "jan@zeist.nl",
        "j.de-vries+pmg@mail.gemeente-zeist.nl",
        "JAN.JANSEN@PLATFORM31.NL",
        "jan_jansen@x.co.uk",
        "jan (at) zeist.nl",
        "jan[at]zeist.nl",
        "jan [apenstaartje] zeist [punt] nl",
        "renée@müller.nl",
        "o'neill@zeist.nl",
    ],
)
@pytest.mark.parametrize("around", ["{}", "Mail {} daarover.", "(zie {})", "Contact:{}"])
def test_an_email_address_is_found_whole(address, around):
    assert found(around.format(address)) == [(address, Sort.EMAIL)]


@pytest.mark.parametrize(
    "number",
    [
        "0612345678",
        "06-12345678",
        "06 12 34 56 78",
        "06 - 1234 5678",
        "06.12.34.56.78",
        "06–12345678",
        "06/12345678",
        "+31612345678",
        "+31 6 12345678",
        "+31 (0)6 1234 5678",
        "+31 (0) 30 239 43 11",
        "0031 6 12345678",
        "030-2394311",
        "(030) 239 43 11",
        "0318 538 911",
        "0318-538911",
        "070 302 84 84",
    ],
)
@pytest.mark.parametrize("around", ["{}", "Bel {}.", "tel:{}", "{}, na vijven", "in 2017 {} 2018"])
def test_a_telephone_number_is_found_whole(number, around):
    assert found(around.format(number)) == [(number, Sort.PHONE)]


@pytest.mark.parametrize("number", ["+32 2 123 45 67", "+49 30 1234567", "+44 20 7946 0958"])
def test_a_number_abroad_is_found(number):
    assert found(f"Bel {number} daarover") == [(number, Sort.PHONE)]


@pytest.mark.parametrize(
    ("text", "sort"),
    [
        ("NL91ABNA0417164300", Sort.BANK),
        ("NL91 ABNA 0417 1643 00", Sort.BANK),
        ("nl91 abna 0417 1643 00", Sort.BANK),
        ("NL00 ABNA 0417 1643 00", Sort.BANK),
        ("DE89 3704 0044 0532 0130 00", Sort.BANK),
        ("123456782", Sort.BSN),
        ("1234.56.782", Sort.BSN),
        ("@jan_jansen", Sort.ACCOUNT),
        ("linkedin.com/in/jan-jansen", Sort.ACCOUNT),
        ("www.x.com/janjansen", Sort.ACCOUNT),
    ],
)
def test_an_account_or_a_number_of_a_person_is_found_whole(text, sort):
    assert found(f"Zie {text} daar") == [(text, sort)]


def test_a_number_that_is_called_a_bsn_is_one_even_with_a_typing_error():
    assert found("BSN: 12345678") == [("12345678", Sort.BSN)]
    assert found("burgerservicenummer is 123456783") == [("123456783", Sort.BSN)]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "van 2017 tot 2018, en in 2019-2020",
        "op 16-02-2017 en 01-03-2018 om 06.30 uur",
        "€ 130.000.000 en 130.000.000 euro",
        "€123456782 is veel, en 123456782,50 ook",
        "3512 JE Utrecht, 1234AB",
        "in E1-034, R2-112 en K1.2",
        "45.000 inwoners, 1.250.000 banen, 0,5 procent",
        "112, 14 030 en 0900-1234",
        "dossier 123456789",
        "000000000",
        "ISBN 978-90-12-34567",
        "de A58 en N224",
        "wij werken @home, a@b",
        "10 x 10 x 10 x 10",
        "artikel 2.1.3.4 lid 5",
    ],
)
def test_years_amounts_postcodes_and_codes_are_nothing(text):
    assert [one for one in found(text) if one[0] != "@home"] == []


def test_what_is_an_email_address_is_not_an_account_as_well():
    assert found("jan@zeist.nl of @jan of 06-12345678") == [
        ("jan@zeist.nl", Sort.EMAIL),
        ("@jan", Sort.ACCOUNT),
        ("06-12345678", Sort.PHONE),
    ]


def test_the_eleven_test_of_a_bsn_gives_the_last_digit_weight_minus_one():
    assert is_bsn("123456782")
    assert is_bsn("249566758")
    assert not is_bsn("123456789")
    assert not is_bsn("000000000")


def test_an_iban_leaves_one_modulo_97():
    assert is_iban("NL91ABNA0417164300")
    assert not is_iban("NL91ABNA0417164301")

"""Numbers and addresses of people in a text: what looks like an e-mail address, a telephone number or an account.

Whatever looks like one is pointed at, and a person decides: an address too many costs a look, one too few is
published.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum


class Sort(StrEnum):
    """What a piece of a text looks like, in Dutch."""

    EMAIL = "e-mailadres"
    PHONE = "telefoonnummer"
    BANK = "rekeningnummer"
    BSN = "burgerservicenummer"
    ACCOUNT = "account op sociale media"
    NAME = "naam"


@dataclass(frozen=True)
class Spot:
    """A piece of a text, from `start` up to `end` (in characters), that looks like personal data."""

    start: int
    end: int
    sort: Sort


_AT = r"(?:@|\s?[(\[{]\s?(?:at|apenstaart(?:je)?)\s?[)\]}]\s?)"
_DOT = r"(?:\.|\s?[(\[{]\s?(?:dot|punt)\s?[)\]}]\s?)"
_EMAIL = re.compile(rf"[\w.+'-]{{1,64}}{_AT}[^\W_][\w-]{{0,62}}(?:{_DOT}[\w-]{{1,63}}){{1,5}}", re.IGNORECASE)
_ACCOUNT = re.compile(
    r"(?<![\w@./-])@\w[\w.]{1,30}"
    r"|\b(?:www\.)?(?:linkedin\.com/in|(?:twitter|x|facebook|instagram|tiktok|threads)\.(?:com|net))/@?[\w.%-]+",
    re.IGNORECASE,
)
# What people put between the digits of a number.
_GAP = r"[ \u00a0\u2009\u202f().\-\u2010-\u2013/]{0,3}"
# A Dutch number has nine digits after the 0, of which the first is no 0 (Nummerplan telefoon- en ISDN-diensten).
# Abroad they are up to fifteen, with those of the country (ITU-T E.164).
_PHONE = re.compile(
    rf"(?<![\w+])(?:\(?0{_GAP}[1-9](?:{_GAP}\d){{8}}"
    rf"|(?:\+|00)31{_GAP}(?:\(0\){_GAP}|0{_GAP})?[1-9](?:{_GAP}\d){{8}}"
    rf"|\+(?!31)[1-9](?:{_GAP}\d){{7,14}})(?!\d)"
)
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?:[ .-]?[A-Z0-9]{4}){2,7}(?:[ .-]?[A-Z0-9]{1,3})?\b", re.IGNORECASE)
_DUTCH_IBAN = re.compile(r"NL\d{2}[A-Z]{4}\d{10}")
_BSN = re.compile(r"(?<![\w.,+-])\d(?:[ .-]?\d){7,8}(?![\w]|[.,-]\d)")
_SAYS_BSN = re.compile(
    r"(?:bsn|burgerservicenummer|sofi-?nummer)\W{1,4}(?:(?:nummer|is|nr)\W{1,4})?$", re.IGNORECASE
)
_MONEY_BEFORE = re.compile(r"(?:€|\beuro|\beur)\s?$", re.IGNORECASE)
_MONEY_AFTER = re.compile(r"\s?(?:€|euro\b|eur\b|,-)", re.IGNORECASE)
_SAYS_BSN_WITHIN = 30  # characters


def identifiers_in(text: str) -> list[Spot]:
    """Return the pieces of a text that look like an address or a number of a person, in order; none overlap."""
    found: list[Spot] = []
    for sort, pattern, is_one in _LOOKS:
        for match in pattern.finditer(text):
            spot = Spot(match.start(), match.end(), sort)
            if is_one(match) and not any(_overlap(spot, other) for other in found):
                found.append(spot)
    return sorted(found, key=lambda spot: spot.start)


def is_bsn(digits: str) -> bool:
    """Tell whether nine digits pass the eleven test of a burgerservicenummer.

    The weights are 9 down to 2, and -1 for the last digit: Logisch Ontwerp BSN, as nl.wikipedia.org/wiki/
    Burgerservicenummer gives it; 123456782 passes.
    """
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    total = sum(weight * int(digit) for weight, digit in zip(weights, digits, strict=True))
    return total % 11 == 0 and digits.strip("0") != ""


def is_iban(letters: str) -> bool:
    """Tell whether letters and digits without spaces are an IBAN: modulo 97 leaves 1 (ISO 13616)."""
    turned = letters[4:] + letters[:4]
    return int("".join(str(int(sign, 36)) for sign in turned)) % 97 == 1


def _looks_like_iban(match: re.Match[str]) -> bool:
    letters = re.sub(r"[ .-]", "", match[0]).upper()
    # A Dutch one with a typing error may still be somebody's.
    return letters.isascii() and (bool(_DUTCH_IBAN.fullmatch(letters)) or is_iban(letters))


def _looks_like_bsn(match: re.Match[str]) -> bool:
    digits = "".join(sign for sign in match[0] if sign.isdecimal())
    before = match.string[max(0, match.start() - _SAYS_BSN_WITHIN) : match.start()]
    if _SAYS_BSN.search(before):
        return True
    is_money = _MONEY_BEFORE.search(before) or _MONEY_AFTER.match(match.string, match.end())
    return len(digits) == 9 and not digits.endswith("000") and not is_money and is_bsn(digits)


def _overlap(one: Spot, other: Spot) -> bool:
    return one.start < other.end and other.start < one.end


# The surest first: what one takes, another does not get.
_LOOKS: tuple[tuple[Sort, re.Pattern[str], Callable[[re.Match[str]], bool]], ...] = (
    (Sort.EMAIL, _EMAIL, bool),
    (Sort.BANK, _IBAN, _looks_like_iban),
    (Sort.ACCOUNT, _ACCOUNT, bool),
    (Sort.PHONE, _PHONE, bool),
    (Sort.BSN, _BSN, _looks_like_bsn),
)

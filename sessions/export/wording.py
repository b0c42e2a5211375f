"""How the agenda says things in Dutch: dates, numbers, and the few words it explains."""

import datetime

from django.utils import timezone
from django.utils.formats import date_format

# Bijlage C.
TERMS = {
    "Deelnemende gemeente": "Gemeente die tijdens de meet-up zei: onze gemeente doet mee.",
    "Excursie of netwerkbijeenkomst": "Eén dag bij een gastgemeente, om te zien wie er al mee bezig is.",
    "Experiment": "Enkele gemeenten proberen samen iets uit en evalueren wat het opleverde.",
    "Groep": "Antwoorden die hetzelfde zeggen, onder één naam.",
    "Kennisagenda": "Lijst van kennisvragen, met wie ze oppakt en in welke vorm.",
    "Kennisbehoefte": "Kennis die nog ontbreekt: feiten of inzicht.",
    "Kennisvraag": "Vraag in de agenda, door medewerkers geformuleerd uit een groep antwoorden.",
    "Leerkring": "Reeks bijeenkomsten waarin gemeenten van elkaar leren.",
    "Leervraag": "Wat gemeenten willen leren doen.",
    "Opgave": "Wat een gemeente voor elkaar moet krijgen.",
    "PMG": "Platform Middelgrote Gemeenten: netwerk van middelgrote gemeenten.",
    "Praktijkonderzoek": "Onderzoek naar wat in de praktijk werkt, aan de hand van cases.",
    "Prioriteit": "Wanneer het netwerk iets oppakt: nu, later of niet.",
    "Steun": "Wat de zaal van een vraag vond: stippen bij de stemming, en hoe vaak iemand 'dit vind ik ook' koos.",
    "Trekker": "Gemeente of organisatie die een vraag of activiteit op gang brengt en houdt.",
    "Trend": "Ontwikkeling van buiten, die een gemeente zelf niet stuurt.",
    "Vorm": "Manier om een kennisvraag samen op te pakken, zoals een werkgroep.",
    "Werkgroep": "Kleine groep gemeenten die samen iets maakt.",
    "Werkprogramma": "Lijst van activiteiten: wie doet wat, in welke vorm en wanneer.",
}


def dutch_date(date: datetime.date) -> str:
    """Return a date as 16 februari 2017."""
    return date_format(date, "j F Y")


def dutch_moment(moment: datetime.datetime) -> str:
    """Return a moment as 16 februari 2017, 16.40 uur."""
    local = timezone.localtime(moment)
    return f"{dutch_date(local)}, {local:%H.%M} uur"


def dutch_number(value: float) -> str:
    """Return a number with a decimal comma: 12, or 3,8."""
    return str(value) if isinstance(value, int) else f"{value:.1f}".replace(".", ",")


def counted(number: int, singular: str, plural: str) -> str:
    """Return a number with its noun: 1 stip, 2 stippen."""
    return f"{number} {singular if number == 1 else plural}"


def listed(items: list[str]) -> str:
    """Return words as a list in a sentence: a, b en c."""
    return " en ".join(filter(None, [", ".join(items[:-1]), *items[-1:]]))


def capitalised(text: str) -> str:
    """Return a text with a capital at its start; the rest stays as it is."""
    return text[:1].upper() + text[1:]

"""Names of people in a text: with a title, initials or what stands between two names; and what is none."""

import pytest

from sessions.person_names import Vocabulary, names_in
from sessions.rehearsal.content import load

PLACES = """
    De Bilt; Den Helder; Zeist; Utrecht; Bergen op Zoom; Alphen aan den Rijn; 's-Gravenhage; Den Haag; Eindhoven;
    Hollands Kroon; Capelle aan den IJssel; Noord-Holland; Noord-Brabant; Etten-Leur; Nijmegen
"""
WORDS = Vocabulary(PLACES.split(";"), ["Brain drain naar Randstad", "bevorderen van mobiliteit"])


def found(text):
    return [text[spot.start : spot.end] for spot in names_in(text, WORDS)]


@pytest.mark.parametrize(
    "name",
    [
        "Jan de Vries",
        "Sjoukje van der Meulen",
        "mevrouw Jansen",
        "mevr. De Wit",
        "Mw. Van 't Hof-Dijkstra",
        "dhr. P.J. van den Berg",
        "heer Özdemir",
        "meneer jansen",
        "mevrouw Utrecht",
        "wethouder Ahmed",
        "wethouder Van Dijk",
        "wethouder Marie-José de Groot",
        "burgemeester Aboutaleb",
        "oud-wethouder Pieterse",
        "collega Jan",
        "prof. dr. Van Eijk",
        "drs. A.B. Bakker",
        "raadslid Femke Halsema",
        "dames Bakker en De Haan",
        "J. Pietersen",
        "K. de Boer",
        "Van der Meer",
        "piet jansen",
        "Mohammed El Yassini",
        "Hannie ten Cate",
        "Thea 't Lam",
        "Renée Müller-Smits",
        "Björn Sørensen",
        "Anne-Marie van het Hoff",
        "Karin Verhoeven",
        "Jan van Zeist",
        "Kees uit den Boogaard",
        "Guusje ter Horst",
    ],
)
@pytest.mark.parametrize("around", ["wat {} al zei, klopt", "dat weet {}", "(volgens {})"])
def test_a_name_is_found_whole(name, around):
    assert found(around.format(name)) == [name]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "De Bilt doet dit al",
        "Samen met Den Helder en Zeist, zonder Den Haag",
        "Alphen aan den Rijn en Bergen op Zoom",
        "Capelle aan den IJssel ook",
        "Anna Paulowna is nu Hollands Kroon",
        "Burgemeester de Vlugtlaan opknappen",
        "Prinses Beatrixlaan, Dr. Nolenslaan en Mr. Visserplein",
        "Wethouder Wonen en wethouder Sociale Zaken",
        "burgemeester van Zeist",
        "burgemeester en wethouders",
        "minister van BZK en het Ministerie van Binnenlandse Zaken",
        "Masterclass voor wethouders economie",
        "directeur Platform31",
        "Platform31 en PMG samen met de Wmo en de Jeugdwet",
        "Plan B. Daarna verder",
        "A. Minder regels",
        "Hart van Brabant, Kop van Noord-Holland en Rijk van Nijmegen",
        "Dag van de Leerplicht",
        "Huis van de Wijk openen",
        "Vereniging van Nederlandse Gemeenten en Raad van State",
        "Wil de gemeente dat?",
        "Roos is een bloem. Mark is een munt.",
        "De heer en mevrouw",
        "collega's uit Zeist",
        "Brain Drain naar de Randstad",
        "NIEMAND LUISTERT NAAR ONS",
    ],
)
def test_what_is_no_name_is_left_alone(text):
    assert found(text) == []


@pytest.mark.parametrize("name", ["Qwenda Ploeterman", "Qwenda ten Ploeter", "Qwenda van der Ploeter"])
def test_a_name_on_no_list_is_found_within_a_sentence(name):
    assert found(f"dat zei {name} ook") == [name]


def test_two_words_with_a_capital_at_the_start_of_a_sentence_are_no_name():
    assert found("Bouw Schiphol af. Behoud Natuurmonumenten.") == []


def test_a_sentence_does_not_make_a_name_with_the_next():
    assert found("Dat zei Jan. De Vries-laan is af.") == []


def test_two_names_in_one_text_are_two():
    assert found("Jan de Vries en Karin Verhoeven") == ["Jan de Vries", "Karin Verhoeven"]


def test_nothing_that_is_said_in_a_rehearsal_is_taken_for_a_name():
    texts = {text for chapter in load().chapters.values() for texts in chapter.texts.values() for text in texts}

    assert len(texts) > 400
    assert {text: found(text) for text in texts if found(text)} == {}

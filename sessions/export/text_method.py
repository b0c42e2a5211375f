"""Chapter 2 and Bijlage D of the agenda: how it came about, first as a story and then step by step."""

import datetime

from django.utils import timezone

from sessions.disclosure import MIN_PEOPLE
from sessions.export.document import AgendaDocument
from sessions.export.document_method import SHUFFLED, Method, MethodStep, Run
from sessions.export.pandoc import Node, bullets, header, paragraph, plain, table, words
from sessions.export.text_parts import text_cell
from sessions.export.wording import counted, dutch_date, dutch_moment, listed
from sessions.triage_parts import State

# The states in which something is done, and no knowledge question.
ASIDE = {State.OUT_OF_SCOPE.label, State.DUPLICATE.label, State.ANSWERED.label, State.NOT_NOW.label}
STEP_WIDTHS = [0.06, 0.31, 0.25, 0.38]
STEP_HEADINGS = ["Nr", "Onderdeel", "Hoe", "Per locatie"]


def method_blocks(document: AgendaDocument) -> list[Node]:
    """Return chapter 2: who took part, what was done with what they gave, what was left out, and the rules."""
    return [
        header(1, words("2 Zo kwam deze agenda tot stand")),
        *_who_and_what(document),
        header(2, words("2.1 Van antwoorden naar kennisvragen")),
        _bullets(from_answers(document)),
        header(2, words("2.2 Wat niet in de agenda staat")),
        _bullets(left_out(document.method)),
        header(2, words("2.3 Spelregels")),
        _bullets(rules(document)),
    ]


def steps_appendix(document: AgendaDocument) -> list[Node]:
    """Return Bijlage D: each thing that was asked, under which settings, and when in which place."""
    blocks = [header(1, words("Bijlage D Verloop van de dag"))]
    steps = document.method.steps
    if not any(run.opened_at for step in steps for run in step.runs):
        return [*blocks, _sentence("Er is nog niets gevraagd.")]
    rows = [[text_cell(cell) for cell in step_row(step, document.date)] for step in steps]
    blocks.append(
        _sentence(
            "Tijden zijn die van de laatste keer dat een onderdeel openging. Mensen kunnen bij meer onderdelen "
            "hebben meegedaan."
        )
    )
    blocks.append(table(STEP_WIDTHS, rows, headings=STEP_HEADINGS))
    if document.method.skipped:
        blocks.append(_sentence(f"Overgeslagen: {listed(document.method.skipped)}."))
    return blocks


def step_row(step: MethodStep, date: datetime.date) -> list[str]:
    """Return a step as the cells of STEP_HEADINGS, with what happened in each place on a line of its own."""
    return [
        str(step.number),
        f"{step.title}\n{step.theme}" if step.theme else step.title,
        "; ".join([step.way, *step.settings]),
        "\n".join(_run(run, date) for run in step.runs),
    ]


def from_answers(document: AgendaDocument) -> list[str]:
    """Return sentences on how answers became groups, and groups questions."""
    method, grouping = document.method, document.method.grouping
    told = []
    if method.groups:
        answers = counted(method.grouped, "antwoord", "antwoorden")
        told.append(
            f"Antwoorden die hetzelfde zeggen, staan samen in een groep: "
            f"{counted(method.groups, 'groep', 'groepen')} met {answers}."
        )
    if grouping.times:
        done = [
            f"{counted(grouping.times, 'keer', 'keer')} gegroepeerd",
            f"{counted(grouping.moved, 'antwoord', 'antwoorden')} verplaatst of losgemaakt"
            if grouping.moved
            else "",
            f"{counted(grouping.merged, 'groep', 'groepen')} opgegaan in een andere" if grouping.merged else "",
            f"{counted(grouping.renamed, 'keer', 'keer')} een groep hernoemd" if grouping.renamed else "",
            f"{counted(grouping.undone, 'keer', 'keer')} een stap ongedaan gemaakt" if grouping.undone else "",
        ]
        told.append(f"Dat deed de {' of '.join(grouping.by)}: {listed([part for part in done if part])}.")
    if method.dots:
        off = (
            f"; {counted(grouping.off_ballot, 'groep stond', 'groepen stonden')} niet op de stemlijst"
            if grouping.off_ballot
            else ""
        )
        told.append(f"Deelnemers verdeelden {counted(method.dots, 'stip', 'stippen')} over de groepen{off}.")
    told.append(
        f"Medewerkers maakten daarvan {counted(len(document.cards), 'kennisvraag', 'kennisvragen')} en "
        f"{counted(len(document.activities), 'activiteit', 'activiteiten')}."
    )
    if method.reworded:
        told.append(f"Zij verbeterden {counted(method.reworded, 'keer', 'keer')} de woorden van een kennisvraag.")
    if document.as_of:
        told.append(f"Bijgewerkt tot {dutch_moment(document.as_of)}.")
    return told


def left_out(method: Method) -> list[str]:
    """Return sentences on what stands nowhere in the agenda, with counts and reasons."""
    told = []
    if method.answers:
        states = listed([f"{count} {state}" for state, count in method.answers.items()])
        told.append(f"Stand van de antwoorden: {states}. Bijlage A van de agenda noemt ze allemaal.")
    if method.hidden:
        reasons = listed([f"{count} {reason}" for reason, count in method.hidden.items()])
        told.append(f"Verborgen door de gespreksleider: {reasons}.")
    if aside := {state: count for state, count in method.judged.items() if state in ASIDE}:
        states = listed([f"{count} {state}" for state, count in aside.items()])
        told.append(
            f"Groepen en losse antwoorden die geen kennisvraag werden: {states}. Hoofdstuk 5 noemt de reden."
        )
    if waiting := method.judged.get(State.UNSEEN.label):
        told.append(
            f"Nog niet bekeken: {counted(waiting, 'groep of los antwoord', 'groepen en losse antwoorden')}."
        )
    told += [f"Vervallen kennisvraag: {text}" for text in method.dropped_questions]
    told += [f"Vervallen activiteit: {title}" for title in method.dropped_activities]
    return told or ["Er is nog niets weggelaten."]


def rules(document: AgendaDocument) -> list[str]:
    """Return the rules that held for everybody."""
    told = [
        "Deelnemers gaven geen naam op. Hun antwoorden staan er zoals zij ze typten; alleen zijzelf konden ze "
        "wijzigen.",
        "Kennisvragen staan per thema in volgorde van steun: eerst stippen, dan gemeenten die meedoen, dan "
        "‘dit vind ik ook’, dan het aantal antwoorden. Medewerkers kunnen een vraag een vaste plaats geven.",
        "Waar twee keer is gestemd, telt de tweede ronde.",
        f"Uitslagen per groep deelnemers tonen wij niet van minder dan {MIN_PEOPLE} mensen.",
    ]
    if any(SHUFFLED in step.settings for step in document.method.steps):
        told.append(
            "Wat te kiezen was, stond op elke telefoon in een andere volgorde. Waar die uit volgt, staat in het "
            "JSON-bestand."
        )
    return told


def _who_and_what(document: AgendaDocument) -> list[Node]:
    places = [f"{place.place} ({counted(place.people, 'deelnemer', 'deelnemers')})" for place in document.places]
    municipalities = {name for place in document.places for name in place.municipalities}
    total = counted(sum(document.method.answers.values()), "antwoord", "antwoorden")
    came = f" uit {counted(len(municipalities), 'gemeente', 'gemeenten')}" if municipalities else ""
    return [
        _sentence(
            f"Op {dutch_date(document.date)} kwamen deelnemers{came} bijeen in {listed(places)}. "
            "Zij antwoordden op hun eigen telefoon, zonder naam."
        ),
        _sentence(f"Er kwamen {total} op deze vragen:"),
        _bullets(document.method.questions),
        _sentence("Bijlage D zegt per onderdeel hoe en wanneer dat ging."),
    ]


def _run(run: Run, date: datetime.date) -> str:
    if run.opened_at is None:
        return f"{run.place}: niet geopend"
    opened = timezone.localtime(run.opened_at)
    told = f"{run.place}: {_time(opened, date)}"
    told += (
        f"–{_time(timezone.localtime(run.closed_at), opened.date())} uur"
        if run.closed_at
        else " uur, niet gesloten"
    )
    told += f", {counted(run.people, 'persoon', 'personen')}"
    if run.answers:
        told += f", {counted(run.answers, 'antwoord', 'antwoorden')}"
    return told if run.revealed else f"{told}, niet onthuld"


def _time(moment: datetime.datetime, date: datetime.date) -> str:
    """Return the time of a local moment, with its day if that is another one."""
    return f"{moment:%H.%M}" if moment.date() == date else f"{dutch_date(moment)}, {moment:%H.%M}"


def _bullets(lines: list[str]) -> Node:
    return bullets([[plain(*words(line))] for line in lines])


def _sentence(text: str) -> Node:
    return paragraph(*words(text))

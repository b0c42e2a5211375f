"""What people see after a disturbance, held against what a crowd was told: phones, screens, desks and files."""

import time
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import requests

from tests.client import TIMEOUT

WITH_TEXT = {"visible", "late"}
IN_WORDS = {"visible": "zichtbaar", "late": "na sluiting of in de pauze", "withdrawn": "ingetrokken"}
AT_ONE_SEQ_SECONDS = 10


def check_phones(findings, expected, crowd):
    """Every phone shows its own answers, choices and supports as it was told, in each round in turn."""
    for place in crowd.places:
        here = place.desk.view(place.info)["current"]
        members = [member for member in crowd.members if member.place is place]
        for round_ in place.rounds:
            place.desk.go_to(place.info, round_.step)
            with ThreadPoolExecutor(len(members)) as pool:
                for member, view in zip(members, pool.map(_view_of, members), strict=True):
                    _check_phone(findings, expected, member, round_, view)
        place.desk.go_to(place.info, here)


def _check_phone(findings, expected, member, round_, view):
    if view["round"]["id"] != round_.id:
        findings.other("shown differently", f"{member.name} is at round {view['round']['id']}, not {round_.id}")
        return
    shown = {one["id"]: (one["text"], one["state"], one["rev"]) for one in view["mine"]}
    for answer in expected.answers.values():
        if answer.phone != member.name or answer.round != round_.id or answer.id in expected.uncertain:
            continue
        want = (answer.text, answer.state, answer.rev) if answer.state in WITH_TEXT else None
        if shown.pop(answer.id, None) != want:
            findings.lost(answer.last.key, f"{answer.last} is not on {member.name} as {want}")
    for answer_id in shown.keys() - expected.uncertain:
        findings.other("shown differently", f"{member.name} shows answer {answer_id} as its own")
    chosen = expected.choices.get((member.name, round_.id))
    choices = {int(option): value for option, value in view["choices"].items()}
    if choices != (chosen.values if chosen else {}) and (member.name, round_.id) not in expected.uncertain:
        findings.other("shown differently", f"{member.name} shows choices {choices}, it was told {chosen}")
    ids = {answer.id for answer in expected.answers.values() if answer.round == round_.id}
    supported = {
        answer
        for (phone, answer), (on, _) in expected.supports.items()
        if phone == member.name and on and answer in ids
    }
    if {(member.name, answer) for answer in supported ^ set(view["supported"])} - expected.uncertain:
        findings.other("shown differently", f"{member.name} shows support of {view['supported']}, not {supported}")


def check_export(findings, expected, crowd, program):
    """The JSON file holds every answer once with its last words, and the support it was given."""
    reply = crowd.places[0].desk.get(program.info["agenda_url"] + "export/json/")
    exported = defaultdict(list)
    for answer in reply.json()["answers"]:
        exported[answer["id"]].append(answer)
    supports = defaultdict(int)
    for (_, answer_id), (on, _) in expected.supports.items():
        supports[answer_id] += on
    unsure = {key[1] for key in expected.uncertain if isinstance(key, tuple)} | expected.uncertain
    for answer in expected.answers.values():
        found = exported.pop(answer.id, [])
        if len(found) > 1:
            findings.doubled(answer.key, f"stands {len(found)} times in the export")
        if not found:
            findings.lost(answer.key, f"{answer.last} is not in the export")
        elif answer.id not in unsure:
            want = answer.text if answer.state in WITH_TEXT else "", IN_WORDS[answer.state], supports[answer.id]
            have = found[0]["text"], found[0]["state"], found[0]["support"]
            if want != have:
                findings.lost(answer.last.key, f"{answer.last} gave {want}, in the export is {have}")
    for answer_id in exported.keys() - unsure:
        findings.other("sent by nobody", f"answer {answer_id} in the export")


def check_screens(findings, crowd, programs, seq):
    """All phones, screens and desks of all processes are at the same seq, and say the same in every process."""
    deadline = time.monotonic() + AT_ONE_SEQ_SECONDS
    while (apart := list(_screens_apart(crowd, programs, seq()))) and time.monotonic() < deadline:
        time.sleep(0.1)
    for text in apart:
        findings.other("not at one truth", text)


def _screens_apart(crowd, programs, seq):
    for member in crowd.members:
        if (at := _view_of(member)["seq"]) != seq:
            yield f"{member.name} is at {at}, not {seq}"
    for place in crowd.places:
        screens = set()
        for program in programs:
            desk = place.desk.get(moved(place.info["desk_url"], program) + "beeld/")
            screen = requests.get(moved(place.info["screen_url"], program) + "beeld/", timeout=TIMEOUT)
            screens.add(screen.text)
            for name, at in (("desk", desk.json()["seq"]), ("screen", int(screen.headers["PMG-Seq"]))):
                if at != seq:
                    yield f"the {name} of {place.name} at {program.url} is at {at}, not {seq}"
        if len(screens) > 1:
            yield f"the processes disagree on what the screen of {place.name} shows"


def moved(url, program):
    """Return an address of one process as it is at another one."""
    parts = urlsplit(url)
    return parts._replace(netloc=f"{parts.hostname}:{program.port}").geturl()


def _view_of(member):
    url = member.place.join_url + "beeld/"
    headers = {"Accept": "application/json", "Cookie": member.cookie}
    return requests.get(url, headers=headers, timeout=TIMEOUT).json()

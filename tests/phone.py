"""A participant's browser in the tests, on the pages of one place."""

from django.test import Client

from sessions.clustering import group_answers
from sessions.web.cookies import participant_of
from tests import cast
from tests.cast import Section

JSON = {"Accept": "application/json"}


class Phone(Client):
    """A browser that takes part in a place, as a visitor who filled nothing in."""

    def __init__(self, place, joins=True):
        super().__init__()
        self.place = place
        if joins:
            self.send("deelnemen")

    @property
    def participant(self):
        return participant_of(self.get(self.address()).wsgi_request, self.place)

    def address(self, path=""):
        return f"/d/{self.place.code}/{path + '/' if path else ''}"

    def page(self):
        return self.get(self.address()).content.decode()

    def send(self, path, **fields):
        """Post as the outbox does."""
        return self.post(self.address(path), fields, headers=JSON)

    def submit(self, path, **fields):
        """Post as a browser without JavaScript does."""
        return self.post(self.address(path), {"key": cast.new_key(), **fields})

    def answer(self, round_, text, label="", key=None):
        return self.send("antwoord", key=key or cast.new_key(), round=round_.pk, text=text, label=label)

    def revise(self, answer, text, base_rev=1):
        fields = {"answer": answer.pk, "base_rev": base_rev, "text": text, "label": ""}
        return self.send("wijzigen", key=cast.new_key(), **fields)

    def support(self, answer, on="1"):
        return self.send("steun", key=cast.new_key(), answer=answer.pk, on=on)

    def choose(self, option, value=1):
        round_ = cast.round_of(self.place)
        return self.send("keuze", key=cast.new_key(), round=round_.pk, option=option.pk, value=value)


def open_question(day, section=Section.OPPORTUNITIES, theme=1):
    """Open a question in Etten-Leur; return its round."""
    cast.go_to(day.etten_leur, section, theme)
    return cast.open_step(day.etten_leur)


def open_choice(day, section, theme=None):
    """Open a poll or ballot in Etten-Leur; return its round and its options."""
    cast.go_to(day.etten_leur, section, theme)
    round_ = cast.open_step(day.etten_leur)
    return round_, list(round_.step.options.all())


def make_group(day):
    """Let Bram answer a question, and put his answer in a group."""
    open_question(day)
    answer = cast.give_answer(day.bram, "Jongeren vertrekken")
    return group_answers(meetup=day.meetup, answer_ids=[answer.pk], name="Jongeren vasthouden")

"""Every address of the program, by who uses it. docs/protocol.md describes those other programs rely on."""

from django.contrib.auth.views import LoginView, LogoutView
from django.urls import path, register_converter

from sessions.web import (
    account,
    activities,
    agenda,
    cards,
    chronicle,
    comeback,
    desk,
    downloads,
    groups,
    handover,
    meetups,
    merge,
    moderation,
    pace,
    phone,
    phone_presence,
    phone_writes,
    programme,
    projection,
    projector,
    rehearsal,
    scribe,
    segments,
    triage,
)


class AnswerAction:
    """What a facilitator can do with one answer, in Dutch as in the address."""

    regex = "|".join(moderation.ANSWER_ACTIONS)

    def to_python(self, value: str) -> str:
        """Return the action as it stands in the address."""
        return value

    to_url = to_python


register_converter(AnswerAction, "action")

urlpatterns = [
    path("", account.home, name="home"),
    path("inloggen/", LoginView.as_view(template_name="account/login.html"), name="login"),
    path("inloggen/<slug:token>/", account.login_link, name="login-link"),
    path("uitloggen/", LogoutView.as_view(), name="logout"),
    path("wachtwoord/", account.password, name="password"),
    path("overnemen/", handover.take, name="handover"),
    path("healthz", account.healthz, name="healthz"),
    # participants
    path("d/<str:code>/", phone.page, name="phone"),
    path("d/<str:code>/deelnemen/", phone.join, name="phone-join"),
    path("d/<str:code>/terug/", comeback.page, name="phone-comeback"),
    path("d/<str:code>/terug/qr.svg", comeback.qr, name="phone-comeback-qr"),
    path("d/<str:code>/beeld/", phone.view, name="phone-view"),
    path("d/<str:code>/mijn/", phone.own, name="phone-own"),
    path("d/<str:code>/antwoord/", phone_writes.views["antwoord"], name="phone-answer"),
    path("d/<str:code>/wijzigen/", phone_writes.views["wijzigen"], name="phone-revise"),
    path("d/<str:code>/intrekken/", phone_writes.views["intrekken"], name="phone-withdraw"),
    path("d/<str:code>/steun/", phone_writes.views["steun"], name="phone-support"),
    path("d/<str:code>/keuze/", phone_writes.views["keuze"], name="phone-choose"),
    path("d/<str:code>/klaar/", phone_writes.views["klaar"], name="phone-done"),
    path("d/<str:code>/schrijft/", phone_presence.view, name="phone-writing"),
    # the room
    path("scherm/<slug:key>/", projector.page, name="screen"),
    path("scherm/<slug:key>/beeld/", projector.view, name="screen-view"),
    path("scherm/<slug:key>/qr.svg", projector.qr, name="screen-qr"),
    # facilitators
    path("regie/", desk.meetup_list, name="desk-list"),
    path("meetups/nieuw/", meetups.new, name="meetup-new"),
    path("regie/<int:live>/", desk.page, name="desk"),
    path("regie/<int:live>/beeld/", desk.view, name="desk-view"),
    path("regie/<int:live>/vooruit/<int:number>/", desk.ahead, name="desk-ahead"),
    path("regie/<int:live>/stap/", desk.step, name="desk-step"),
    path("regie/<int:live>/klikker/", desk.click, name="desk-click"),
    path("regie/<int:live>/ronde/", desk.round_, name="desk-round"),
    path("regie/<int:live>/scherm/", projection.overlay, name="desk-screen"),
    path("regie/<int:live>/wifi/", projection.wifi, name="desk-wifi"),
    path("regie/<int:live>/klaar/", pace.ready, name="desk-ready"),
    path("regie/<int:live>/tempo/", pace.switch, name="desk-pace"),
    path("regie/<int:live>/locaties/", pace.scope, name="desk-scope"),
    path("regie/<int:live>/antwoord/<int:answer>/<action:action>/", moderation.answer, name="desk-answer"),
    path("regie/<int:live>/goedkeuren/", moderation.admit_all, name="desk-admit-all"),
    path("regie/<int:live>/ongedaan/", moderation.undo, name="desk-undo"),
    path("regie/<int:live>/toezicht/", moderation.oversight, name="desk-oversight"),
    path("regie/<int:live>/overnemen/", handover.offer, name="desk-handover"),
    path("regie/<int:live>/intypen/", scribe.page, name="desk-scribe"),
    path("overdracht/<int:meetup>/", merge.page, name="merge"),
    path("overdracht/<int:meetup>/bestand/", merge.download, name="merge-download"),
    path("overdracht/<int:meetup>/erbij/", merge.take, name="merge-take"),
    path("overdracht/<int:meetup>/<str:ticket>/", merge.upload, name="merge-upload"),
    path("groepen/<int:meetup>/", groups.page, name="groups"),
    path("groepen/<int:meetup>/beeld/", groups.view, name="groups-view"),
    path("groepen/<int:meetup>/samenvoegen/", groups.group, name="groups-group"),
    path("groepen/<int:meetup>/losmaken/", groups.ungroup, name="groups-ungroup"),
    path("groepen/<int:meetup>/ongedaan/", groups.undo, name="groups-undo"),
    path("groepen/<int:meetup>/opnieuw/", groups.redo, name="groups-redo"),
    path("groepen/<int:meetup>/reden/", groups.reason, name="groups-reason"),
    path("groepen/<int:meetup>/groep/<int:cluster>/naam/", groups.rename, name="groups-rename"),
    path("groepen/<int:meetup>/groep/<int:cluster>/stemlijst/", groups.ballot, name="groups-ballot"),
    path("programma/<int:meetup>/", programme.page, name="programme"),
    path("programma/<int:meetup>/beeld/", programme.view, name="programme-view"),
    path("programma/<int:meetup>/nieuw/", programme.add, name="programme-add"),
    path("programma/<int:meetup>/onderdeel/<int:step>/", programme.step, name="programme-step"),
    path("programma/<int:meetup>/onderdeel/<int:step>/verplaatsen/", programme.move, name="programme-move"),
    path("programma/<int:meetup>/onderdeel/<int:step>/aan/", programme.switch, name="programme-switch"),
    path("programma/<int:meetup>/onderdeel/<int:step>/weghalen/", programme.remove, name="programme-remove"),
    path("repetitie/<int:meetup>/", rehearsal.page, name="rehearsal"),
    path("repetitie/<int:meetup>/beeld/", rehearsal.view, name="rehearsal-view"),
    path("repetitie/<int:meetup>/beginnen/", rehearsal.begin, name="rehearsal-begin"),
    path("repetitie/<int:meetup>/stoppen/", rehearsal.end, name="rehearsal-end"),
    path("repetitie/<int:meetup>/wissen/", rehearsal.clear, name="rehearsal-clear"),
    # staff
    path("agenda/<int:meetup>/", agenda.page, name="agenda"),
    path("agenda/<int:meetup>/beeld/", agenda.view, name="agenda-view"),
    path("agenda/<int:meetup>/verloop/", chronicle.page, name="chronicle"),
    path("agenda/<int:meetup>/verloop/<int:seq>/terug/", chronicle.put_back, name="chronicle-put-back"),
    path("agenda/<int:meetup>/verloop/<int:seq>/reden/", chronicle.reason, name="chronicle-reason"),
    path("agenda/<int:meetup>/kennisvraag/<int:question>/verloop/", chronicle.question, name="chronicle-question"),
    path("agenda/<int:meetup>/antwoord/<int:answer>/", chronicle.answer, name="agenda-answer"),
    path("agenda/<int:meetup>/groep/<int:cluster>/kennisvraag/", cards.promote, name="agenda-promote"),
    path("agenda/<int:meetup>/kennisvraag/<int:question>/", cards.question, name="agenda-question"),
    path("agenda/<int:meetup>/kennisvraag/<int:question>/vervallen/", cards.drop, name="agenda-drop"),
    path("agenda/<int:meetup>/volgorde/", cards.order, name="agenda-order"),
    path("agenda/<int:meetup>/activiteit/", activities.activity, name="agenda-activity"),
    path("agenda/<int:meetup>/activiteit/<int:activity>/", activities.activity, name="agenda-activity"),
    path("agenda/<int:meetup>/activiteit/<int:activity>/status/", activities.mark, name="agenda-activity-mark"),
    path(
        "agenda/<int:meetup>/activiteit/<int:activity>/vervallen/",
        activities.drop_activity,
        name="agenda-activity-drop",
    ),
    path("agenda/<int:meetup>/uitslagen/", segments.page, name="segments"),
    path("agenda/<int:meetup>/beoordelen/", triage.page, name="triage"),
    path("agenda/<int:meetup>/beoordelen/beeld/", triage.view, name="triage-view"),
    path("agenda/<int:meetup>/beoordelen/oordeel/", triage.judge, name="triage-judge"),
    path("agenda/<int:meetup>/beoordelen/ongedaan/", triage.undo, name="triage-undo"),
    path("agenda/<int:meetup>/export/<str:suffix>/", downloads.download, name="agenda-export"),
    path("agenda/<int:meetup>/export/<str:suffix>/maken/", downloads.make, name="agenda-export-make"),
]

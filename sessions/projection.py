"""What facilitators put on the projector of a place, over the programme. The phones do not see it."""

from sessions.changes import Change, change
from sessions.facilitation import Impossible
from sessions.models import Answer, Event, LiveSession
from sessions.oversight import MODERATION
from sessions.seen import check_unchanged


def show_overlay(*, live_session: LiveSession, overlay: str, seen_seq: int | None = None) -> None:
    """Put one LiveSession.Overlay over the programme on every projector of a place, instead of the one before.

    The place does not get another `rev`: whoever was about to move the room still can. Raises ChangedMeanwhile
    when a colleague put up or took off something after `seen_seq`; making the screen dark is never refused.
    Raises Impossible for the wifi of a place where nobody filled it in.
    """
    with change(live_session.meetup_id, Event.Actor.FACILITATOR) as current:
        place = LiveSession.objects.get(pk=live_session.pk)
        if place.overlay == overlay:
            return
        if overlay != LiveSession.Overlay.DARK:
            check_unchanged(current.meetup, seen_seq, {Event.Kind.OVERLAY_CHANGED}, place.pk)
        if overlay == LiveSession.Overlay.WIFI and not place.wifi_name:
            raise Impossible("Vul eerst in hoe het wifi-netwerk heet.")
        place.overlay = overlay
        place.save(update_fields=["overlay"])
        current.record(Event.Kind.OVERLAY_CHANGED, place.pk, live_session=place)


def show_answer(*, answer: Answer, on: bool, seen_seq: int | None = None) -> None:
    """Show one answer large on the projectors of its place, instead of the one before, or show it large no more.

    It leaves when the room moves on, and when it leaves the board. Raises Impossible when the room may not see it
    now, and ChangedMeanwhile when it was revised, or a colleague decided about it, after `seen_seq`.
    """
    with change(answer.round.live_session.meetup_id, Event.Actor.FACILITATOR) as current:
        if not on:
            leave_spotlight(answer, current)
            return
        place = LiveSession.objects.get(pk=answer.round.live_session_id)
        if place.spotlight_id == answer.pk:
            return
        answer = Answer.objects.select_related("round").get(pk=answer.pk)
        check_unchanged(current.meetup, seen_seq, MODERATION | {Event.Kind.ANSWER_REVISED}, answer.pk)
        if answer.state != Answer.State.VISIBLE or answer.round.step_id != place.current_step_id:
            raise Impossible("Dit antwoord staat nu niet op het bord.")
        if not answer.round.revealed:
            raise Impossible("De zaal ziet de antwoorden nog niet. Laat ze eerst zien.")
        place.spotlight = answer
        place.save(update_fields=["spotlight"])
        current.record(Event.Kind.SPOTLIGHT_CHANGED, answer.pk, live_session=place)


def leave_spotlight(answer: Answer, current: Change) -> None:
    """Show an answer large no more, as part of another change; nothing happens when it is not."""
    place = answer.round.live_session
    if LiveSession.objects.filter(pk=place.pk, spotlight=answer).update(spotlight=None):
        current.record(Event.Kind.SPOTLIGHT_CHANGED, answer.pk, live_session=place)


def set_wifi(*, live_session: LiveSession, name: str, password: str, seen_seq: int | None = None) -> None:
    """Set the wifi of a place for guests; without a name there is none, and it leaves the screen.

    Raises ChangedMeanwhile when a colleague filled it in after `seen_seq`.
    """
    ref = f"wifi-{live_session.pk}"
    with change(live_session.meetup_id, Event.Actor.FACILITATOR) as current:
        place = LiveSession.objects.get(pk=live_session.pk)
        if (place.wifi_name, place.wifi_password) == (name, password):
            return
        check_unchanged(current.meetup, seen_seq, {Event.Kind.OVERLAY_CHANGED}, ref)
        place.wifi_name, place.wifi_password = name, password
        if not name and place.overlay == LiveSession.Overlay.WIFI:
            place.overlay = LiveSession.Overlay.NONE
        place.save(update_fields=["wifi_name", "wifi_password", "overlay"])
        current.record(Event.Kind.OVERLAY_CHANGED, ref, live_session=place)

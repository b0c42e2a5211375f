"""What the live meet-up remembers; each noun has one place."""

from sessions.models.agenda import Activity, Cluster, KnowledgeQuestion
from sessions.models.answers import Answer, Choice, Done, Support
from sessions.models.events import Event, Receipt
from sessions.models.meetup import LiveSession, Meetup, Option, Round, Step, ThemeBlock
from sessions.models.parcels import WaitingParcel
from sessions.models.people import HandoverPin, LoginLink, Participant

__all__ = [
    "Activity",
    "Answer",
    "Choice",
    "Cluster",
    "Done",
    "Event",
    "HandoverPin",
    "KnowledgeQuestion",
    "LiveSession",
    "LoginLink",
    "Meetup",
    "Option",
    "Participant",
    "Receipt",
    "Round",
    "Step",
    "Support",
    "ThemeBlock",
    "WaitingParcel",
]

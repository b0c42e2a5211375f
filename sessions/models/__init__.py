"""What the live meet-up remembers; each noun has one place."""

from sessions.models.agenda import Activity, Cluster, KnowledgeQuestion
from sessions.models.answers import Answer, Choice, Done, Support
from sessions.models.earlier import EarlierAgenda, EarlierQuestion
from sessions.models.editions import Clearance, Colophon, Comment, Edition, HouseStyle
from sessions.models.events import Event, Receipt, Revision
from sessions.models.meetup import LiveSession, Meetup, Option, Round, Step, ThemeBlock
from sessions.models.parcels import WaitingParcel
from sessions.models.people import HandoverPin, LoginLink, Participant
from sessions.models.triage import Verdict

__all__ = [
    "Activity",
    "Answer",
    "Choice",
    "Clearance",
    "Cluster",
    "Colophon",
    "Comment",
    "Done",
    "EarlierAgenda",
    "EarlierQuestion",
    "Edition",
    "Event",
    "HandoverPin",
    "HouseStyle",
    "KnowledgeQuestion",
    "LiveSession",
    "LoginLink",
    "Meetup",
    "Option",
    "Participant",
    "Receipt",
    "Revision",
    "Round",
    "Step",
    "Support",
    "ThemeBlock",
    "Verdict",
    "WaitingParcel",
]

"""The content of a meet-up: what is shown and asked. It knows nothing of meet-ups that are held."""

from .lines import Task, ThemeLine, Trend
from .municipality import Municipality
from .programme import Programme, ProgrammeItem, ProgrammePlace, Theme
from .questions import DiscussionQuestion, FormOfWork, QuestionLabel, RegionPosition, Statement

__all__ = [
    "DiscussionQuestion",
    "FormOfWork",
    "Municipality",
    "Programme",
    "ProgrammeItem",
    "ProgrammePlace",
    "QuestionLabel",
    "RegionPosition",
    "Statement",
    "Task",
    "Theme",
    "ThemeLine",
    "Trend",
]

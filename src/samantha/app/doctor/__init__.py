"""A check-up of everything she needs, each line good or with its remedy."""

from samantha.app.doctor.examination import examine
from samantha.app.doctor.finding import Finding, State

__all__ = ["Finding", "State", "examine"]

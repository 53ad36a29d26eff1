"""The intruder: what somebody who holds an original, a list or a guess gets out of a copy."""

from redactor.attack.attempt import Attempt, Pair
from redactor.attack.campaign import Campaign, attack

__all__ = ["Attempt", "Campaign", "Pair", "attack"]

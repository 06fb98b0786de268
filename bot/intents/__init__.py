"""What people type and tap → what they ask for. Pure: no database, no clock, no network.

The steps, each in its own module: tokens (with spelling, vocabulary, numbers) → signs (items, people, times, dates,
references, titles) → rules, ranked → slots. Several requests and corrections in one message: clauses, corrections.
"""

from bot.intents.model import Hearing, Intent, KnownTask, Reading
from bot.intents.reader import read

__all__ = ["Hearing", "Intent", "KnownTask", "Reading", "read"]

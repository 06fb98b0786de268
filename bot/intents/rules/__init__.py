"""The phrases of every intent, as data: weight, phrase, and the slots that the phrase itself settles.

The heaviest phrase that a message holds decides; of equal ones the longer. Round weights: 90 stands over everything,
70 an order in plain words, 50 a usual word, 30 a hint, 20 what is left when nothing else speaks.
Signs: TASK, TITLE (a task by number, by title), REF (either), DATE DAYS TIME DUR, PERSON ROLE, ITEM STEP, URL FILE DOC.
"""

from bot.intents.rules.model import Rule, rules
from bot.intents.rules.orders import ORDERS
from bot.intents.rules.people import PEOPLE
from bot.intents.rules.talk import TALK
from bot.intents.rules.tasks import TASKS

RULES: tuple[Rule, ...] = (*rules(TASKS), *rules(ORDERS), *rules(PEOPLE), *rules(TALK))

__all__ = ["RULES", "Rule"]

"""The slots of every intent: one row each, one function for each slot."""

from dataclasses import replace
from typing import Any

from bot.intents.heard import Heard, Slot, first_of, of_sign, several
from bot.intents.model import Intent
from bot.intents.reasons import clear_span, reason, reason_given, reason_of_refusal, reason_of_undo
from bot.intents.slots_of_events import (
    asked_apart,
    audience,
    event,
    exam_ask,
    exam_scope,
    notice_text,
    place,
    quiet_from,
    quiet_to,
    step,
)
from bot.intents.slots_of_subjects import area, export, group, scope, status, when, words
from bot.intents.slots_of_tasks import (
    add_days,
    asks,
    assigned_task,
    day_ahead,
    day_of_reminder,
    day_past,
    file,
    item,
    silent_through,
    task,
    task_of_item,
    task_or_words,
    task_to_urge,
    time,
    title,
)

Table = dict[Intent, dict[str, Slot]]
_PERSON_ROLE: dict[str, Slot] = {"person": of_sign("PERSON"), "role": of_sign("ROLE")}
_SUBJECT: dict[str, Slot] = {"scope": scope, **_PERSON_ROLE, "status": status, "when": when, "area": area}

SLOTS: Table = {
    Intent.LIST_TASKS: {**_SUBJECT, "words": words},
    Intent.SHOW_TASK: {"task": task, "ask": asks},
    Intent.MARK_DONE: {"task": task_or_words, "url": of_sign("URL"), "file": file, "date": day_past},
    Intent.UNDO_DONE: {"task": task, "reason": reason_of_undo},
    Intent.ATTACH_PROOF: {"task": task, "url": of_sign("URL"), "file": file},
    Intent.LIST_PROOF: {"task": task},
    Intent.REQUEST_EXTENSION: {"task": task, "date": day_ahead, "time": time, "add_days": add_days, "reason": reason},
    Intent.APPROVE_EXTENSION: {"task": task, **_PERSON_ROLE, "date": day_ahead},
    Intent.REJECT_EXTENSION: {"task": task, **_PERSON_ROLE, "reason": reason_of_refusal},
    Intent.RETURN_TASK: {"task": task, **_PERSON_ROLE, "reason": reason_of_refusal, "date": day_ahead},
    Intent.SNOOZE: {"task": task, "minutes": first_of("DUR"), "date": day_of_reminder, "time": time},
    Intent.ACKNOWLEDGE: {"task": task},
    Intent.CHECKLIST_SHOW: {"task": task},
    Intent.CHECKLIST_TICK: {"item": item, "task": task_of_item},
    Intent.REPORT_STATUS: {**_SUBJECT, "words": words, "export": export},
    Intent.NUDGE: {**_PERSON_ROLE, "task": task_to_urge, "group": group},
    Intent.BROADCAST_START: {"text": notice_text, "role": audience},
    Intent.BROADCAST_STATUS: {"ask": asked_apart},
    Intent.EXAM_INFO: {"ask": exam_ask, "step": step, "role": of_sign("ROLE"), "scope": exam_scope},
    Intent.ASSIGN_TASK: {"title": title, "task": assigned_task, **_PERSON_ROLE, "date": day_ahead, "time": time},
    Intent.SET_EVENT_DATE: {"event": event, "date": day_ahead, "time": time, "place": place},
    Intent.CORRECT: {
        "task": task,
        "date": day_ahead,
        "time": time,
        **_PERSON_ROLE,
        "add_days": add_days,
        "minutes": first_of("DUR"),
        "item": lambda heard: several(n for value in heard.line.values("ITEM") for n in value),
        "url": of_sign("URL"),
        "reason": reason_given,
        "place": place,
    },
    Intent.LINK_ACCOUNT: {"code": first_of("CODE")},
}
SETTINGS: dict[str, dict[str, Slot]] = {
    "quiet": {"time_from": quiet_from, "time_to": quiet_to, "days": first_of("WEEKEND")},
    "stop": {"date": silent_through},
    "resume": {},
    "remind_time": {"time": time},
    "remind_before": {"days": add_days},
    "language": {},
}


def filled(heard: Heard) -> dict[str, Any]:
    """The slots of a request, those that the message says."""
    rule = heard.best.rule
    table = SETTINGS[rule.slots["set"]] if "set" in rule.slots else SLOTS.get(rule.intent, {})
    why = clear_span(heard) if "reason" in table else None
    apart = replace(heard, line=heard.line.without(*why)) if why else heard
    found = {name: slot(heard if name == "reason" else apart) for name, slot in table.items()}
    return {**rule.slots, **{name: value for name, value in found.items() if value is not None}}

"""What Vietnamese words for days, periods and hours mean: the one place that knows, for plans and for messages.

`words` (one canonical line; `tokens`, `numbers`) → `scan` (items, by the tables `rows` on the machinery of `patterns`)
→ `joins` (what belongs together) → `windows` (first and last day in a given year; `spans` reckons).

`scheduler/plans/deadlines` adds what only a plan says (rhythms, conditions, labels) and resolves in the plan's year;
`bot/intents` adds what only a person in a chat says (`mai`, `tuần sau`, `3 ngày nữa`) and sees it all from today.
"""

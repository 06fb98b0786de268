import json
from datetime import date

from typer.testing import CliRunner

from bot.commands.understand import answers, app, described
from bot.intents import Hearing, read

ROW = {
    "text": "bc q3 xong r",
    "role": "official",
    "today": "2026-09-03",
    "tasks": [{"id": 12, "title": "Báo cáo quý III"}],
}


def test_a_json_line_is_answered_by_a_json_line() -> None:
    (answer,) = answers([json.dumps(ROW), "\n"])
    assert json.loads(answer) == {"intent": "mark_done", "slots": {"task": 12}, "more": []}


def test_the_command_reads_lines_from_standard_input() -> None:
    result = CliRunner().invoke(app, ["--json"], input=json.dumps({"text": "xong 12", "today": "2026-09-03"}) + "\n")
    assert json.loads(result.stdout) == {"intent": "mark_done", "slots": {"task": 12}, "more": []}


def test_the_command_prints_a_reading_for_the_eye() -> None:
    result = CliRunner().invoke(app, ["xong 12 hôm qua", "--today", "2026-09-03"])
    assert result.stdout.split("\n") == ["mark_done", "  task: 12", '  date: "2026-09-02"', ""]


def test_what_follows_in_a_message_is_printed_after_it() -> None:
    reading = read("xong 12. việc nào trễ", Hearing(date(2026, 9, 3)))
    assert list(described(reading)) == ["mark_done", "  task: 12", "list_tasks", '  status: "overdue"']


def test_why_names_the_rule_that_decided() -> None:
    result = CliRunner().invoke(app, ["cho em lùi hạn việc 15 tới t6, việc nào trễ", "--today", "2026-09-03", "--why"])
    rows = result.stdout.split("\n")
    assert "request: cho em lùi hạn việc 15 tới t6" in rows
    assert '  sign TASK = 15 on "việc 15"' in rows
    decides = [row for row in rows if row.startswith("  decides")]
    assert [row.split(":")[0].split()[-1] for row in decides] == ["request_extension", "list_tasks"]


def test_why_says_what_was_taken_back_and_what_could_not_be_read() -> None:
    day = ["--today", "2026-09-03", "--why"]
    slip = CliRunner().invoke(app, ["xong việc 12 à nhầm 13", *day]).stdout
    assert "takes something back: mark_done on the values named last" in slip
    assert "nothing to read" in CliRunner().invoke(app, ["what is the weather like in the city", *day]).stdout
    assert "sign alone: yes" in CliRunner().invoke(app, ["👍", *day]).stdout
    assert "no rule fits" in CliRunner().invoke(app, ["qwrtp zxcvb", *day]).stdout

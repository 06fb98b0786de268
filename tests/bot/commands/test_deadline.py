import json
from datetime import date

import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.commands.deadline import answer_lines, explain_one, parse_span


def test_a_line_with_its_context_gets_a_line() -> None:
    context = {"plan_year": 2023, "span": [2023, 2023], "issued": None, "period": ["2023-01-01", "2023-03-31"]}
    lines = [json.dumps({"text": "Hàng quý", "context": context}), "", json.dumps({"text": "tháng 3", "context": None})]
    assert [json.loads(line) for line in answer_lines(lines)] == [
        {"occurrences": [{"due": "2023-03-31", "time": None, "start": None, "label": "Quý I"}], "conditions": []},
        {"occurrences": [], "conditions": []},
    ]


@pytest.mark.parametrize(
    "line",
    [
        *("{", "[]", '{"context": {}}', '{"text": 5}', '{"text": "a", "context": {"span": [2023]}}'),
        *('{"text": "a", "context": {"issued": "soon"}}', '{"text": "a", "context": {"plan_year": "x"}}'),
    ],
)
def test_a_malformed_line_is_named(line: str) -> None:
    with pytest.raises(ValueError, match="line 2 is no phrase"):
        list(answer_lines(['{"text": "-"}', line]))


def test_spans() -> None:
    assert [parse_span("2022-2030"), parse_span("2022 – 2030"), parse_span("2023")] == [
        (2022, 2030),
        (2022, 2030),
        (2023, 2023),
    ]


@pytest.mark.parametrize("text", ["", "2030-2022", "abc", "22-30", "2022-2030-2040"])
def test_what_is_no_span(text: str) -> None:
    with pytest.raises(ValueError, match="2022-2030"):
        parse_span(text)


def test_a_plans_year_is_its_span_where_none_is_given() -> None:
    assert explain_one("Hàng năm", year=2023, span=None) == '"Hàng năm": hạn 31/12/2023, kỳ báo cáo Năm 2023.'
    assert explain_one("Hàng năm", year=2022, span=(2022, 2030)).startswith('"Hàng năm": 9 hạn, từ 31/12/2022')
    quarter = (date(2023, 1, 1), date(2023, 3, 31))
    assert explain_one("hàng quý", year=2023, span=None, period=quarter) == (
        '"hàng quý": hạn 31/3/2023, kỳ báo cáo Quý I.'
    )


def test_the_command_explains_and_answers() -> None:
    told = CliRunner().invoke(app, ["deadline", "trước ngày 20/8", "--year", "2023"])
    assert (told.exit_code, told.stdout.strip()[:18]) == (0, '"trước ngày 20/8":')
    answered = CliRunner().invoke(app, ["deadline", "--json"], input='{"text": "Tháng 3/2023", "context": {}}\n')
    assert json.loads(answered.stdout)["occurrences"][0]["due"] == "2023-03-31"


def test_the_command_refuses_what_it_can_not_read_in_one_sentence() -> None:
    broken = CliRunner().invoke(app, ["deadline", "--json"], input="{\n")
    assert (broken.exit_code, broken.stdout) == (1, "")
    assert broken.stderr.startswith("line 1 ")
    assert CliRunner().invoke(app, ["deadline"]).exit_code == 2

"""The five roster forms with their faults on purpose, against what they should be read as."""

import json
from datetime import date
from pathlib import Path
from typing import Any

from scheduler.rosters.files import read_roster, read_rosters
from scheduler.rosters.model import Fault

DATA = Path(__file__).parents[2] / "data" / "rosters"
TODAY = date(2026, 11, 20)
FORMS = sorted(DATA.glob("mau-0*.xlsx"))
FIELDS = ("name", "sex", "born", "post", "unit", "phone", "reason", "note", "duplicate_of", "also_in")


def truth() -> dict[tuple[str, int], dict[str, Any]]:
    lines = (DATA / "mau-truth.jsonl").read_text(encoding="utf-8").splitlines()
    return {(row["file"], row["row"]): row for row in map(json.loads, lines)}


def faults(name: str) -> dict[int, list[str]]:
    roster = read_roster(DATA / name, today=TODAY)
    return {e.row: [f.fault.value for f in e.findings] for e in roster.entries if e.findings}


def test_every_person_of_the_five_forms_is_read_as_the_truth_has_them() -> None:
    rosters = read_rosters(FORMS, today=TODAY)
    read = {(roster.source, entry.row): entry.as_json(roster.source) for roster in rosters for entry in roster.entries}
    assert {at: {name: row.get(name) for name in FIELDS} for at, row in read.items()} == {
        at: {name: row.get(name) for name in FIELDS} for at, row in truth().items()
    }


def test_every_fault_is_reported_by_its_row_and_no_other_row_has_any() -> None:
    rosters = read_rosters(FORMS, today=TODAY)
    reported = {(roster.source, entry.row) for roster in rosters for entry in roster.entries if entry.findings}
    assert reported == {at for at, row in truth().items() if row["faults"]}


def test_each_form_alone_names_its_faults() -> None:
    assert faults("mau-01.xlsx") == {
        12: ["born_partial"],
        16: ["sex_unlikely"],
        18: ["post_written"],
        22: ["name_capitals", "duplicate"],
    }
    assert faults("mau-02.xlsx") == {
        11: ["phone_written"],
        12: ["phone_written"],
        14: ["phone_written"],
        15: ["born_written"],
        16: ["post_written"],
        18: ["post_written"],
        19: ["phone_missing"],
        20: ["sex_unlikely"],
        24: ["name_spaces"],
        29: ["duplicate"],
    }
    assert faults("mau-03.xlsx") == {
        12: ["unit_written"],
        16: ["born_written", "reason_in_note"],
        17: ["post_written"],
        19: ["reason_written"],
    }
    assert faults("mau-04.xlsx") == {
        11: ["phone_second"],
        13: ["phone_written"],
        14: ["post_written"],
        16: ["number_repeated"],
        18: ["phone_written"],
        19: ["phone_bad"],
        20: ["unit_written"],
    }
    assert faults("mau-05.xlsx") == {
        13: ["name_unicode"],
        16: ["phone_written"],
        19: ["born_impossible"],
        21: ["post_written"],
        26: ["phone_written"],
        50: ["same_name"],
        53: ["duplicate"],
    }


def test_forms_read_together_are_witnesses_to_each_other() -> None:
    rosters = {roster.source: roster for roster in read_rosters(FORMS, today=TODAY)}
    by_row = {entry.row: entry for entry in rosters["mau-02.xlsx"].entries}
    (found,) = by_row[20].findings
    assert (found.fault, found.printed, found.source, found.row) == (Fault.SEX_DIFFERS, "Nữ", "mau-05.xlsx", 32)
    assert by_row[20].sex == "Nam"
    absent = {entry.row: entry for entry in rosters["mau-03.xlsx"].entries}
    assert absent[22].also_in == "mau-02.xlsx"


def test_a_form_knows_its_number_and_whether_its_people_take_part() -> None:
    rosters = read_rosters(FORMS, today=TODAY)
    assert [(r.form, r.takes_part, len(r.people)) for r in rosters] == [
        (1, True, 11),
        (2, True, 18),
        (3, False, 13),
        (4, None, 12),
        (5, None, 42),
    ]

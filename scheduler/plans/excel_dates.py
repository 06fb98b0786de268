"""Dates as Excel shortens them, where only what it shows is left: in a CSV, on paper."""

import re

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# A date cell as Excel shows it by default: `Dec-23`, `Thg12-23`, `05-Dec-23`.
_SHOWN = re.compile(rf"(?:(\d{{1,2}})-)?(?:({'|'.join(_MONTHS)})|thg ?(\d{{1,2}}))-(?:20)?(\d\d)", re.IGNORECASE)


def spelled_out(cell: str) -> str:
    """A month or day that Excel shortened, as it is written in Vietnamese; any other cell as it is."""
    found = _SHOWN.fullmatch(cell)
    if not found:
        return cell
    month = int(found[3]) if found[3] else _MONTHS.index(found[2].lower()) + 1
    return f"{found[1]}/{month}/20{found[4]}" if found[1] else f"Tháng {month}/20{found[4]}"

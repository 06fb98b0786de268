"""The shape of a rule, and the words many of them share."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from bot.intents.model import Intent

ME = "(tôi|em|mình|anh|chị|cô|chú|bác|cháu|con|chúng tôi|tụi em|bạn|sếp)"
REF = "(TASK|TITLE)"
WHEN = (
    "(khi nào|bao giờ|bao h|mấy h|ngày nào|ngày mấy|hôm nào|bữa nào|chừng nào|mấy giờ|lúc "
    "nào|đến bao giờ|thời gian nào|khi đâu|chừng đâu|bữa đâu|lúc đâu|ngày đâu|giờ nào|tháng mấy|tháng nào|tuần nào)"
)
WHERE = "(ở đâu|chỗ nào|nơi nào|địa điểm|tại đâu|đâu|phòng nào|phòng mấy)"
WHO = (
    "(ai|những ai|đc nào|dc nào|đồng chí nào|các đồng chí nào|người nào|những người nào|cán "
    "bộ nào|công chức nào|anh nào|chị nào|bộ phận nào|bên nào|đứa nào|mấy ai|đơn vị nào)"
)
COUNT = "(bao nhiêu|mấy|=nhiêu)"
WORK = "(việc|nhiệm vụ|công việc|đầu việc|task|cv)"
LATE = "(quá hạn|quá hẹn|trễ|trễ hạn|chậm|muộn|chậm tiến độ)"
HOW_FAR = "thế nào|ra sao|sao rồi|tới đâu|đến đâu"
UNDONE = (
    "(chưa (xong|hoàn thành|hoàn tất|nộp|làm|gửi|báo cáo|thực hiện|đạt)|chưa làm xong|chưa nộp xong|còn (nợ|tồn|lại))"
)
LENGTHEN = (
    "(gia hạn|lùi hạn|dời hạn|giãn hạn|hoãn hạn|nới hạn|kéo dài (thời)? hạn|lùi thời hạn|"
    "dời thời hạn|đẩy hạn|đổi hạn|thêm hạn|thêm thời gian)"
)
DEFER = "(lùi|dời|hoãn !(thành|tất)|giãn|khất|để|đẩy)"


@dataclass(frozen=True)
class Rule:
    """`roles`: who says it so; empty for everybody. `keeps` words of the phrase that stay free words."""

    intent: Intent
    weight: int
    phrase: str
    slots: dict[str, Any] = field(default_factory=dict)
    roles: frozenset[str] = frozenset()


Row = tuple[Any, ...]


def rules(table: dict[Intent, list[Row]]) -> Iterable[Rule]:
    """Rows `(weight, phrase)`, `(weight, phrase, slots)` or `(weight, phrase, slots, roles)` as rules."""
    for intent, rows in table.items():
        for weight, phrase, *rest in rows:
            slots = rest[0] if rest else {}
            roles = frozenset(rest[1]) if len(rest) > 1 else frozenset()
            yield Rule(intent, weight, phrase.replace("REF", REF), slots, roles)

import pytest

from tests.doubles.telegram_adapter import LAN, TOKEN
from tests.doubles.telegram_api import BotDouble, TelegramDouble


@pytest.fixture
def api() -> TelegramDouble:
    double = TelegramDouble(TOKEN)
    double.bots[TOKEN].chats[LAN] = "open"
    return double


@pytest.fixture
def bot(api: TelegramDouble) -> BotDouble:
    return api.bots[TOKEN]

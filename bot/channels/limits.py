"""What each platform lets one bot account do; here, so that who asks needs no platform's library."""

from collections.abc import Mapping

from scheduler.lanes import Limits

LIMITS_OF: Mapping[str, Limits] = {
    # 30 messages a second for a bot, one a second for a chat, 20 a minute for a group:
    # https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this (11/2026).
    "telegram": Limits(per_second=30, chat_gap=1.0, group_gap=3.0, at_once=100),
    # The free plan; no pace is published: https://bot.zapps.me (09/2026).
    "zalo": Limits(monthly=3_000, people=50),
}
_NONE = Limits()


def limits_of(bot: str) -> Limits:
    """Those of the bot's platform, which is its name up to the colon ("telegram:123")."""
    return LIMITS_OF.get(bot.partition(":")[0], _NONE)

"""Letters that a font or a text dump has damaged, put right where only one reading is possible."""


def restored(text: str) -> str:
    return text

"""What is wrong with a file that can't be read as a plan."""

from locales import text


class PlanFileError(Exception):
    """`key` names the sentence for the person (locales/vi/files.po); `values` fill it."""

    def __init__(self, key: str, **values: str) -> None:
        super().__init__(key)
        self.key = key
        self.values = values

    def sentence(self) -> str:
        return text(self.key, **self.values)

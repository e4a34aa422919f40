"""What appointing works under, read once when the process starts."""

from dataclasses import dataclass

from services.kepegawaian.settings import Settings


@dataclass(frozen=True, slots=True)
class Context:
    """Nothing yet: a case names the rule set under which it is decided."""

    @classmethod
    def of(cls, _settings: Settings) -> "Context":
        """Build the context from the settings."""
        return cls()

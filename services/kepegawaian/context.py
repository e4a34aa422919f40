"""What appointing works under, read once when the process starts."""

from dataclasses import dataclass

from services.kepegawaian.domain.nip import PembuatSidik
from services.kepegawaian.settings import Settings
from shared.brankas import Brankas


@dataclass(frozen=True, slots=True)
class Context:
    """The vault of numbers and what makes their fingerprints; a case names the rule set under which it is decided."""

    brankas: Brankas
    sidik: PembuatSidik

    @classmethod
    def of(cls, settings: Settings) -> "Context":
        """Build the context from the settings."""
        return cls(Brankas(settings.pembungkus()), PembuatSidik(settings.nip_key.get_secret_value().encode()))

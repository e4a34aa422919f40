"""What appointing works under, read once when the process starts."""

from dataclasses import dataclass, field

from services.kepegawaian.domain.nip import PembuatSidik
from services.kepegawaian.settings import Settings
from shared.brankas import Brankas
from shared.jam import Jam


@dataclass(frozen=True, slots=True)
class Context:
    """The vault of numbers, what makes their fingerprints, and the clock; a case names the rule set under which it is decided."""

    brankas: Brankas
    sidik: PembuatSidik
    jam: Jam = field(default_factory=Jam)

    @classmethod
    def of(cls, settings: Settings) -> "Context":
        """Build the context from the settings."""
        return cls(Brankas(settings.pembungkus()), PembuatSidik(settings.nip_key.get_secret_value().encode()), Jam(settings.geser_jam))

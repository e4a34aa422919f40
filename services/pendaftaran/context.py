"""What registration works under, read once when the process starts."""

from dataclasses import dataclass, field

from services.pendaftaran.settings import Settings
from services.pendaftaran.usecases.ketentuan import ketentuan
from services.pendaftaran.usecases.musim import Instalasi, MusimPertama
from shared.brankas import Brankas
from shared.jam import Jam
from shared.web import ParticipantSigner


@dataclass(frozen=True, slots=True)
class Context:
    """What all seasons share and the secret; the vault; what signs participant tokens, where there are keys; and the clock."""

    instalasi: Instalasi
    brankas: Brankas
    penanda: ParticipantSigner | None = None
    jam: Jam = field(default_factory=Jam)

    @classmethod
    def of(cls, settings: Settings) -> "Context":
        """The installation that `settings` describe.

        Raises:
            AturanTidakSah: the rule set of the first season is unknown or contradicts itself.
        """
        ketentuan(settings.aturan)
        instalasi = Instalasi(
            kunci=settings.pseudonym_key.get_secret_value().encode(),
            pertama=MusimPertama(settings.musim, settings.aturan, settings.mode_pengisian),
            tanggal_acuan_usia=settings.tanggal_acuan_usia,
        )
        key_file = settings.participant_key_file
        penanda = None if key_file is None else ParticipantSigner(key_file)
        return cls(instalasi, Brankas(settings.pembungkus()), penanda, Jam(settings.geser_jam))

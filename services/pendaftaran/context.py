"""What registration works under, read once when the process starts."""

from dataclasses import dataclass

from services.pendaftaran.domain.jadwal import KetentuanJadwal
from services.pendaftaran.settings import Settings
from services.pendaftaran.usecases.musim import Musim
from shared import aturan, kalender
from shared.aturan import jadwal as aturan_jadwal
from shared.aturan import pendaftaran as aturan_pendaftaran
from shared.aturan import sanggah
from shared.brankas import Brankas
from shared.contracts.types import Aturan
from shared.web import ParticipantSigner


@dataclass(frozen=True, slots=True)
class Context:
    """The season, its rules and its secret; the vault; and what signs participant tokens, where there are keys."""

    musim: Musim
    brankas: Brankas
    penanda: ParticipantSigner | None = None

    @classmethod
    def of(cls, settings: Settings) -> "Context":
        """The season that `settings` describe.

        Raises:
            AturanTidakSah: the rule set is unknown or contradicts itself.
        """
        dasar = aturan.load(settings.aturan)
        musim = Musim(
            nama=settings.musim,
            kunci=settings.pseudonym_key.get_secret_value().encode(),
            aturan=aturan_pendaftaran.load(settings.aturan),
            dasar=Aturan(nama=dasar.nama, versi=dasar.versi),
            jenis_pengadaan=dasar.jenis_pengadaan,
            tahun=dasar.tahun,
            ketentuan_jadwal=KetentuanJadwal(aturan_jadwal.load(settings.aturan), sanggah.load(settings.aturan), kalender.load()),
            tanggal_acuan_usia=settings.tanggal_acuan_usia,
        )
        key_file = settings.participant_key_file
        return cls(musim, Brankas(settings.pembungkus()), None if key_file is None else ParticipantSigner(key_file))

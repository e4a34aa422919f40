"""Who applies, sealed for the vault."""

from services.pendaftaran.domain.lamaran import Lamaran
from services.pendaftaran.store.orang import BarisOrang, Bidang
from services.pendaftaran.store.pindahan import OrangTerang
from services.pendaftaran.store.riwayat import tulis_riwayat
from shared.brankas import KunciOrang


def segel(lamaran: str, pseudonim: str, isi: Lamaran | OrangTerang, kunci: KunciOrang) -> BarisOrang:
    """The row of somebody who applies."""
    nilai = (
        (Bidang.NIK, isi.nik),
        (Bidang.NAMA, isi.nama),
        (Bidang.TANGGAL_LAHIR, isi.tanggal_lahir.isoformat()),
        (Bidang.JENIS_KELAMIN, isi.jenis_kelamin),
        (Bidang.SUREL, isi.surel),
        (Bidang.RIWAYAT, tulis_riwayat(isi.riwayat) if isinstance(isi, Lamaran) else None),
    )
    return BarisOrang(lamaran, pseudonim, *(teks if teks is None else kunci.segel(pseudonim, bidang, teks) for bidang, teks in nilai))

"""The stages of a season, in order. Each waits until its effects are whole by count and digest, never for a fixed time."""

from deploy.gladi.musim.akhir import mundur_sebelum_nip, mundur_setelah_nip, reda, tempatkan, usul_nip
from deploy.gladi.musim.daftar import buka_formasi, terima_lamaran, umumkan_administrasi
from deploy.gladi.musim.keadaan import Keadaan, Rencana
from deploy.gladi.musim.sanggah import sanggah_hasil_akhir
from deploy.gladi.musim.ujian import nilai_skb, nilai_skd, tutup_peringkat, tutup_skd

__all__ = ["Keadaan", "Rencana", "mainkan"]


async def mainkan(keadaan: Keadaan) -> None:
    """Play the whole season."""
    for tahap in (
        buka_formasi,
        terima_lamaran,
        umumkan_administrasi,
        nilai_skd,
        tutup_skd,
        nilai_skb,
        tutup_peringkat,
        tempatkan,
        sanggah_hasil_akhir,
        mundur_sebelum_nip,
        usul_nip,
        mundur_setelah_nip,
        reda,
    ):
        await tahap(keadaan)

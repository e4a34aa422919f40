"""The acts of a season, in order. Each waits until its effects are whole by count and digest, never for a fixed time."""

from collections.abc import Sequence

from deploy.gladi.musim.akhir import mundur_sebelum_nip, mundur_setelah_nip, settle, tempatkan, usul_nip
from deploy.gladi.musim.babak import Musim
from deploy.gladi.musim.daftar import buka_formasi, terima_lamaran, umumkan_administrasi
from deploy.gladi.musim.sanggah import sanggah_hasil_akhir
from deploy.gladi.musim.ujian import nilai_skb, nilai_skd, tutup_peringkat, tutup_skd
from deploy.gladi.plan import Tools

__all__ = ["Musim", "play"]


async def play(tools: Sequence[Tools]) -> list[Musim]:
    """Play the seasons to their ends."""
    seasons = [await _play(each) for each in tools]
    await settle(tools, seasons)
    return seasons


async def _play(tools: Tools) -> Musim:
    lowongan = await buka_formasi(tools)
    await terima_lamaran(tools, lowongan)
    peserta = await umumkan_administrasi(tools, lowongan)
    await nilai_skd(tools, peserta)
    skd = await tutup_skd(tools, peserta)
    await nilai_skb(tools, peserta, skd.terpanggil)
    await tutup_peringkat(tools, skd.terpanggil)
    penempatan = await tempatkan(tools, lowongan, skd.terpanggil)
    sanggah = await sanggah_hasil_akhir(tools, peserta, skd.terpanggil)
    pengunduran = await mundur_sebelum_nip(tools, peserta)
    nip = await usul_nip(tools, peserta)
    setelah_nip = await mundur_setelah_nip(tools, peserta, len(pengunduran.alasan))
    return Musim(tools.plan, peserta, skd, penempatan, sanggah, pengunduran, nip, setelah_nip)

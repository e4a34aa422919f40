"""The acts of a season, in order. Each waits until its effects are whole by count and digest, never for a fixed time."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping

from deploy.gladi.invented import Jenis
from deploy.gladi.musim.akhir import mundur_sebelum_nip, mundur_setelah_nip, settle, tempatkan, usul_nip
from deploy.gladi.musim.babak import DaftarPeserta, HasilSkd, Musim, Sanggahan
from deploy.gladi.musim.bersama import Pertemuan
from deploy.gladi.musim.daftar import buka_formasi, terima_lamaran, umumkan_administrasi
from deploy.gladi.musim.masa import Masa
from deploy.gladi.musim.sanggah import sanggah_hasil_akhir, tanpa_sanggah
from deploy.gladi.musim.ujian import nilai_kompetensi, nilai_skb, nilai_skd, tutup_kompetensi, tutup_peringkat, tutup_skd
from deploy.gladi.plan import Tools
from shared.istilah import TahapMusim

__all__ = ["Musim", "Pertemuan", "play"]


async def play(pertemuan: Pertemuan) -> list[Musim]:
    """Play all seasons at once, each to its end; returns them in the order of the plans."""
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(_play(each, pertemuan)) for each in pertemuan.semua]
    seasons = [task.result() for task in tasks]
    await settle(pertemuan.semua, seasons)
    return seasons


async def _play(tools: Tools, pertemuan: Pertemuan) -> Musim:
    masa = pertemuan.masa(tools)
    peserta = await _daftar(tools, pertemuan, masa)
    skd, terpanggil = await _UJIAN[tools.plan.ragam.jenis](tools, peserta, masa)
    await masa.mulai(TahapMusim.HASIL_AKHIR)
    penempatan = await tempatkan(tools, peserta.lowongan, terpanggil)
    await pertemuan.naikkan_aturan(tools)
    await masa.mulai(TahapMusim.SANGGAH_AKHIR)
    sanggah = await _SANGGAH[tools.plan.ragam.jenis](tools, peserta, terpanggil)
    await masa.mulai(TahapMusim.DRH)
    pengunduran = await mundur_sebelum_nip(tools, peserta)
    await masa.mulai(TahapMusim.USUL_NIP)
    nip = await usul_nip(tools, peserta)
    setelah_nip = await mundur_setelah_nip(tools, peserta, len(pengunduran.alasan))
    return Musim(tools.plan, peserta, skd, penempatan, sanggah, pengunduran, nip, setelah_nip)


async def _daftar(tools: Tools, pertemuan: Pertemuan, masa: Masa) -> DaftarPeserta:
    """From the posts to the participant numbers."""
    await pertemuan.mulai(tools)
    await masa.umumkan()
    lowongan = await buka_formasi(tools)
    await masa.buka(lowongan)
    await terima_lamaran(tools, lowongan, pertemuan.menerima.set, masa.akhiri)
    await pertemuan.coba_dua_jenis(tools, lowongan)
    await masa.tutup(lowongan)
    return await umumkan_administrasi(tools, lowongan)


async def _ujian_cpns(tools: Tools, peserta: DaftarPeserta, masa: Masa) -> tuple[HasilSkd | None, Mapping[str, str]]:
    await nilai_skd(tools, peserta)
    await masa.usai(TahapMusim.SKD)
    skd = await tutup_skd(tools, peserta)
    await nilai_skb(tools, peserta, skd.terpanggil)
    await masa.usai(TahapMusim.SKB)
    await tutup_peringkat(tools, skd.terpanggil)
    return skd, skd.terpanggil


async def _ujian_pppk(tools: Tools, peserta: DaftarPeserta, masa: Masa) -> tuple[HasilSkd | None, Mapping[str, str]]:
    await nilai_kompetensi(tools, peserta)
    await masa.usai(TahapMusim.SELEKSI_KOMPETENSI)
    await tutup_kompetensi(tools, peserta)
    return None, peserta.formasi


_Ujian = Callable[[Tools, DaftarPeserta, Masa], Awaitable[tuple[HasilSkd | None, Mapping[str, str]]]]
_Sanggah = Callable[[Tools, DaftarPeserta, Mapping[str, str]], Awaitable[Sanggahan]]
_UJIAN: Mapping[Jenis, _Ujian] = {Jenis.CPNS: _ujian_cpns, Jenis.PPPK: _ujian_pppk}
_SANGGAH: Mapping[Jenis, _Sanggah] = {Jenis.CPNS: sanggah_hasil_akhir, Jenis.PPPK: tanpa_sanggah}

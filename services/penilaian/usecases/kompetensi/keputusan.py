"""Rank closed kelompok of PPPK, some in each transaction; each is verified before anything of it is saved or said, or held back."""

from collections.abc import Sequence

from services.penilaian.domain.buku import BukuPppk
from services.penilaian.domain.periksa import periksa_pppk, periksa_segel_pppk
from services.penilaian.domain.pppk import PesertaPppk, peringkatkan_pppk
from services.penilaian.domain.skd import Formasi
from services.penilaian.store import hasil as store_hasil
from services.penilaian.store import kompetensi as store
from services.penilaian.store import penutupan
from services.penilaian.store.musim import SALINAN
from services.penilaian.store.penutupan import Penutupan
from services.penilaian.store.tahap import NamaTahap
from services.penilaian.usecases.aturan import aturan_penutupan
from services.penilaian.usecases.keputusan import (
    GROUPS_AT_ONCE,
    KOLOM_SEGEL,
    PEOPLE_AT_ONCE,
    Diperingkat,
    cacat,
    disegel,
    hitung_kelompok,
    segel_dari,
)
from services.penilaian.usecases.kompetensi.peristiwa import Berperingkat, kompetensi_ditetapkan, tersegel
from services.penilaian.usecases.peristiwa import peringkat_ditutup
from shared.aturan.pppk import AmbangTidakDiketahui, AturanPppk, SyaratPppk
from shared.db import BarisTertahan
from shared.messaging import UnitOfWork

AMBANG_TIDAK_DIKETAHUI = "AMBANG_TIDAK_DIKETAHUI"
"""The word for a kelompok whose jabatan has no grade in the rule set; a higher version of it that has one lets the kelompok out."""


async def putuskan_kelompok_kompetensi(uow: UnitOfWork, buku: BukuPppk, *, at_most: int = GROUPS_AT_ONCE) -> int:
    """Rank at most `at_most` closed kelompok and publish, or hold them back; returns how many, 0 when none waits."""
    claimed = await penutupan.klaim(uow.conn, NamaTahap.KOMPETENSI, kelompok=at_most, peserta=PEOPLE_AT_ONCE)
    if not claimed:
        return 0
    formasi = await store_hasil.formasi_dalam(uow.conn, list(claimed))
    bahan = await store.bahan(uow.conn, list(claimed))
    kini = {satu.musim: buku.get((satu.aturan, satu.aturan_versi)) for satu in await SALINAN.semua(uow.conn)}

    def satu_kelompok(kelompok: str) -> Diperingkat[Berperingkat] | BarisTertahan:
        yang = claimed[kelompok]
        aturan = aturan_penutupan(buku, yang)
        if isinstance(aturan, BarisTertahan):
            return aturan
        people = [satu.peserta for satu in bahan.get(kelompok, [])]
        hasil = _peringkatkan(yang, formasi[kelompok], people, aturan)
        berikut = kini.get(yang.musim)
        # Nothing was decided under a version that lacks the grade, so the one that brings it is the first.
        if isinstance(hasil, BarisTertahan) and hasil.sebab == AMBANG_TIDAK_DIKETAHUI and berikut is not None and berikut != aturan:
            return _peringkatkan(yang, formasi[kelompok], people, berikut)
        return hasil

    diperingkat = await hitung_kelompok(uow, NamaTahap.KOMPETENSI, sorted(claimed), satu_kelompok)
    versi = {kelompok: satu.versi for kelompok, satu in claimed.items()}
    await store.simpan(uow.conn, [baris for satu in diperingkat for baris in satu.baris], versi=versi)
    for satu in diperingkat:
        fakta = {orang.peserta.peserta: orang.fakta for orang in bahan.get(satu.kelompok, [])}
        for baris in satu.baris:
            event = kompetensi_ditetapkan(baris, fakta[baris[2].peserta], satu.segel.aturan, versi=versi[satu.kelompok])
            uow.emit(event, sequence=event.versi)
        uow.emit(satu.segel, sequence=satu.segel.versi)
    selesai = [disegel(claimed[satu.kelompok]._replace(aturan_versi=satu.segel.aturan.versi), satu.segel) for satu in diperingkat]
    await penutupan.tandai_selesai(uow.conn, selesai, only=(*KOLOM_SEGEL, "aturan_versi"))
    return len(claimed)


def syarat_kelompok(formasi: Sequence[Formasi], aturan: AturanPppk) -> SyaratPppk | tuple[str, str]:
    """What holds for the jabatan of a kelompok, or why nothing can be said to hold: a word and a sentence."""
    syarat: list[SyaratPppk] = []
    for jabatan in sorted({satu.jabatan for satu in formasi}):
        try:
            syarat.append(aturan.syarat(jabatan))
        except AmbangTidakDiketahui:
            pesan = f"{aturan.nama} versi {aturan.versi} belum memuat nilai ambang batas teknis jabatan {jabatan}"
            return AMBANG_TIDAK_DIKETAHUI, pesan
    if any(satu != syarat[0] for satu in syarat):
        return "JABATAN_BERBEDA", "formasi kelompok ini menyebut jabatan yang ujian atau nilai ambang batasnya berbeda"
    return syarat[0]


def _peringkatkan(
    yang: Penutupan, formasi: Sequence[Formasi], peserta: Sequence[PesertaPppk], aturan: AturanPppk
) -> Diperingkat[Berperingkat] | BarisTertahan:
    syarat = syarat_kelompok(formasi, aturan)
    if not isinstance(syarat, SyaratPppk):
        return BarisTertahan(yang.kelompok, *syarat)
    kuota = {satu.formasi: satu.kuota for satu in formasi}
    hasil = peringkatkan_pppk(peserta, aturan, syarat, kuota)
    if salah := periksa_pppk(peserta, hasil, aturan, syarat, kuota, jumlah=yang.peserta):
        return cacat(yang.kelompok, salah)
    people = {satu.peserta: satu for satu in peserta}
    baris = tuple((yang.kelompok, people[satu.peserta], satu) for satu in hasil)
    segel = peringkat_ditutup(yang.kelompok, formasi, tersegel(baris, yang.versi), aturan, versi=yang.versi)
    salah = periksa_segel_pppk(formasi, peserta, hasil, segel_dari(segel))
    return cacat(yang.kelompok, salah) if salah else Diperingkat(yang.kelompok, baris, segel)

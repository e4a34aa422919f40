"""From decisions of the domain to events of the contract."""

from dataclasses import asdict

import orjson

from services.penempatan.domain import Alasan, Keputusan, Kursi, PenempatanKelompok, PengaruhPersetujuan, Selisih
from services.penempatan.domain.penggantian import JenisPeristiwa, Peristiwa
from services.penempatan.store.antrean import BarisKelompok
from services.penempatan.store.hasil import Hitungan
from services.penempatan.store.versi import TandaTangan
from shared.contracts import types
from shared.contracts.event import Event
from shared.contracts.lists import CORRECTION_LISTS_MAX_BYTES, fitting
from shared.contracts.penempatan import (
    CandidateReplaced,
    PergantianKursi,
    Perpindahan,
    PlacementCorrected,
    PlacementDecided,
    VacancyCarriedOver,
    VacancyFilled,
    VacancyOpened,
)


def alasan_terbit(alasan: Alasan) -> types.Alasan:
    """A reason as it is published."""
    return types.Alasan(kode=alasan.kode, pasal=alasan.pasal, angka=dict(alasan.angka))


def _umum(alasan: Alasan) -> types.Alasan:
    """A reason as everybody may read it: whose place somebody takes is told to agencies only (candidate-replaced)."""
    return types.Alasan(kode=alasan.kode, pasal=alasan.pasal, angka={nama: nilai for nama, nilai in alasan.angka if nama != "digantikan"})


def keputusan_terbit(keputusan: Keputusan, *, kelompok: str, aturan: types.Aturan, versi: int) -> PlacementDecided:
    """A decision as it is published."""
    return PlacementDecided(
        kelompok=kelompok,
        peserta=keputusan.peserta,
        tahap=keputusan.tahap.value,
        hasil=keputusan.hasil,
        rute=keputusan.rute,
        kode=keputusan.kode,
        formasi_asal=keputusan.formasi_asal,
        formasi_tujuan=keputusan.formasi_tujuan,
        kursi=keputusan.kursi,
        alasan=tuple(alasan_terbit(alasan) for alasan in keputusan.alasan),
        aturan=aturan,
        versi=versi,
    )


def koreksi_terbit(
    segel: BarisKelompok,
    selisih: Selisih,
    tanda_tangan: TandaTangan | None,
    *,
    sebelumnya: int,
    aturan: types.Aturan,
    room: int = CORRECTION_LISTS_MAX_BYTES,
) -> PlacementCorrected:
    """A correction that is in force, as it is published: its lists take at most `room` bytes of JSON; the officers' names are not there."""
    kehilangan, room = fitting(selisih.kehilangan, room)
    pindah, room = fitting([Perpindahan(peserta=satu.peserta, dari=satu.dari, ke=satu.ke) for satu in selisih.pindah], room)
    masuk, room = fitting(selisih.masuk, room)
    kursi, _ = fitting([PergantianKursi(kursi=k.kursi, sebelum=k.sebelum, sesudah=k.sesudah) for k in selisih.kursi], room)
    return PlacementCorrected(
        kelompok=segel.kelompok,
        versi=segel.versi,
        versi_sebelumnya=sebelumnya,
        sha256=segel.sha256,
        masuk=masuk,
        kehilangan=kehilangan,
        pindah=pindah,
        kursi=kursi,
        kehilangan_lain=len(selisih.kehilangan) - len(kehilangan) or None,
        pindah_lain=len(selisih.pindah) - len(pindah) or None,
        masuk_lain=len(selisih.masuk) - len(masuk) or None,
        kursi_lain=len(selisih.kursi) - len(kursi) or None,
        alasan=tanda_tangan.alasan if tanda_tangan else None,
        sumber=tanda_tangan.sumber if tanda_tangan else None,
        aturan=aturan,
    )


def kursi_dibuka(kursi: str, alasan: Alasan, *, kelompok: str, versi: int) -> VacancyOpened:
    """A seat that nobody has, as it is published."""
    formasi = kursi.rpartition("/")[0]
    return VacancyOpened(kelompok=kelompok, formasi=formasi, kursi=kursi, alasan=alasan_terbit(alasan), versi=versi)


def riwayat_kursi(penempatan: PenempatanKelompok, *, kelompok: str) -> list[tuple[Kursi, Hitungan, tuple[Event, ...]]]:
    """Every seat of a kelompok just placed, with what is published about it.

    A seat that nobody has is opened; one that a filling step gave to somebody of another formation was open before, and is filled.
    """
    oleh = {k.kursi: k for k in penempatan.keputusan if k.kursi is not None and k.formasi_tujuan != k.formasi_asal}
    riwayat: list[tuple[Kursi, Hitungan, tuple[Event, ...]]] = []
    for kursi in penempatan.kursi:
        pengisi = oleh.get(kursi.kursi)
        if kursi.alasan is not None:
            dibuka = kursi_dibuka(kursi.kursi, kursi.alasan, kelompok=kelompok, versi=1)
            riwayat.append((kursi, Hitungan(dibuka=1), (dibuka,)))
        elif pengisi is not None and pengisi.rute is not None:
            alasan = pengisi.alasan[-1]
            sebab = Alasan("TIDAK_TERISI_FORMASI_SENDIRI", alasan.pasal, ())
            terisi = VacancyFilled(
                kelompok=kelompok,
                formasi=kursi.formasi,
                kursi=kursi.kursi,
                peserta=pengisi.peserta,
                rute=pengisi.rute,
                alasan=alasan_terbit(alasan),
                versi=1,
            )
            dibuka = kursi_dibuka(kursi.kursi, sebab, kelompok=kelompok, versi=1)
            riwayat.append((kursi, Hitungan(dibuka=1, terisi=1), (dibuka, terisi)))
        else:
            riwayat.append((kursi, Hitungan(), ()))
    return riwayat


def tulis_pengaruh(pengaruh: PengaruhPersetujuan) -> str:
    """The effect of consent as JSON: the counts, and who and which seats they are about."""
    jumlah = {nama: getattr(pengaruh, nama) for nama in ("mendapat", "melepas", "pindah", "kursi_lebih_kosong")}
    return orjson.dumps({**asdict(pengaruh), **jumlah}).decode()


def peristiwa_terbit(peristiwa: Peristiwa, hitungan: Hitungan, *, kelompok: str) -> tuple[Event, int, Hitungan]:
    """What happened to a seat as it is published: the event, its number, and the counts afterwards.

    Raises:
        ValueError: a person or route is missing where this kind of happening has one.
    """
    kursi, alasan = peristiwa.kursi, alasan_terbit(peristiwa.alasan)
    formasi = kursi.rpartition("/")[0]
    if peristiwa.jenis is JenisPeristiwa.DIBUKA:
        sesudah = hitungan._replace(dibuka=hitungan.dibuka + 1)
        return kursi_dibuka(kursi, peristiwa.alasan, kelompok=kelompok, versi=sesudah.dibuka), sesudah.dibuka, sesudah
    if peristiwa.jenis is JenisPeristiwa.DIBAWA:
        sesudah = hitungan._replace(dibawa=hitungan.dibawa + 1)
        dibawa = VacancyCarriedOver(kelompok=kelompok, formasi=formasi, kursi=kursi, alasan=alasan, versi=sesudah.dibawa)
        return dibawa, sesudah.dibawa, sesudah
    if peristiwa.peserta is None or peristiwa.rute is None:
        raise ValueError(f"{peristiwa.jenis} of {kursi} names nobody")
    if peristiwa.jenis is JenisPeristiwa.TERISI:
        sesudah = hitungan._replace(terisi=hitungan.terisi + 1)
        terisi = VacancyFilled(
            kelompok=kelompok,
            formasi=formasi,
            kursi=kursi,
            peserta=peristiwa.peserta,
            rute=peristiwa.rute,
            alasan=_umum(peristiwa.alasan),
            versi=sesudah.terisi,
        )
        return terisi, sesudah.terisi, sesudah
    if peristiwa.digantikan is None:
        raise ValueError(f"{peristiwa.jenis} of {kursi} replaces nobody")
    sesudah = hitungan._replace(diganti=hitungan.diganti + 1)
    diganti = CandidateReplaced(
        kelompok=kelompok,
        formasi=formasi,
        kursi=kursi,
        digantikan=peristiwa.digantikan,
        pengganti=peristiwa.peserta,
        alasan=alasan,
        versi=sesudah.diganti,
    )
    return diganti, sesudah.diganti, sesudah

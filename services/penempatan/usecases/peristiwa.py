"""From decisions and happenings of the domain to events of the contract."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace

import orjson

from services.penempatan.domain.jenis import Hitungan, Keputusan
from services.penempatan.domain.kelengkapan import Segel
from services.penempatan.domain.peristiwa import JenisPeristiwa, Peristiwa
from services.penempatan.domain.persetujuan import PengaruhPersetujuan
from services.penempatan.domain.selisih import Selisih
from services.penempatan.store.versi import TandaTangan
from shared.contracts import types
from shared.contracts.alasan import alasan_terbit
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


@dataclass(frozen=True, slots=True)
class Asal:
    """What every decision of a kelompok says of it: the season, None where nobody said yet which one it is, and the rule set."""

    kelompok: str
    musim: str | None
    aturan: types.Aturan


def keputusan_terbit(keputusan: Keputusan, *, asal: Asal, versi: int) -> PlacementDecided:
    """A decision as it is published."""
    return PlacementDecided(
        kelompok=asal.kelompok,
        musim=asal.musim,
        peserta=keputusan.peserta,
        tahap=keputusan.tahap.value,
        hasil=keputusan.hasil,
        rute=keputusan.rute,
        kode=keputusan.kode,
        formasi_asal=keputusan.formasi_asal,
        formasi_tujuan=keputusan.formasi_tujuan,
        kursi=keputusan.kursi,
        alasan=tuple(alasan_terbit(alasan) for alasan in keputusan.alasan),
        aturan=asal.aturan,
        versi=versi,
    )


def koreksi_terbit(
    segel: Segel,
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


def tulis_pengaruh(pengaruh: PengaruhPersetujuan) -> str:
    """The effect of consent as JSON: the counts, and who and which seats they are about."""
    jumlah = {nama: getattr(pengaruh, nama) for nama in ("mendapat", "melepas", "pindah", "kursi_lebih_kosong")}
    return orjson.dumps({**asdict(pengaruh), **jumlah}).decode()


# Whose place somebody takes is told to agencies only; everybody may read the rest.
_TERBIT: Mapping[JenisPeristiwa, tuple[type[Event], str, frozenset[str]]] = {
    JenisPeristiwa.DIBUKA: (VacancyOpened, "dibuka", frozenset({"digantikan"})),
    JenisPeristiwa.DIBAWA: (VacancyCarriedOver, "dibawa", frozenset({"digantikan"})),
    JenisPeristiwa.TERISI: (VacancyFilled, "terisi", frozenset({"digantikan"})),
    JenisPeristiwa.DIGANTI: (CandidateReplaced, "diganti", frozenset()),
}


def kursi_terbit(peristiwa: Peristiwa, terbit: Hitungan, *, kelompok: str) -> tuple[Event, int, Hitungan]:
    """Build the event about a seat: the event, its number, and the counts afterwards.

    Raises:
        ValueError: a person or route is missing where this kind of happening has one.
    """
    model, hitungan, rahasia = _TERBIT[peristiwa.jenis]
    nomor: int = getattr(terbit, hitungan) + 1
    alasan = replace(peristiwa.alasan, angka=tuple(satu for satu in peristiwa.alasan.angka if satu[0] not in rahasia))
    isi = {
        "kelompok": kelompok,
        "formasi": peristiwa.kursi.rpartition("/")[0],
        "kursi": peristiwa.kursi,
        "peserta": peristiwa.peserta,
        "pengganti": peristiwa.peserta,
        "digantikan": peristiwa.digantikan,
        "rute": peristiwa.rute,
        "alasan": alasan_terbit(alasan),
        "versi": nomor,
    }
    event = model.model_validate({nama: isi[nama] for nama in model.model_fields})
    return event, nomor, replace(terbit, **{hitungan: nomor})

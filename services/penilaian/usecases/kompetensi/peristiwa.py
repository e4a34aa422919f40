"""Decisions about PPPK as the events that say them."""

from collections.abc import Iterable

from services.penilaian.domain.pppk import HasilPppk, PesertaPppk
from services.penilaian.store.kompetensi import FaktaKompetensi
from services.penilaian.usecases.peristiwa import alasan_diumumkan
from shared.aturan import Kehadiran
from shared.contracts import types
from shared.contracts.digest import BarisPeringkat
from shared.contracts.penilaian import CompetencyFinalized

Berperingkat = tuple[str, PesertaPppk, HasilPppk]


def kompetensi_ditetapkan(yang: Berperingkat, fakta: FaktaKompetensi, aturan: types.Aturan, *, versi: int) -> CompetencyFinalized:
    """The points and ranks of one participant."""
    kelompok, asal, satu = yang
    hadir = asal.kehadiran is Kehadiran.HADIR
    return CompetencyFinalized(
        kelompok=kelompok,
        formasi=satu.formasi,
        peserta=satu.peserta,
        jenis_kebutuhan=fakta.jenis_kebutuhan,
        kualifikasi=fakta.kualifikasi,
        kehadiran=asal.kehadiran,
        teknis=satu.teknis,
        manajerial_sosiokultural=asal.manajerial_sosiokultural if hadir else None,
        wawancara=asal.wawancara if hadir else None,
        total=satu.total,
        memenuhi_ambang=satu.memenuhi_ambang,
        peringkat=satu.peringkat,
        peringkat_kelompok=satu.peringkat_kelompok,
        seri=satu.seri,
        kesediaan=None if fakta.kesediaan is None else types.Kesediaan.model_validate_json(fakta.kesediaan),
        alasan=alasan_diumumkan(satu.alasan),
        aturan=aturan,
        versi=versi,
    )


def tersegel(rows: Iterable[Berperingkat], versi: int) -> list[BarisPeringkat]:
    """The rows of a ranking as its digest seals them: attendance and all points."""
    return [
        BarisPeringkat(satu.peserta, satu.formasi, asal.kehadiran, satu.total, satu.peringkat, satu.peringkat_kelompok, versi)
        for _, asal, satu in rows
    ]

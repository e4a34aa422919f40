"""Decisions as the events that say them."""

from collections.abc import Iterable, Sequence

from services.penilaian.domain.koreksi import KOLOM_PERINGKAT, Selisih, Ubahan
from services.penilaian.domain.peringkat import HasilAkhir, PesertaSkb
from services.penilaian.domain.skd import Formasi, HasilFormasi
from services.penilaian.store.hasil import FaktaSkb
from services.penilaian.store.koreksi import Koreksi, Perubahan, Versi
from shared.aturan import Alasan, AturanSeleksi
from shared.aturan.pppk import AturanPppk
from shared.contracts import types
from shared.contracts.alasan import alasan_terbit
from shared.contracts.digest import BarisPeringkat, ranking_digest
from shared.contracts.lists import CORRECTION_LISTS_MAX_BYTES, fitting
from shared.contracts.penilaian import (
    BatasSkb,
    CompetencyScored,
    ExamScored,
    RankingClosed,
    RankingCorrected,
    ScoreFinalized,
    SkbShortlisted,
    UbahanPeringkat,
)
from shared.istilah import UjianKompetensi

VERSI_PERTAMA = 1

Berperingkat = tuple[str, PesertaSkb, HasilAkhir]


def skb_diumumkan(kelompok: str, satu: HasilFormasi, kuota: int, aturan: types.Aturan, *, versi: int = VERSI_PERTAMA) -> SkbShortlisted:
    """Announce the participants of one formation who go on to the SKB."""
    return SkbShortlisted(
        kelompok=kelompok,
        formasi=satu.formasi,
        kuota=kuota,
        memenuhi_ambang=satu.memenuhi_ambang,
        batas=BatasSkb(skd=satu.batas.skd, tkp=satu.batas.tkp, tiu=satu.batas.tiu, twk=satu.batas.twk) if satu.batas else None,
        peserta=satu.daftar,
        alasan=alasan_diumumkan(satu.alasan),
        aturan=aturan,
        versi=versi,
    )


def nilai_ditetapkan(yang: Berperingkat, fakta: FaktaSkb, aturan: types.Aturan, *, versi: int) -> ScoreFinalized:
    """The final scores and ranks of one participant."""
    kelompok, asal, satu = yang
    nilai = satu.nilai
    return ScoreFinalized(
        kelompok=kelompok,
        formasi=satu.formasi,
        peserta=satu.peserta,
        jenis_kebutuhan=fakta.jenis_kebutuhan,
        kualifikasi=fakta.kualifikasi,
        twk=asal.twk,
        tiu=asal.tiu,
        tkp=asal.tkp,
        skd=satu.skd,
        skd_100=satu.skd_100,
        status_skb=asal.status,
        nilai_skb=asal.nilai_skb,
        skor_skd=nilai.skor_skd if nilai else None,
        skor_skb=nilai.skor_skb if nilai else None,
        nilai_akhir=nilai.nilai_akhir if nilai else None,
        peringkat=satu.peringkat,
        peringkat_kelompok=satu.peringkat_kelompok,
        seri=satu.seri,
        memenuhi_ambang_umum=fakta.memenuhi_ambang_umum,
        kesediaan=None if fakta.kesediaan is None else types.Kesediaan.model_validate_json(fakta.kesediaan),
        alasan=alasan_diumumkan(satu.alasan),
        aturan=aturan,
        versi=versi,
    )


def tersegel(rows: Iterable[Berperingkat], versi: int) -> list[BarisPeringkat]:
    """The rows of a ranking as its digest seals them."""
    return [
        BarisPeringkat(
            peserta=satu.peserta,
            formasi=satu.formasi,
            status_skb=asal.status,
            nilai_akhir=satu.nilai.nilai_akhir if satu.nilai else None,
            peringkat=satu.peringkat,
            peringkat_kelompok=satu.peringkat_kelompok,
            versi=versi,
        )
        for _, asal, satu in rows
    ]


def peringkat_ditutup(
    kelompok: str,
    formasi: Sequence[Formasi],
    rows: Sequence[BarisPeringkat],
    aturan: AturanSeleksi | AturanPppk,
    *,
    versi: int,
    sha256_sebelumnya: str | None = None,
) -> RankingClosed:
    """The seal of one kelompok over its rows; each version after the first names the digest of the one before."""
    return RankingClosed(
        kelompok=kelompok,
        jumlah=len(rows),
        jumlah_formasi=len(formasi),
        jumlah_kursi=sum(satu.kuota for satu in formasi),
        sha256=ranking_digest(rows),
        sha256_sebelumnya=sha256_sebelumnya,
        aturan=aturan_diumumkan(aturan),
        versi=versi,
    )


def peringkat_dikoreksi(
    satu: Versi, selisih: Selisih, usul: Koreksi, aturan: AturanSeleksi | AturanPppk, *, room: int = CORRECTION_LISTS_MAX_BYTES
) -> RankingCorrected:
    """Announce the changes of this version; its lists take at most `room` bytes of JSON (see RankingCorrected)."""
    utama = [_ubahan(ubahan) for ubahan in selisih.ubahan if ubahan.kolom not in KOLOM_PERINGKAT]
    geser = [_ubahan(ubahan) for ubahan in selisih.ubahan if ubahan.kolom in KOLOM_PERINGKAT]
    kehilangan, room = fitting(selisih.kehilangan, room)
    masuk, room = fitting(selisih.masuk, room)
    ubahan, room = fitting(utama, room)
    peringkat, _ = fitting(geser, room)
    return RankingCorrected(
        kelompok=satu.kelompok,
        versi=satu.versi,
        versi_sebelumnya=satu.versi - 1,
        sha256=satu.sha256,
        sha256_sebelumnya=satu.sha256_sebelumnya,
        kehilangan=kehilangan,
        masuk=masuk,
        ubahan=ubahan + peringkat,
        kehilangan_lain=len(selisih.kehilangan) - len(kehilangan),
        masuk_lain=len(selisih.masuk) - len(masuk),
        ubahan_lain=len(utama) - len(ubahan),
        ubahan_peringkat_lain=len(geser) - len(peringkat),
        alasan=usul.alasan,
        sumber=usul.sumber,
        sanggah=usul.sanggah or None,
        aturan=aturan_diumumkan(aturan),
    )


def nilai_ujian(sumber: str, satu: Perubahan, versi: int) -> ExamScored | CompetencyScored:
    """One person's result in one test.

    Raises:
        pydantic.ValidationError: attended without all scores of that test.
    """
    isi = satu.isi
    if isinstance(satu.jenis, UjianKompetensi):
        return CompetencyScored(
            peserta=satu.peserta,
            kehadiran=isi.kehadiran,
            teknis=isi.teknis,
            manajerial_sosiokultural=isi.manajerial_sosiokultural,
            wawancara=isi.wawancara,
            sumber=sumber,
            versi=versi,
        )
    return ExamScored(
        peserta=satu.peserta,
        jenis=satu.jenis,
        kehadiran=isi.kehadiran,
        twk=isi.twk,
        tiu=isi.tiu,
        tkp=isi.tkp,
        nilai_skb=isi.nilai_skb,
        status_skb=isi.status,
        tahun_asal=isi.tahun_asal,
        sumber=sumber,
        versi=versi,
    )


def _ubahan(satu: Ubahan) -> UbahanPeringkat:
    return UbahanPeringkat(peserta=satu.peserta, kolom=satu.kolom, dari=satu.dari, menjadi=satu.menjadi)


def alasan_diumumkan(alasan: Iterable[Alasan]) -> tuple[types.Alasan, ...]:
    """Reasons as events say them."""
    return tuple(map(alasan_terbit, alasan))


def aturan_diumumkan(aturan: AturanSeleksi | AturanPppk) -> types.Aturan:
    """The rule set as events name it."""
    return types.Aturan(nama=aturan.nama, versi=aturan.versi)

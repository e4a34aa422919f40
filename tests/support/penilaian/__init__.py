"""Hypothesis strategies for scoring: few different values, so that ties of every depth happen."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from hypothesis import strategies as st

from acuan.penilaian import Orang
from services.penilaian.domain.peringkat import PesertaSkb
from services.penilaian.domain.seri import PutusanSeri
from services.penilaian.domain.skd import PesertaSkd
from shared.aturan import Kehadiran, StatusSkb

_ORANG = st.builds(
    Orang,
    peserta=st.just(""),
    formasi=st.sampled_from(["f-1", "f-2", "f-3"]),
    kehadiran=st.sampled_from(["HADIR"] * 6 + ["TH", "DIS"]),
    twk=st.sampled_from([60, 65, 70, 100]),
    tiu=st.sampled_from([55, 60, 80, 85, 110]),
    tkp=st.sampled_from([150, 166, 170, 171, 200]),
    status_skb=st.sampled_from(["HADIR"] * 8 + ["TH", "TMS-1", "DIS"]),
    nilai_skb=st.sampled_from([Decimal(0), Decimal("55.5"), Decimal("70.123"), Decimal("70.124"), Decimal(100)]),
    ipk=st.sampled_from([Decimal("3.10"), Decimal("3.50")]),
    skala_ipk=st.sampled_from(["IPK"] * 3 + ["IJAZAH"]),
    tanggal_lahir=st.sampled_from([date(1995, 2, 28), date(1999, 12, 31)]),
    putusan=st.none() | st.tuples(st.sampled_from(["daftar-1"] * 4 + ["daftar-2"]), st.integers(1, 6)),
)


def orang(max_size: int = 30) -> st.SearchStrategy[list[Orang]]:
    """People with different participant numbers, in any order."""

    def numbered(people: list[Orang]) -> list[Orang]:
        return [replace(satu, peserta=f"{24_000_000 + n}") for n, satu in enumerate(people)]

    return st.lists(_ORANG, max_size=max_size).map(numbered).flatmap(st.permutations).map(list)


def as_skd(satu: Orang) -> PesertaSkd:
    """The person as the service's SKD sees it."""
    return PesertaSkd(satu.peserta, Kehadiran(satu.kehadiran), satu.twk, satu.tiu, satu.tkp)


def as_skb(satu: Orang) -> PesertaSkb:
    """The person as the service's ranking sees it."""
    return PesertaSkb(
        peserta=satu.peserta,
        formasi=satu.formasi,
        twk=satu.twk,
        tiu=satu.tiu,
        tkp=satu.tkp,
        status=StatusSkb(satu.status_skb),
        nilai_skb=int(satu.nilai_skb * 1000),
        ipk=None if satu.ipk is None else int(satu.ipk * 100),
        skala_ipk=satu.skala_ipk,
        tanggal_lahir=satu.tanggal_lahir,
        putusan_seri=PutusanSeri(*satu.putusan, "KEP 1/2025") if satu.putusan else None,
    )

"""The ranking alone, beside DuckDB's window function on the same table in the same run."""

import time
from dataclasses import dataclass

import duckdb
import numpy as np

from services.penilaian import massal
from services.penilaian.massal.integrasi import integrasikan
from services.penilaian.massal.kolom import HADIR_SKB, Kolom
from services.penilaian.massal.peringkat import ukuran
from shared.aturan import load
from tests.bench.nasional.alur import ATURAN
from tests.bench.nasional.bangsa import Bangsa

_URUTAN = "nilai_akhir desc, skd desc, tkp desc, tiu desc, twk desc"
# What anybody would write: both windows at once, GPA before age, on whatever scale it is.
_POLOS = f"""
    select
        baris,
        rank() over (partition by formasi order by {_URUTAN}, ipk desc, usia desc) as peringkat,
        rank() over (partition by kelompok order by {_URUTAN}, ipk desc, usia desc) as peringkat_kelompok
    from t
"""
# The law: among those who are still equal, GPA counts on one scale only. Not timed; every row has to agree.
_SAH = f"""
    with u as (
        select *,
            case when min(skala) over f = max(skala) over f then ipk else 0 end as ipk_f,
            case when min(skala) over k = max(skala) over k then ipk else 0 end as ipk_k
        from t
        window f as (partition by formasi, nilai_akhir, skd, tkp, tiu, twk), k as (partition by kelompok, nilai_akhir, skd, tkp, tiu, twk)
    )
    select
        baris,
        rank() over (partition by formasi order by {_URUTAN}, ipk_f desc, usia desc) as peringkat,
        rank() over (partition by kelompok order by {_URUTAN}, ipk_k desc, usia desc) as peringkat_kelompok
    from u
"""


@dataclass(frozen=True, slots=True)
class Banding:
    """One round, in seconds."""

    kita: float
    duckdb: float

    @property
    def rasio(self) -> float:
        """Ours as a multiple of DuckDB."""
        return self.kita / self.duckdb


@dataclass(frozen=True, slots=True)
class HasilBanding:
    """All rounds; `baris` people ranked, of whom `lain` rank otherwise by the plain statement, which compares GPA across scales."""

    putaran: tuple[Banding, ...]
    baris: int
    lain: int


def bandingkan(bangsa: Bangsa, putaran: int) -> HasilBanding:
    """Rank everybody with a final score in the own formation and in the kelompok, ours and DuckDB in turn.

    Raises:
        RuntimeError: a rank differs from DuckDB's by the statement that says what the law says.
    """
    aturan = load(ATURAN)
    putusan = massal.putuskan_skd(bangsa.formasi, bangsa.skd, aturan)
    tes = bangsa.skb
    ikut = np.sort(putusan.daftar)
    ikut = ikut[tes.status[ikut] == HADIR_SKB]
    nilai = integrasikan((tes.twk + tes.tiu + tes.tkp)[ikut], tes.nilai_skb[ikut], aturan.integrasi)
    pasti, lunak = ukuran(tes, nilai, ikut, aturan)
    formasi = tes.formasi[ikut]
    kelompok = bangsa.formasi.kelompok[formasi]
    tabel = {
        "baris": np.arange(len(ikut)), "formasi": formasi, "kelompok": kelompok, "nilai_akhir": nilai.nilai_akhir,
        "skd": pasti[1], "tkp": pasti[2], "tiu": pasti[3], "twk": pasti[4], "ipk": tes.ipk[ikut], "skala": tes.skala_ipk[ikut],
        "usia": tes.usia[ikut],
    }  # fmt: skip
    with duckdb.connect(config={"threads": 2}) as basis:
        basis.register("kolom", tabel)
        basis.execute("create table t as select * from kolom")

        def kita() -> tuple[Kolom, Kolom]:
            return massal.susun(formasi, pasti, lunak).peringkat, massal.susun(kelompok, pasti, lunak).peringkat

        def mereka(pernyataan: str) -> tuple[Kolom, Kolom]:
            baris, dalam, sekelompok = basis.execute(pernyataan).fetchnumpy().values()
            hasil = np.empty((2, len(baris)), dtype=np.int64)
            hasil[:, baris] = dalam, sekelompok
            return hasil[0], hasil[1]

        milik = kita()
        if not all(np.array_equal(a, b) for a, b in zip(milik, mereka(_SAH), strict=True)):
            raise RuntimeError("a rank differs from DuckDB's")
        polos = mereka(_POLOS)
        lain = int(((milik[0] != polos[0]) | (milik[1] != polos[1])).sum())
        rounds: list[Banding] = []
        for ke in range(putaran):
            detik: dict[str, float] = {}
            for siapa in ("kita", "duckdb") if ke % 2 == 0 else ("duckdb", "kita"):
                mulai = time.perf_counter()
                if siapa == "kita":
                    kita()
                else:
                    basis.execute(_POLOS).fetchnumpy()
                detik[siapa] = time.perf_counter() - mulai
            rounds.append(Banding(**detik))
    return HasilBanding(tuple(rounds), len(ikut), lain)

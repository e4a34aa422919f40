"""Cases and events for tests of the appointment."""

from datetime import date
from typing import Any, Final

from services.kepegawaian.domain.jenis import JenisKelamin, Kasus, Tempat
from services.kepegawaian.domain.nip import BatasNip, PembuatSidik, Usulan
from shared.aturan import load, versions
from shared.brankas import Brankas
from shared.brankas.berkas import KunciBerkas
from shared.contracts.penempatan import PlacementDecided
from shared.contracts.types import Alasan, Aturan
from shared.istilah import Hasil, Rute
from tests.support.brankas import berkas_kunci

ATURAN = "cpns-2024"
LAHIR = date(1996, 8, 18)
TMT = date(2025, 4, 1)
BATAS = BatasNip(2024, 40, 18)
NIP_KEY: Final = "rahasia-sidik-untuk-uji"
SIDIK = PembuatSidik(NIP_KEY.encode())


def setelan_brankas() -> dict[str, Any]:
    """The settings that the vault of numbers needs."""
    return {"nip_key": NIP_KEY, "brankas_berkas": berkas_kunci()}


def brankas() -> Brankas:
    """The vault under the tests' wrapping key."""
    return Brankas(KunciBerkas(berkas_kunci()))


def kasus(peserta: str = "1") -> Kasus:
    return Kasus(peserta, "K", ATURAN, load(ATURAN).versi, 1, Tempat("A", f"A/{peserta}", Rute.FORMASI_SENDIRI))


def usulan(peserta: str = "1", *, baris: int = 1, lahir: date = LAHIR, kelamin: str = "L", tmt: date = TMT) -> Usulan:
    return Usulan(baris, peserta, lahir, JenisKelamin(kelamin), tmt)


def diputuskan(
    peserta: str,
    *,
    hasil: Hasil = Hasil.LULUS,
    versi: int = 1,
    kursi: str | None = None,
    rute: Rute = Rute.FORMASI_SENDIRI,
    kelompok: str = "K",
    aturan: str = ATURAN,
    musim: str | None = None,
) -> PlacementDecided:
    lulus = hasil is Hasil.LULUS
    return PlacementDecided(
        kelompok=kelompok,
        peserta=peserta,
        tahap="AKHIR",
        hasil=hasil,
        rute=rute if lulus else None,
        kode="P/L" if lulus else "TL",
        formasi_asal="A",
        formasi_tujuan="A" if lulus else None,
        kursi=(kursi or f"A/{peserta}") if lulus else None,
        alasan=(Alasan(kode="UJI", pasal="uji", angka={}),),
        aturan=Aturan(nama=aturan, versi=versions(aturan)[-1]),
        musim=musim,
        versi=versi,
    )

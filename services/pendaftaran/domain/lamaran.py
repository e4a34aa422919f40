"""An application as it is locked, and the numbers derived from it (PermenPANRB 6/2024 Pasal 25 ayat (4): one application a year)."""

import base64
import hashlib
import hmac
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from typing import Final, Literal

from services.pendaftaran.domain.kesediaan import Kesediaan
from services.pendaftaran.domain.riwayat import Riwayat

WIB: Final = timezone(timedelta(hours=7), "WIB")

JenisKelamin = Literal["L", "P"]
SkalaIpk = Literal["IPK", "IJAZAH"]

# Hundredths: a GPA is on a scale of 4, the mean of a school diploma on a scale of 100.
IPK_MAKS: Final[dict[SkalaIpk, int]] = {"IPK": 400, "IJAZAH": 10_000}


# ASCII digits only: int() would also take the digits of every other script.
_ANGKA: Final = re.compile(r"([0-9]{1,3})(?:[.,]([0-9]{1,2}))?")


@dataclass(frozen=True, slots=True)
class Lamaran:
    """What the applicant locks (Akhiri pendaftaran); nothing of it changes afterwards.

    Attributes:
        ipk: hundredths, so 379 is 3.79.
        kualifikasi: study as level|programme in capitals.
        dokumen: kinds of documents handed in, sorted, each once.
        kesediaan: where the applicant would go besides this post; None = not stated, which counts as anywhere.
        riwayat: what an applicant for PPPK states besides; None = nothing.
    """

    nik: str
    nama: str
    tanggal_lahir: date
    jenis_kelamin: JenisKelamin
    surel: str | None
    formasi: str
    kualifikasi: str
    ipk: int
    skala_ipk: SkalaIpk
    dokumen: tuple[str, ...]
    kesediaan: Kesediaan | None = None
    riwayat: Riwayat | None = None


def ipk(teks: str, skala: SkalaIpk) -> int | None:
    """Read "3.79" or "3,79" as hundredths; None when it is no number of at most two decimals within the scale."""
    ditemukan = _ANGKA.fullmatch(teks.strip())
    if ditemukan is None:
        return None
    bulat, pecahan = ditemukan.groups(default="")
    nilai = int(bulat) * 100 + int(pecahan.ljust(2, "0"))
    return nilai if nilai <= IPK_MAKS[skala] else None


def tanggal_wib(saat: datetime) -> date:
    """The day in western Indonesian time, by which every deadline and age is judged."""
    return saat.astimezone(WIB).date()


def pseudonim(kunci: bytes, nik: str) -> str:
    """The name under which other services may speak of a person: HMAC-SHA-256 of the NIK, in hex."""
    return hmac.digest(kunci, nik.encode(), "sha256").hex()


def kunci_nomor_peserta(kunci: bytes, musim: str) -> bytes:
    """The secret by which one season's participant numbers are drawn."""
    return hmac.digest(kunci, f"nomor-peserta\x1f{musim}".encode(), "sha256")


def nomor_lamaran(kunci: bytes, musim: str, lamaran: Lamaran) -> str:
    """The number of an application: 26 letters and digits, made of its whole content.

    The same content has the same number on every machine, so a repeated submission is recognised; without the key nobody can
    guess the number of another.
    """
    bagian = (
        "lamaran",
        musim,
        lamaran.nik,
        lamaran.nama,
        lamaran.tanggal_lahir.isoformat(),
        lamaran.jenis_kelamin,
        lamaran.surel or "",
        lamaran.formasi,
        lamaran.kualifikasi,
        str(lamaran.ipk),
        lamaran.skala_ipk,
        *lamaran.dokumen,
        *_bagian_kesediaan(lamaran.kesediaan),
        *_bagian_riwayat(lamaran.riwayat),
    )
    ringkasan = hmac.digest(kunci, "\x1f".join(bagian).encode(), "sha256")
    return base64.b32encode(ringkasan).decode()[:26]


def _bagian_kesediaan(kesediaan: Kesediaan | None) -> tuple[str, ...]:
    """Parts of the digest for a statement, none without one. Kinds of documents and units are in capitals, so small letters are neither."""
    if kesediaan is None:
        return ()
    return ("kesediaan", kesediaan.jenis.value, *kesediaan.unit, "formasi", *kesediaan.formasi)


def _bagian_riwayat(riwayat: Riwayat | None) -> tuple[str, ...]:
    """Parts of the digest for a career, none without one. The first begins with a control character, which no name before it can hold."""
    if riwayat is None:
        return ()
    masa = (f"{satu.mulai.isoformat()}/{satu.sampai.isoformat() if satu.sampai else ''}" for satu in riwayat.pengalaman)
    return ("\x1eriwayat", *masa, "str", riwayat.str_sampai.isoformat() if riwayat.str_sampai else "", *riwayat.afirmasi)


def tanda_terima(kunci: bytes, lamaran: str, diterima_pada: datetime) -> str:
    """Receipt: proves that we took this application at this moment, since only we can compute it; we tell everybody whether one is ours."""
    pesan = f"tanda-terima\x1f{lamaran}\x1f{diterima_pada.isoformat()}"
    return hmac.new(kunci, pesan.encode(), hashlib.sha256).hexdigest()[:32]

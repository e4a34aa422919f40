"""The NIP: 18 digits, YYYYMMDD of birth, YYYYMM of the effective month (TMT), sex, and a serial from 001 (Perka BKN 22/2007, 43/2007).

The NI PPPK has as many: in place of YYYYMM the year of the first appointment and two digits of the rule set (posisi 32). Both are numbered
by the same counters, so that no number of one kind is ever one of the other.

The serial rises only where the first 15 digits are equal, and a number is never used twice, not even after it was cancelled
(posisi 31).
"""

import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from services.kepegawaian.domain.jenis import JenisKelamin, Kasus, StatusKasus
from shared.errors import Fault

PANJANG_AWALAN = 15
URUT_TERAKHIR = 999
TAHUN_TMT = 2  # docs/kepegawaian.md: every TMT so far lies within two years after the year of its selection
_KELAMIN = {JenisKelamin.LAKI_LAKI: "1", JenisKelamin.PEREMPUAN: "2"}


@dataclass(frozen=True, slots=True)
class Usulan:
    """A proposal for one person.

    Attributes:
        baris: its place in what was sent, from 1.
        digit_pppk: digits 13 and 14 of an NI PPPK; None of a NIP, and until it is known what the person was selected for.
    """

    baris: int
    peserta: str
    tanggal_lahir: date
    jenis_kelamin: JenisKelamin
    tmt: date
    digit_pppk: str | None = None

    def usia(self) -> int:
        """Completed years at the TMT."""
        lahir, tmt = self.tanggal_lahir, self.tmt
        return tmt.year - lahir.year - ((tmt.month, tmt.day) < (lahir.month, lahir.day))

    @property
    def awalan(self) -> str:
        """The first 15 digits."""
        saat = f"{self.tmt:%Y%m}" if self.digit_pppk is None else f"{self.tmt:%Y}{self.digit_pppk}"
        return f"{self.tanggal_lahir:%Y%m%d}{saat}{_KELAMIN[self.jenis_kelamin]}"

    @property
    def sebutan(self) -> str:
        """What people call the number."""
        return "NIP" if self.digit_pppk is None else "NI PPPK"


@dataclass(frozen=True, slots=True)
class BatasNip:
    """Within what a proposal can be true at all.

    Attributes:
        tahun: year of the selection.
        usia_maks: highest age, in completed years, at which anybody could apply in that year.
        usia_min: lowest age (PP 11/2017 Pasal 23 ayat (1) huruf a; PP 49/2018 for PPPK), at application; so at the TMT, which is later.
        digit_pppk: digits 13 and 14 of an NI PPPK; None where the selection ends with a NIP.
    """

    tahun: int
    usia_maks: int
    usia_min: int
    digit_pppk: str | None = None


Batas = Mapping[tuple[str, int], BatasNip]
"""By rule set and version; one that this release does not have is not there."""


@dataclass(frozen=True, slots=True)
class PembuatSidik:
    """Makes the fingerprints by which numbers are told apart without being read: HMAC-SHA-256 under a secret, in hex."""

    rahasia: bytes = field(repr=False)

    def nip(self, nip: str) -> str:
        """Of a whole number."""
        return self._sidik(f"nip\x1f{nip}")

    def awalan(self, awalan: str) -> str:
        """Of the first 15 digits."""
        return self._sidik(f"awalan\x1f{awalan}")

    def _sidik(self, isi: str) -> str:
        return hmac.digest(self.rahasia, isi.encode(), "sha256").hex()


@dataclass(frozen=True, slots=True)
class NipBaru:
    """A number for a person."""

    usulan: Usulan
    nip: str


@dataclass(frozen=True, slots=True)
class Ditolak:
    """A proposal that is refused."""

    usulan: Usulan
    sebab: Fault


@dataclass(frozen=True, slots=True)
class Pemilahan:
    """Proposals sorted out: those that get a number, those that have that very number, those refused."""

    layak: tuple[Usulan, ...]
    sudah_ada: tuple[Usulan, ...]
    ditolak: tuple[Ditolak, ...]


@dataclass(frozen=True, slots=True)
class Penomoran:
    """The numbers given, the counters afterwards, and those for whom no number was left."""

    terbit: tuple[NipBaru, ...]
    terakhir: tuple[tuple[str, int], ...]
    ditolak: tuple[Ditolak, ...]


def susun_nip(awalan: str, urut: int) -> str:
    """The 18 digits.

    Raises:
        ValueError: `awalan` is not 15 digits, or `urut` not within 1 to 999.
    """
    if len(awalan) != PANJANG_AWALAN or not (awalan.isascii() and awalan.isdigit()) or not 1 <= urut <= URUT_TERAKHIR:
        raise ValueError("a NIP is 15 digits and a serial from 1 to 999")
    return f"{awalan}{urut:03d}"


def periksa_usulan(usulan: Usulan, batas: BatasNip) -> Fault | None:
    """Refuse what no NIP can be made of: a TMT outside its selection, an age at which nobody could have applied."""
    tahun, terakhir = batas.tahun, batas.tahun + TAHUN_TMT
    if usulan.tmt.day != 1:
        return Fault("TMT_BUKAN_AWAL_BULAN", "TMT harus tanggal 1 suatu bulan.", "tmt")
    if not tahun <= usulan.tmt.year <= terakhir:
        return Fault("TMT_DI_LUAR_MUSIM", f"TMT seleksi tahun {tahun} ada antara tahun {tahun} dan {terakhir}. Periksa tahunnya.", "tmt")
    usia, tertua = usulan.usia(), batas.usia_maks + usulan.tmt.year - tahun + 1
    if usia < batas.usia_min:
        pesan = f"Menurut tanggal lahir ini peserta belum berusia {batas.usia_min} tahun pada TMT. Periksa kedua tanggal."
        return Fault("USIA_DI_BAWAH_BATAS", pesan, "tanggal_lahir")
    if usia > tertua:
        pesan = f"Menurut tanggal lahir ini peserta berusia lebih dari {tertua} tahun pada TMT, sehingga tidak mungkin melamar. Periksa."
        return Fault("USIA_DI_ATAS_BATAS", pesan, "tanggal_lahir")
    return None


def pilah(
    usulan: Sequence[Usulan], kasus: Mapping[str, Kasus], nip: Mapping[str, str | None], batas: Batas, sidik: PembuatSidik
) -> Pemilahan:
    """Sort proposals out by the cases and the numbers (by participant) as they stand under lock.

    Args:
        usulan: proposals in the order sent.
        kasus: the cases that exist, by participant.
        nip: fingerprints of the first 15 digits of the numbers that exist, by participant; None of a number that was erased.
        batas: by rule set and version of the cases.
        sidik: makes such fingerprints.
    """
    layak: list[Usulan] = []
    sudah_ada: list[Usulan] = []
    ditolak: list[Ditolak] = []
    dilihat: set[str] = set()
    for dikirim in usulan:
        satu = dikirim
        ulang = Fault("PESERTA_BERULANG", "Peserta ini sudah ada pada baris sebelumnya.", "peserta") if satu.peserta in dilihat else None
        dilihat.add(satu.peserta)
        milik = kasus.get(satu.peserta)
        berlaku = batas.get((milik.aturan, milik.aturan_versi)) if milik is not None else None
        if berlaku is not None:
            satu = replace(satu, digit_pppk=berlaku.digit_pppk)
        lain = satu.peserta in nip and nip[satu.peserta] != sidik.awalan(satu.awalan)
        sebab = ulang or _menurut_kasus(satu, milik, berlaku, nip_lain=lain)
        if sebab is not None:
            ditolak.append(Ditolak(satu, sebab))
        elif satu.peserta in nip:
            sudah_ada.append(satu)
        else:
            layak.append(satu)
    return Pemilahan(tuple(layak), tuple(sudah_ada), tuple(ditolak))


def _menurut_kasus(usulan: Usulan, kasus: Kasus | None, berlaku: BatasNip | None, *, nip_lain: bool) -> Fault | None:
    if kasus is None:
        return Fault("BELUM_DITEMPATKAN", "Peserta ini tidak mempunyai keputusan lulus.", "peserta", bertentangan=True)
    if kasus.status is StatusKasus.MUNDUR:
        return Fault("SUDAH_KELUAR", "Peserta ini sudah tercatat keluar; NIP tidak dapat diterbitkan.", "peserta", bertentangan=True)
    if kasus.status is StatusKasus.DICABUT:
        return Fault("KASUS_DICABUT", "Keputusan lulus peserta ini sudah dicabut.", "peserta", bertentangan=True)
    if berlaku is None:
        pesan = f"Kumpulan aturan {kasus.aturan} versi {kasus.aturan_versi} tidak dikenal layanan ini. Hubungi pengelola."
        return Fault("ATURAN_ASING", pesan, "peserta", bertentangan=True)
    salah = periksa_usulan(usulan, berlaku)
    if salah is None and nip_lain:
        apa = usulan.sebutan
        pesan = (
            f"{apa} peserta ini sudah terbit dengan tanggal lahir, jenis kelamin atau TMT lain. Bila usulan ini yang keliru, perbaiki "
            f"usulan; bila {apa}-nya yang keliru, mintalah perbaikan kepada BKN dengan surat PPK. Layanan ini tidak mengubah {apa} yang "
            "sudah terbit."
        )
        return Fault("NIP_BERBEDA", pesan, "peserta", bertentangan=True)
    return salah


def beri_nomor(layak: Sequence[Usulan], terakhir: Mapping[str, int]) -> Penomoran:
    """Give each proposal the next serial of its first 15 digits, in order of participant number.

    Args:
        layak: proposals that may get a number, one per person.
        terakhir: last serial used, by first 15 digits, read under lock; where there is none, none was used.
    """
    hitungan = dict(terakhir)
    terbit: list[NipBaru] = []
    ditolak: list[Ditolak] = []
    for satu in sorted(layak, key=lambda usulan: usulan.peserta):
        urut = hitungan.get(satu.awalan, 0) + 1
        if urut > URUT_TERAKHIR:
            pesan = f"Nomor urut {satu.sebutan} untuk tanggal lahir, TMT dan jenis kelamin ini sudah habis. Hubungi BKN."
            ditolak.append(Ditolak(satu, Fault("NIP_HABIS", pesan, "tmt", bertentangan=True)))
            continue
        hitungan[satu.awalan] = urut
        terbit.append(NipBaru(satu, susun_nip(satu.awalan, urut)))
    return Penomoran(tuple(terbit), tuple(sorted(hitungan.items())), tuple(ditolak))

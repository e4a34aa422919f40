"""Published scores and ranks against the law: passing grade and cut-off, integration, ranking, PPPK; each difference is named."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from acuan import pppk
from acuan.penilaian import AMBANG, KODE_AKHIR, Orang, hasil_skd, langkah_integrasi, lulus_ambang, peringkat
from acuan.tabel import Baris, Beda, Daftar, TidakTerbaca, bulat, jenis_kebutuhan, tanggal

_PANSELNAS = "urutan_panselnas"


class Pos(NamedTuple):
    """What scoring needs to know of a formation; without a need type no passing grade is tested."""

    kuota: int
    jenis: str
    jabatan: str


def pos_dari(formasi: Daftar | None) -> dict[str, Pos]:
    """The formations of a list of them."""
    if formasi is None:
        return {}
    return {
        baris.isi("formasi"): Pos(formasi.bulat(baris, "kuota"), jenis_kebutuhan(baris.isi("jenis_kebutuhan")), baris.isi("jabatan"))
        for baris in formasi.baris
    }


def _pos(daftar: Daftar, baris: Baris, semua: Mapping[str, Pos]) -> Pos | None:
    """By the row itself, and what it leaves out by the list of formations; None where neither says the seats."""
    lain = semua.get(baris.isi("formasi"))
    if not baris.isi("kuota") and lain is None:
        return None
    return Pos(
        daftar.bulat(baris, "kuota") if baris.isi("kuota") or lain is None else lain.kuota,
        jenis_kebutuhan(baris.isi("jenis_kebutuhan")) or (lain.jenis if lain else ""),
        baris.isi("jabatan") or (lain.jabatan if lain else ""),
    )


def banding_skd(daftar: Daftar, semua: Mapping[str, Pos], aturan: str) -> Iterator[Beda]:
    """Who reached the passing grade and who goes on to the SKB (PermenPANRB 27/2021, PermenPANRB 6/2024)."""
    per_formasi: defaultdict[str, list[tuple[Baris, Orang]]] = defaultdict(list)
    for baris in daftar.baris:
        per_formasi[baris.isi("formasi")].append((baris, _peserta_skd(daftar, baris)))
    for isi in per_formasi.values():
        pos = _pos(daftar, isi[0][0], semua)
        if pos is None:
            raise TidakTerbaca(f"{daftar.nama}: kuota formasi {isi[0][0].isi('formasi')} tidak disebut; sertakan daftar formasi.")
        if pos.jenis and pos.jenis not in AMBANG[aturan]:
            raise TidakTerbaca(f"{daftar.nama}: {aturan} tidak mengenal jenis kebutuhan {pos.jenis}.")
        kode = hasil_skd([orang for _, orang in isi], pos.jenis, pos.kuota, pos.jabatan, aturan)
        for baris, orang in isi:
            yield from daftar.banding(baris, "status", kode[orang.peserta])
            umum = "YA" if lulus_ambang(orang, "UMUM", pos.jabatan, aturan) else "TIDAK"
            yield from daftar.banding(baris, "memenuhi_ambang_umum", umum)


def _peserta_skd(daftar: Daftar, baris: Baris) -> Orang:
    kehadiran = baris.isi("kehadiran").upper()
    if not kehadiran:
        # A list without that column says it by the code alone.
        kehadiran = baris.isi("status").upper() if baris.isi("status").upper() in {"TH", "DIS"} and not baris.isi("twk") else "HADIR"
    twk, tiu, tkp = (daftar.bulat(baris, kolom) if kehadiran == "HADIR" else 0 for kolom in ("twk", "tiu", "tkp"))
    return Orang(baris.isi("peserta"), baris.isi("formasi"), kehadiran, twk, tiu, tkp)


def banding_peringkat(daftar: Daftar, semua: Mapping[str, Pos], aturan: str) -> Iterator[Beda]:
    """Integration and ranks of everybody who was called to the SKB (PermenPANRB 6/2024 Pasal 45 ayat (4))."""
    kelompok: defaultdict[str, list[tuple[Baris, Orang]]] = defaultdict(list)
    for baris in daftar.baris:
        orang = _peserta_skb(daftar, baris)
        if orang is not None:
            kelompok[baris.isi("kelompok")].append((baris, orang))
    for isi in kelompok.values():
        for baris, orang in isi:
            yield from _nilai(daftar, baris, orang)
        people = [orang for _, orang in isi]
        di_formasi = {
            formasi: _Tempat(peringkat([orang for orang in people if orang.formasi == formasi], people))
            for formasi in {orang.formasi for orang in people}
        }
        letak = _Letak(daftar, aturan, di_formasi, _Tempat(peringkat(people)))
        for baris, orang in isi:
            pos = _pos(daftar, baris, semua)
            yield from letak.banding(baris, orang.status_skb, pos and pos.kuota)


def _peserta_skb(daftar: Daftar, baris: Baris) -> Orang | None:
    """A person of the ranking; None for somebody who was not called, whom the doors list as well."""
    status = baris.isi("status_skb").upper()
    if not status and "status_skb" in daftar.kolom and not baris.isi("skb") and baris.isi("status").upper() not in {"", "P/L"}:
        return None
    orang = Orang(
        baris.isi("peserta"),
        baris.isi("formasi"),
        "HADIR",
        *_butir(daftar, baris),
        status_skb=status or ("HADIR" if baris.isi("skb") else "TH"),
        nilai_skb=daftar.angka(baris, "skb") or Decimal(0),
        ipk=daftar.angka(baris, "ipk"),
        tanggal_lahir=tanggal(baris.isi("tanggal_lahir")),
    )
    if orang.ipk is not None and orang.ipk > 4:
        orang = replace(orang, skala_ipk="IJAZAH")
    orang = _menurut_urutan(baris, orang)
    urutan = bulat(baris.isi(_PANSELNAS))
    if urutan is not None:
        orang = replace(orang, putusan=(baris.isi("daftar_panselnas") or _PANSELNAS, urutan))
    # Of equal totals nobody knows which comes first: what stands behind the parts in the order may not decide either.
    return orang if baris.isi("twk") else replace(orang, ipk=None, tanggal_lahir=None)


def _menurut_urutan(baris: Baris, orang: Orang) -> Orang:
    """The person by places in the kelompok instead of GPA and birth date: a first place is the best GPA, or the oldest."""
    ijazah, usia = bulat(baris.isi("urutan_ijazah")), bulat(baris.isi("urutan_usia"))
    if ijazah is None or usia is None:
        return orang
    return replace(orang, ipk=Decimal(-ijazah), skala_ipk=baris.isi("skala_ipk"), tanggal_lahir=date.fromordinal(usia))


def _butir(daftar: Daftar, baris: Baris) -> tuple[int, int, int]:
    if not baris.isi("twk") and baris.isi("skd"):
        return daftar.bulat(baris, "skd"), 0, 0
    return daftar.bulat(baris, "twk"), daftar.bulat(baris, "tiu"), daftar.bulat(baris, "tkp")


def _nilai(daftar: Daftar, baris: Baris, orang: Orang) -> Iterator[Beda]:
    skd_100, skor_skd, skor_skb = langkah_integrasi(orang.skd, orang.nilai_skb)
    yield from daftar.banding(baris, "skd", Decimal(orang.skd))
    yield from daftar.banding(baris, "skd_100", skd_100)
    hadir = orang.status_skb == "HADIR"
    yield from daftar.banding(baris, "skor_skd", skor_skd if hadir else None)
    yield from daftar.banding(baris, "skor_skb", skor_skb if hadir else None)
    yield from daftar.banding(baris, "nilai_akhir", skor_skd + skor_skb if hadir else None)


class _Tempat:
    """Ranks of one list, and how many people share each."""

    def __init__(self, peringkat: Mapping[str, int]) -> None:
        self._peringkat = peringkat
        self._banyak = Counter(peringkat.values())

    def dari(self, peserta: str) -> tuple[int, int]:
        """Somebody's rank, and how many have it."""
        return self._peringkat[peserta], self._banyak[self._peringkat[peserta]]


@dataclass(frozen=True)
class _Letak:
    """The places of everybody of one kelompok, by formation and together, as the law gives them."""

    daftar: Daftar
    aturan: str
    formasi: Mapping[str, _Tempat]
    kelompok: _Tempat

    @property
    def buta(self) -> bool:
        """Whether the list leaves out what decides between equals: not everywhere are GPA and birth date published."""
        return "tanggal_lahir" not in self.daftar.kolom or not self.daftar.kolom & {"ipk", "teknis"}

    def banding(self, baris: Baris, status: str, kuota: int | None) -> Iterator[Beda]:
        """Both ranks, the flag of a tie, and the code by the own seats."""
        kode = KODE_AKHIR[self.aturan]
        if status != "HADIR":
            yield from self.daftar.banding(baris, "peringkat", None)
            yield from self.daftar.banding(baris, "peringkat_kelompok", None)
            yield from self.daftar.banding(baris, "keterangan", kode.get(status, status))
            return
        rank, banyak = self.formasi[baris.isi("formasi")].dari(baris.isi("peserta"))
        sekelompok, bersama = self.kelompok.dari(baris.isi("peserta"))
        yield from self._peringkat(baris, "peringkat", rank, banyak)
        yield from self._peringkat(baris, "peringkat_kelompok", sekelompok, bersama)
        if not (self.buta and bersama > 1) and (baris.isi("seri").upper() == "YA") != (bersama > 1):
            yield from self.daftar.banding(baris, "seri", "YA" if bersama > 1 else "TIDAK")
        if kuota is None:
            yield from self.daftar.banding(baris, "keterangan", "")
        elif rank > kuota:
            yield from self.daftar.banding(baris, "keterangan", kode["TIDAK_LULUS"])
        elif rank + banyak - 1 <= kuota:
            yield from self.daftar.banding(baris, "keterangan", kode["LULUS"])
        elif not self.buta:
            yield from self.daftar.banding(baris, "keterangan", "MENUNGGU")

    def _peringkat(self, baris: Baris, kolom: str, rank: int, banyak: int) -> Iterator[Beda]:
        """Without what decides between equals, any order among them may be the lawful one."""
        if not (self.buta and bulat(baris.isi(kolom)) in range(rank, rank + banyak)):
            yield from self.daftar.banding(baris, kolom, Decimal(rank))


def banding_pppk(daftar: Daftar, semua: Mapping[str, Pos], aturan: str) -> Iterator[Beda]:
    """Points, grades and ranks of PPPK (PermenPANRB 6/2024 Pasal 47 ayat (3), PermenPANRB 28/2021, PermenPANRB 29/2021)."""
    kelompok: defaultdict[str, list[tuple[Baris, pppk.Orang]]] = defaultdict(list)
    for baris in daftar.baris:
        kelompok[baris.isi("kelompok")].append((baris, _peserta_pppk(daftar, baris)))
    for isi in kelompok.values():
        people = [orang for _, orang in isi]
        menurut = _ujian(daftar, isi[0][0], semua, aturan)
        di_formasi = {
            formasi: _Tempat(pppk.peringkat([orang for orang in people if orang.formasi == formasi], menurut, people))
            for formasi in {orang.formasi for orang in people}
        }
        letak = _Letak(daftar, aturan, di_formasi, _Tempat(pppk.peringkat(people, menurut)))
        for baris, orang in isi:
            lulus, nilai = pppk.lulus_ambang(orang, menurut), pppk.nilai(orang, menurut)
            yield from daftar.banding(baris, "total", Decimal(nilai.total) if orang.hadir else None)
            yield from daftar.banding(baris, "nilai_teknis", Decimal(nilai.teknis) if orang.hadir else None)
            yield from daftar.banding(baris, "memenuhi_ambang", ("YA" if lulus else "TIDAK") if orang.hadir and any(menurut.ambang) else "")
            pos = _pos(daftar, baris, semua)
            status = "HADIR" if lulus else "DI_BAWAH_AMBANG" if orang.hadir else baris.isi("kehadiran").upper()
            yield from letak.banding(baris, status, pos and pos.kuota)


def _ujian(daftar: Daftar, baris: Baris, semua: Mapping[str, Pos], aturan: str) -> pppk.Ujian:
    lain = semua.get(baris.isi("formasi"))
    jabatan = baris.isi("jabatan") or (lain.jabatan if lain else "")
    ujian = pppk.ujian(aturan, jabatan, bulat(baris.isi("ambang_teknis")))
    if ujian is None:
        raise TidakTerbaca(
            f"{daftar.nama} baris {baris.nomor}: nilai ambang batas teknis jabatan {jabatan or '(kosong)'} tidak dikenal; "
            "tambahkan kolom ambang_teknis menurut lampiran keputusan."
        )
    return ujian


def _peserta_pppk(daftar: Daftar, baris: Baris) -> pppk.Orang:
    hadir = baris.isi("kehadiran").upper() in {"", "HADIR"}
    teknis, mansos, wawancara = (
        daftar.bulat(baris, kolom) if hadir else 0 for kolom in ("teknis", "manajerial_sosiokultural", "wawancara")
    )
    tertulis = baris.isi("afirmasi").upper().replace(";", "+").replace(",", "+").split("+")
    afirmasi = {"".join(huruf for huruf in satu if huruf.isalnum()) for satu in tertulis}
    urutan = bulat(baris.isi(_PANSELNAS))
    return pppk.Orang(
        baris.isi("peserta"),
        baris.isi("formasi"),
        hadir,
        teknis,
        mansos,
        wawancara,
        tanggal(baris.isi("tanggal_lahir")),
        frozenset(satu for satu in pppk.TAMBAHAN if satu.replace("_", "") in afirmasi),
        None if urutan is None else (_PANSELNAS, urutan),
    )

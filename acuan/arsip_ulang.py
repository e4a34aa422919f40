"""The results in an archive computed again from what is in it: SKD list, ranking, seals, placing, and the digest of the season."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from hashlib import sha256
from math import floor
from typing import Any

from acuan.arsip import Isi, baku
from acuan.banding_kursi import Terbitan
from acuan.banding_nilai import Pos, banding_peringkat, banding_pppk, banding_skd, pos_dari
from acuan.penilaian import KODE_AKHIR
from acuan.tabel import Baris, Beda, Daftar, Jenis, TidakTerbaca, dari_pintu

Sel = Mapping[str, Any]
Bernomor = Sequence[tuple[int, Sel]]

# Parts whose lines each belong to a kelompok.
PER_KELOMPOK = (
    *(
        "formasi",
        "peserta",
        "bagian",
        "hasil",
        "versi",
        "versi_lama",
        "kelompok",
        "penempatan",
        "kursi",
        "pengunduran",
        "koreksi",
        "kepegawaian",
    ),
)
_KODE_SKD = {"P/L": "LULUS", "P": "DI_LUAR_BATAS", "TL": "TIDAK_LULUS", "TH": "TH", "DIS": "DIS"}
# What a version of a ranking says of everybody, beside the number.
_DI_VERSI = ("formasi", "hasil_skd", "status_skb", "nilai_akhir", "peringkat", "peringkat_kelompok", "seri", "urutan_panselnas")
# What placing takes from the ranking.
_DIPERINGKAT = ("status_skb", "peringkat", "peringkat_kelompok", "twk", "tiu", "tkp", "memenuhi_ambang_umum")
_SEGEL = ("peserta", "formasi", "status_skb", "nilai_akhir", "peringkat", "peringkat_kelompok")
_NILAI = (
    *("peserta", "formasi", "kelompok", "hasil_skd", "twk", "tiu", "tkp", "skd", "status_skb", "nilai_skb", "skor_skd", "skor_skb"),
    *("nilai_akhir", "peringkat", "peringkat_kelompok", "alasan"),
)
_NILAI_PPPK = (
    *("peserta", "formasi", "kelompok", "kehadiran", "teknis", "manajerial_sosiokultural", "wawancara", "total", "memenuhi_ambang"),
    *("peringkat", "peringkat_kelompok", "seri", "alasan"),
)
_PENEMPATAN = ("hasil", "rute", "kode", "formasi_tujuan", "kursi", "alasan")
_KEPEGAWAIAN = ("kursi", "status", "langkah", "nip_terbit")


def hitung_ulang(isi: Isi, aturan: str) -> Iterator[str]:
    """Every difference of the archive from the law on its own numbers, and every kelompok that lacks what its results follow from.

    Raises:
        TidakTerbaca: the rule set is unknown, or a part was never written.
    """
    if aturan not in KODE_AKHIR:
        raise TidakTerbaca(f"Kumpulan aturan {aturan} tidak dikenal; yang dikenal: {', '.join(KODE_AKHIR)}.")
    jenis = KelompokPppk if aturan.startswith("pppk-") else Kelompok
    if kurang := sorted({*jenis.bagian, "tms"} - isi.bagian):
        raise TidakTerbaca(f"Arsip ini tidak memuat bagian {', '.join(kurang)}.")
    isi.susun(jenis.bagian)
    for kelompok in isi.kelompok:
        try:
            yield from map(str, jenis(isi, kelompok, aturan).banding())
        except TidakTerbaca as error:
            yield f"{kelompok}: {error}"


class Kelompok:
    """One kelompok of the archive of a CPNS season, all of it.

    Attributes:
        bagian: the parts whose lines belong to a kelompok.
        di_versi: what a version of a ranking says of everybody, beside the number.
        di_segel: what its seal says of everybody; the third says what became of the test.
        di_putusan: what a decision about a seat repeats of the ranking.
    """

    bagian: tuple[str, ...] = PER_KELOMPOK
    di_versi: tuple[str, ...] = _DI_VERSI
    di_segel: tuple[str, ...] = _SEGEL
    di_putusan: tuple[str, ...] = ("peringkat", "nilai_akhir")

    def __init__(self, isi: Isi, kelompok: str, aturan: str) -> None:
        self.kelompok = kelompok
        self.aturan = aturan
        self._semua = {bagian: list(isi.milik(bagian, kelompok)) for bagian in self.bagian}
        self.fakta = {satu["peserta"]: satu for _, satu in self._semua["peserta"]}

    def banding(self) -> Iterator[Beda]:
        """Every difference."""
        yield from self._fakta()
        formasi = _daftar("formasi", Jenis.FORMASI, self._semua["formasi"])
        if self._semua["hasil"]:
            yield from self._hasil(pos_dari(formasi))
        yield from self._segel()
        yield from self._penempatan(formasi)
        yield from self._kursi()
        yield from self._kasus()

    def _hasil(self, pos: Mapping[str, Pos]) -> Iterator[Beda]:
        """Points and ranks."""
        hasil = _daftar("hasil", Jenis.PERINGKAT, self._semua["hasil"], lambda satu: self._dengan_fakta(satu, satu["peserta"]))
        yield from banding_skd(hasil, pos, self.aturan)
        yield from banding_peringkat(hasil, pos, self.aturan)
        yield from self._dipanggil()
        yield from self._bagian()

    def _dengan_fakta(self, satu: Sel, peserta: str) -> Sel:
        fakta = self.fakta.get(peserta, {})
        mau = fakta.get("kesediaan")
        kesediaan = None if mau is None else mau["jenis"] if mau["jenis"] != "PILIHAN" else [*mau["unit"], *mau["formasi"]]
        return {**fakta, **satu, "kesediaan": kesediaan}

    def _fakta(self) -> Iterator[Beda]:
        """Whoever has a result has facts, of the same formation, and the other way round."""
        hasil = {satu["peserta"]: (nomor, satu) for nomor, satu in self._semua["hasil"]}
        for peserta, (nomor, satu) in hasil.items():
            formasi = self.fakta.get(peserta, {}).get("formasi")
            if formasi != satu["formasi"]:
                yield Beda("hasil", nomor, f"peserta {peserta}", "formasi", satu["formasi"], formasi or "tidak ada dalam peserta")
        for nomor, satu in self._semua["peserta"]:
            if satu["peserta"] not in hasil:
                yield Beda("peserta", nomor, f"peserta {satu['peserta']}", "peserta", "ada", "tidak ada dalam hasil")

    def _dipanggil(self) -> Iterator[Beda]:
        """Exactly those whom the SKD lets go on have a result of the SKB."""
        for nomor, satu in self._semua["hasil"]:
            siapa = f"peserta {satu['peserta']}"
            if satu["hasil_skd"] != _KODE_SKD[satu["kode_skd"]]:
                yield Beda("hasil", nomor, siapa, "hasil_skd", satu["hasil_skd"], _KODE_SKD[satu["kode_skd"]])
            if (satu["hasil_skd"] == "LULUS") != (satu["status_skb"] is not None):
                yield Beda("hasil", nomor, siapa, "status_skb", satu["status_skb"] or "", "ada" if satu["hasil_skd"] == "LULUS" else "")

    def _bagian(self) -> Iterator[Beda]:
        """The SKB of everybody whose scores came by parts (PermenPANRB 6/2024 Pasal 34 sampai Pasal 37)."""
        diumumkan = {satu["formasi"]: satu["bagian"] for _, satu in self._semua["bagian"]}
        for nomor, satu in self._semua["hasil"]:
            didapat = self.fakta.get(satu["peserta"], {}).get("bagian_skb")
            if not didapat:
                continue
            nilai, status = _dari_bagian(diumumkan.get(satu["formasi"], ()), didapat)
            siapa = f"peserta {satu['peserta']}"
            if satu["nilai_skb"] != nilai:
                yield Beda("hasil", nomor, siapa, "nilai_skb", str(satu["nilai_skb"]), str(nilai))
            # Disqualification is no matter of parts.
            if satu["status_skb"] not in {status, "DIS"}:
                yield Beda("hasil", nomor, siapa, "status_skb", satu["status_skb"] or "", status)

    def _segel(self) -> Iterator[Beda]:
        """The seals of all versions, their chain, and what each changed in the one before."""
        isi: dict[int, list[Sel]] = {}
        for _, satu in self._semua["versi_lama"]:
            isi.setdefault(satu["versi"], []).append(satu)
        terakhir = max((satu["versi"] for _, satu in self._semua["versi"]), default=0)
        isi[terakhir] = [
            {**satu, "urutan_panselnas": self.fakta.get(satu["peserta"], {}).get("urutan_panselnas")} for _, satu in self._semua["hasil"]
        ]
        sebelum: Sel | None = None
        for nomor, satu in self._semua["versi"]:
            siapa = f"kelompok {self.kelompok} versi {satu['versi']}"
            baris = isi.get(satu["versi"], [])
            if satu["sha256"] is not None and satu["sha256"] != (sidik := segel(baris, satu["versi"], self.di_segel)):
                yield Beda("versi", nomor, siapa, "sha256", satu["sha256"], sidik)
            if sebelum is not None:
                if satu["sha256_sebelumnya"] != sebelum["sha256"]:
                    yield Beda("versi", nomor, siapa, "sha256_sebelumnya", satu["sha256_sebelumnya"] or "", sebelum["sha256"] or "")
                if _sesudah(isi.get(sebelum["versi"], []), satu["ubahan"] or (), self.di_versi) != _nilai(baris, self.di_versi):
                    yield Beda("versi", nomor, siapa, "ubahan", "tidak menjelaskan versi ini", "selisih dengan versi sebelumnya")
            sebelum = satu

    def _penempatan(self, formasi: Daftar) -> Iterator[Beda]:
        """Who has which seat; after a correction seats of a formation keep their names, so there the formation alone is compared."""
        if not self._semua["penempatan"]:
            return
        yield from self._peringkat_sama()
        ((_, kelompok),) = self._semua["kelompok"] or ((0, {"aturan": self.aturan, "mode": ""}),)
        dikoreksi = bool(self._semua["koreksi"])
        peringkat = {satu["peserta"]: satu for _, satu in self._semua["hasil"]}

        def lengkap(satu: Sel) -> Sel:
            # A correction may have taken somebody out of the ranking; the decision still says the rank that was lost.
            satu = {
                **satu,
                **self._diperingkat(peringkat.get(satu["peserta"], {})),
                "formasi": satu["formasi_asal"],
            }
            del satu["formasi_asal"]
            return self._dengan_fakta({**satu, "kursi": None} if dikoreksi else satu, satu["peserta"])

        terbitan = Terbitan(
            formasi,
            _daftar("penempatan", Jenis.HASIL, self._semua["penempatan"], lengkap),
            None,
            None if dikoreksi else _daftar("kursi", Jenis.KURSI, self._semua["kursi"]),
            _daftar("pengunduran", Jenis.PENGUNDURAN, self._semua["pengunduran"]),
            None,
            kelompok["aturan"],
            kelompok["mode"] == "DENGAN_PERSETUJUAN",
        )
        yield from terbitan.banding()

    def _diperingkat(self, satu: Sel) -> Sel:
        """What placing takes from a result; empty of somebody whom a correction took out of the ranking."""
        return {kolom: satu.get(kolom) for kolom in _DIPERINGKAT}

    def _peringkat_sama(self) -> Iterator[Beda]:
        """Everybody who is ranked is decided about, by that rank; whoever left was decided about before."""
        putusan = {satu["peserta"]: (nomor, satu) for nomor, satu in self._semua["penempatan"]}
        keluar = {satu["peserta"] for _, satu in self._semua["pengunduran"]}
        for nomor, satu in self._semua["hasil"]:
            siapa = f"peserta {satu['peserta']}"
            if satu[self.di_segel[2]] is None or satu["peserta"] in keluar:
                continue
            if satu["peserta"] not in putusan:
                yield Beda("hasil", nomor, siapa, "peserta", "ada", "tidak ada dalam penempatan")
                continue
            di, menurut = putusan[satu["peserta"]]
            for kolom in self.di_putusan:
                if menurut[kolom] != satu[kolom]:
                    yield Beda("penempatan", di, siapa, kolom, str(menurut[kolom]), str(satu[kolom]))

    def _kursi(self) -> Iterator[Beda]:
        """The seats of the list are those of the formations, and each has the holder who is decided to have it."""
        ada = Counter(satu["formasi"] for _, satu in self._semua["kursi"])
        for nomor, satu in self._semua["formasi"]:
            if self._semua["kelompok"] and ada[satu["formasi"]] != satu["kuota"]:
                yield Beda("formasi", nomor, f"formasi {satu['formasi']}", "kursi", str(ada[satu["formasi"]]), str(satu["kuota"]))
        pemegang = {
            satu["kursi"]: satu["peserta"] for _, satu in self._semua["penempatan"] if satu["hasil"] == "LULUS" and not satu["mundur"]
        }
        for nomor, satu in self._semua["kursi"]:
            seharusnya = pemegang.get(satu["kursi"])
            if satu["peserta"] != seharusnya or (satu["status"] == "TERISI") != (seharusnya is not None):
                yield Beda("kursi", nomor, f"kursi {satu['kursi']}", "peserta", satu["peserta"] or "", seharusnya or "")

    def _kasus(self) -> Iterator[Beda]:
        """Whoever holds a seat has an open case about it; who left has one that is closed."""
        kasus = {satu["peserta"]: (nomor, satu) for nomor, satu in self._semua["kepegawaian"]}
        for nomor, satu in self._semua["penempatan"]:
            if satu["hasil"] != "LULUS":
                continue
            seharusnya = "MUNDUR" if satu["mundur"] else "AKTIF"
            di, punya = kasus.get(satu["peserta"], (nomor, {"status": "", "kursi": ""}))
            siapa = f"peserta {satu['peserta']}"
            if punya["status"] != seharusnya:
                yield Beda("kepegawaian", di, siapa, "status", punya["status"], seharusnya)
            elif punya["kursi"] != satu["kursi"] and not satu["mundur"]:
                yield Beda("kepegawaian", di, siapa, "kursi", punya["kursi"], satu["kursi"])


def _daftar(nama: str, jenis: Jenis, baris: Bernomor, lengkap: Callable[[Sel], Sel] = lambda satu: satu) -> Daftar:
    rows: list[Baris] = [dari_pintu(nomor, lengkap(satu)) for nomor, satu in baris]
    return Daftar(nama, jenis, frozenset(rows[0].sel) if rows else frozenset(), tuple(rows))


def segel(baris: Iterable[Sel], versi: int, kolom: Sequence[str] = _SEGEL) -> str:
    """The seal of a ranking: SHA-256 over a line for everybody whose test has an outcome, the third field; joined by "|", sorted."""
    garis = sorted(
        "|".join("" if isi is None else str(isi) for isi in (*(satu[sebuah] for sebuah in kolom), versi))
        for satu in baris
        if satu[kolom[2]] is not None
    )
    return sha256("".join(f"{satu}\n" for satu in garis).encode()).hexdigest()


def _dari_bagian(bagian: Sequence[Sel], didapat: Mapping[str, Sel]) -> tuple[int, str]:
    """The SKB in thousandths of 100, rounded once, and how it ended: absent before failed, of parts on their own scales."""
    jumlah = Fraction(0)
    status = "HADIR"
    for satu in bagian:
        hasil = didapat.get(satu["kode"], {"nilai": None, "gugur": False})
        if hasil["nilai"] is None:
            status = "TH" if satu["wajib"] else status
            continue
        jumlah += Fraction(hasil["nilai"] * satu["bobot"], satu["skala"])
        kurang = satu["minimum"] is not None and hasil["nilai"] < satu["minimum"]
        if status != "TH" and satu["menggugurkan"] and (hasil["gugur"] or kurang):
            status = "TMS-1"
    return floor(jumlah + Fraction(1, 2)), status


def _nilai(baris: Iterable[Sel], kolom: Sequence[str]) -> dict[tuple[str, str], Any]:
    return {(satu["peserta"], sebuah): satu[sebuah] for satu in baris for sebuah in kolom}


def _sesudah(baris: Iterable[Sel], ubahan: Iterable[Sel], kolom: Sequence[str]) -> dict[tuple[str, str], Any]:
    """A version with the changes made to it."""
    isi = _nilai(baris, kolom)
    for satu in ubahan:
        isi[satu["peserta"], satu["kolom"]] = satu["menjadi"]
    return isi


class KelompokPppk(Kelompok):
    """One kelompok of the archive of a PPPK season, all of it."""

    bagian = tuple(satu for satu in PER_KELOMPOK if satu != "bagian")
    di_versi = (
        *("formasi", "kehadiran", "teknis", "manajerial_sosiokultural", "wawancara", "total", "memenuhi_ambang"),
        *("peringkat", "peringkat_kelompok", "seri", "urutan_panselnas"),
    )
    di_segel = ("peserta", "formasi", "kehadiran", "total", "peringkat", "peringkat_kelompok")
    di_putusan = ("peringkat",)

    def _hasil(self, pos: Mapping[str, Pos]) -> Iterator[Beda]:
        """Points, grades and ranks (PermenPANRB 6/2024 Pasal 47 ayat (3), PermenPANRB 28/2021, PermenPANRB 29/2021)."""

        def lengkap(satu: Sel) -> Sel:
            fakta = self.fakta.get(satu["peserta"], {})
            usia = fakta.get("urutan_usia")
            lahir = None if usia is None else date.fromordinal(usia).isoformat()
            teknis = {"teknis": fakta.get("teknis_dijawab"), "nilai_teknis": satu["teknis"]}
            return {**fakta, **satu, **teknis, "tanggal_lahir": lahir}

        yield from banding_pppk(_daftar("hasil", Jenis.PPPK, self._semua["hasil"], lengkap), pos, self.aturan)

    def _diperingkat(self, satu: Sel) -> Sel:
        """What placing takes from a result: who sat the test and has no rank is below a grade."""
        hadir = satu.get("kehadiran") == "HADIR"
        gugur = hadir and satu.get("peringkat") is None
        return {
            "status_skb": "DI_BAWAH_AMBANG" if gugur else satu.get("kehadiran"),
            "peringkat": satu.get("peringkat"),
            "peringkat_kelompok": satu.get("peringkat_kelompok"),
            "memenuhi_ambang_umum": not gugur,
        }


def sidik_musim(isi: Isi) -> str:
    """The digest of the season, as docs/arsip.md says it."""
    sidik = sha256()
    kolom_nilai = _NILAI_PPPK if isi.jenis == "PPPK" else _NILAI
    duduk, kasus = _Menurut(isi.urut("penempatan")), _Menurut(isi.urut("kepegawaian"))
    for satu in isi.urut("hasil"):
        garis: dict[str, Any] = {kolom: satu[kolom] for kolom in kolom_nilai}
        for nama, lain, kolom in (("penempatan", duduk, _PENEMPATAN), ("kepegawaian", kasus, _KEPEGAWAIAN)):
            punya = lain.milik(satu["peserta"])
            if punya is not None:
                garis[nama] = {sebuah: punya[sebuah] for sebuah in kolom}
        sidik.update(baku(garis))
    for satu in sorted(isi.urut("tms"), key=lambda satu: (satu["formasi"], satu["tms"])):
        sidik.update(baku({kolom: satu[kolom] for kolom in ("formasi", "tms", "banyak")}))
    return sidik.hexdigest()


class _Menurut:
    """Lines by participant number, each asked for in that order."""

    def __init__(self, baris: Iterator[Sel]) -> None:
        self._sisa = baris
        self._kini = next(baris, None)

    def milik(self, peserta: str) -> Sel | None:
        while self._kini is not None and self._kini["peserta"] < peserta:
            self._kini = next(self._sisa, None)
        return self._kini if self._kini is not None and self._kini["peserta"] == peserta else None

"""Published seats against the law: placing, filling, replacing, and lists that must agree with each other; each difference is named."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from acuan import penilaian
from acuan.penempatan import KODE_LANGKAH, Orang, Papan, Pergi, Pos, jalankan
from acuan.penilaian import KODE_AKHIR
from acuan.tabel import Baris, Beda, Daftar, TidakTerbaca, baku, bulat, desimal, jenis_kebutuhan

# What two lists may both say about one person, and must then say alike.
_SAMA = ("formasi", "twk", "tiu", "tkp", "skd", "skb", "status_skb", "nilai_akhir", "peringkat", "peringkat_kelompok")


class Asal(NamedTuple):
    """Need type and jabatan of a formation."""

    jenis: str
    jabatan: str


@dataclass(frozen=True)
class Terbitan:
    """The lists of seats: formations and results are there, the others where they were published."""

    formasi: Daftar
    hasil: Daftar
    peringkat: Daftar | None
    kursi: Daftar | None
    pengunduran: Daftar | None
    pengganti: Daftar | None
    aturan: str
    persetujuan: bool

    def banding(self) -> Iterator[Beda]:
        """Every difference of results, seats and replacements."""
        pos, jabatan = _pos(self.formasi)
        kelompok = {baris.isi("formasi"): baris.isi("kelompok") for baris in self.formasi.baris}
        orang = [self._orang(baris, jabatan) for baris in self._lengkap(kelompok)]
        for nama in sorted(set(kelompok.values())):
            milik = [satu for satu in pos.values() if kelompok[satu.kode] == nama]
            isi = [satu for satu in orang if kelompok[satu.formasi] == nama]
            yield from self._kelompok(milik, isi)

    def _kelompok(self, pos: Sequence[Pos], orang: Sequence[Orang]) -> Iterator[Beda]:
        nomor, kode = {satu.nomor for satu in orang}, {satu.kode for satu in pos}
        pergi = [] if self.pengunduran is None else [satu for satu in map(_pergi, self.pengunduran.baris) if satu.nomor in nomor]
        # Only who replaced whom needs to know what stood between two departures.
        tahap = range(len(pergi) + 1) if self.pengganti is not None else sorted({0, len(pergi)})
        papan = [self._papan(pos, orang, pergi[:banyak]) for banyak in tahap]
        keluar = {satu.nomor for satu in pergi}
        sesudah = "mundur" in self.hasil.kolom
        for baris in self.hasil.baris:
            if baris.isi("peserta") in nomor and not (sesudah and baris.isi("peserta") in keluar):
                yield from self._hasil(baris, papan[-1] if sesudah else papan[0])
        if self.kursi is not None:
            for baris in self.kursi.baris:
                if baris.isi("formasi") in kode:
                    yield from _kursi(self.kursi, baris, papan[-1] if "pendahulu" in self.kursi.kolom else papan[0])
        if self.pengganti is not None:
            yield from _pengganti(self.pengganti, pergi, papan)

    def _papan(self, pos: Sequence[Pos], orang: Sequence[Orang], pergi: Sequence[Pergi]) -> Papan:
        return jalankan(pos, orang, pergi, aturan=self.aturan, persetujuan=self.persetujuan)

    def _hasil(self, baris: Baris, papan: Papan) -> Iterator[Beda]:
        peserta = baris.isi("peserta")
        kursi = next((nomor for nomor, pemilik in papan.kursi.items() if pemilik == peserta), None)
        kode = KODE_AKHIR[self.aturan]
        if kursi is None:
            status = self._status(baris) or ("HADIR" if bulat(baris.isi("peringkat")) else baris.isi("kode").upper())
            tercetak = kode[status] if status in kode else kode["TIDAK_LULUS"]
            yield from self.hasil.banding(baris, "kode", "MENUNGGU" if peserta in papan.menunggu else tercetak)
            yield from self.hasil.banding(baris, "formasi_tujuan", "")
            yield from self.hasil.banding(baris, "kursi", "")
            return
        langkah = papan.langkah.get(kursi)
        yield from self.hasil.banding(baris, "kode", KODE_LANGKAH[self.aturan][langkah] if langkah else kode["LULUS"])
        # A list need not say of somebody who stays that he stays.
        if langkah or baris.isi("formasi_tujuan"):
            yield from self.hasil.banding(baris, "formasi_tujuan", kursi.rpartition("/")[0])
        if baris.isi("kursi"):
            yield from self.hasil.banding(baris, "kursi", kursi)

    def _lengkap(self, kelompok: Mapping[str, str]) -> Iterator[Baris]:
        """The rows of the results, with what the ranking says beside them."""
        lain = {} if self.peringkat is None else {baris.isi("peserta"): baris.sel for baris in self.peringkat.baris}
        for baris in self.hasil.baris:
            if baris.isi("formasi") not in kelompok:
                raise TidakTerbaca(f"{self.hasil.nama} baris {baris.nomor}: formasi {baris.isi('formasi')} tidak ada dalam daftar formasi.")
            isi = {kolom: nilai for kolom, nilai in baris.sel.items() if nilai}
            yield Baris(baris.nomor, {**lain.get(baris.isi("peserta"), {}), **isi})

    def _status(self, baris: Baris) -> str:
        """How the last test ended, as far as the list says; who sat that of PPPK and has no rank is below a grade."""
        status = baris.isi("status_skb").upper()
        if not self.aturan.startswith("pppk-"):
            return status
        status = status or baris.isi("kehadiran").upper() or "HADIR"
        return "DI_BAWAH_AMBANG" if status == "HADIR" and not baris.isi("peringkat") else status

    def _orang(self, baris: Baris, jabatan: Mapping[str, Asal]) -> Orang:
        asal = jabatan[baris.isi("formasi")]
        status = self._status(baris) or ("HADIR" if baris.isi("peringkat") else "TH")
        if not baris.isi("kualifikasi"):
            pesan = "kolom kualifikasi (pendidikan) kosong atau tidak ada; penempatan tidak dapat dihitung ulang tanpa kolom itu."
            raise TidakTerbaca(f"{self.hasil.nama} baris {baris.nomor}: {pesan}")
        return Orang(
            baris.isi("peserta"),
            baris.isi("formasi"),
            status == "HADIR",
            bulat(baris.isi("peringkat")),
            bulat(baris.isi("peringkat_kelompok")),
            jenis_kebutuhan(baris.isi("jenis_kebutuhan")) or asal.jenis,
            baku(baris.isi("kualifikasi")),
            _ambang_umum(self.hasil, baris, asal.jabatan, self.aturan),
            _mau(baris.isi("kesediaan"), jabatan),
        )


def _pos(daftar: Daftar) -> tuple[dict[str, Pos], dict[str, Asal]]:
    """The formations; a formation may have one row for each study that it accepts."""
    studi: defaultdict[str, set[str]] = defaultdict(set)
    for baris in daftar.baris:
        studi[baris.isi("formasi")] |= {baku(satu) for satu in baris.isi("kualifikasi").split(";") if satu.strip()}
    pos: dict[str, Pos] = {}
    for baris in daftar.baris:
        kode, jenis = baris.isi("formasi"), jenis_kebutuhan(baris.isi("jenis_kebutuhan"))
        urutan, grup = bulat(baris.isi("urutan")) or 0, baku(baris.isi("grup")) or None
        pos[kode] = Pos(kode, daftar.bulat(baris, "kuota"), jenis, baku(baris.isi("unit")), frozenset(studi[kode]), urutan, grup)
    return pos, {baris.isi("formasi"): Asal(pos[baris.isi("formasi")].jenis, baris.isi("jabatan")) for baris in daftar.baris}


def _ambang_umum(daftar: Daftar, baris: Baris, jabatan: str, aturan: str) -> bool:
    if aturan.startswith("pppk-"):
        return bool(baris.isi("peringkat"))  # the grades are those of the jabatan, and who does not reach them has no rank
    if baris.isi("memenuhi_ambang_umum"):
        return baris.isi("memenuhi_ambang_umum").upper() == "YA"
    twk, tiu, tkp = (daftar.bulat(baris, kolom) for kolom in ("twk", "tiu", "tkp"))
    return penilaian.lulus_ambang(penilaian.Orang("", "", "HADIR", twk, tiu, tkp), "UMUM", jabatan, aturan)


def _mau(isi: str, formasi: Mapping[str, Asal]) -> tuple[str, frozenset[str], frozenset[str]]:
    if isi.upper() in {"", "SEMUA", "TIDAK"}:
        return isi.upper() or "SEMUA", frozenset(), frozenset()
    nama = [satu.strip() for satu in isi.split(";") if satu.strip()]
    return "PILIHAN", frozenset(baku(satu) for satu in nama if satu not in formasi), frozenset(satu for satu in nama if satu in formasi)


def _pergi(baris: Baris) -> Pergi:
    return Pergi(baris.isi("peserta"), baris.isi("dapat_diganti").upper() == "YA")


def _kursi(daftar: Daftar, baris: Baris, papan: Papan) -> Iterator[Beda]:
    """One seat (PP 11/2017 Pasal 45, Perka BKN 14/2018: who leaves after the NIP leaves a seat for the next need)."""
    kursi = baris.isi("kursi")
    pemilik = papan.kursi.get(kursi, "")
    status = "DIBAWA" if kursi in papan.dibawa else "TERISI" if pemilik else "KOSONG"
    yield from daftar.banding(baris, "status", status, "kursi")
    yield from daftar.banding(baris, "peserta", pemilik, "kursi")


def _pengganti(daftar: Daftar, pergi: Sequence[Pergi], papan: Sequence[Papan]) -> Iterator[Beda]:
    """Who follows whom on which seat (PP 11/2017 Pasal 45, Perka BKN 14/2018)."""
    seharusnya: dict[str, tuple[str, str]] = {}
    for satu, sebelum, sesudah in zip(pergi, papan, papan[1:], strict=False):
        for kursi, pemilik in sebelum.kursi.items():
            if pemilik == satu.nomor and kursi in sesudah.kursi:
                seharusnya[satu.nomor] = kursi, sesudah.kursi[kursi]
    milik = {satu.nomor for satu in pergi}
    tercetak = {baris.isi("digantikan"): baris for baris in daftar.baris if baris.isi("digantikan") in milik}
    for peserta, baris in tercetak.items():
        kursi, pengganti = seharusnya.get(peserta, ("", ""))
        yield from daftar.banding(baris, "kursi", kursi, "digantikan")
        yield from daftar.banding(baris, "pengganti", pengganti, "digantikan")
    for peserta in sorted(seharusnya.keys() - tercetak.keys()):
        yield Beda(daftar.nama, len(daftar.baris) + 1, f"digantikan {peserta}", "pengganti", "", seharusnya[peserta][1])


def antar_daftar(pertama: Daftar, kedua: Daftar) -> Iterator[Beda]:
    """What two lists say differently about one person: the later one is held against the earlier one."""
    dahulu = {baris.isi("peserta"): baris for baris in pertama.baris}
    kolom = [satu for satu in _SAMA if satu in pertama.kolom and satu in kedua.kolom]
    for baris in kedua.baris:
        siapa, lama = f"peserta {baris.isi('peserta')}", dahulu.get(baris.isi("peserta"))
        if lama is None:
            yield Beda(kedua.nama, baris.nomor, siapa, "peserta", "ada", f"tidak ada dalam {pertama.nama}")
            continue
        for satu in kolom:
            if baris.isi(satu) and not _sama(baris.isi(satu), lama.isi(satu)):
                yield Beda(kedua.nama, baris.nomor, siapa, satu, baris.isi(satu), f"{lama.isi(satu) or 'kosong'} ({pertama.nama})")


def _sama(satu: str, lain: str) -> bool:
    angka = desimal(satu)
    return satu.upper() == lain.upper() or (angka is not None and angka == desimal(lain))


def dipanggil(skd: Daftar, peringkat: Daftar) -> Iterator[Beda]:
    """Exactly those who go on to the SKB are ranked."""
    ikut = {baris.isi("peserta") for baris in peringkat.baris}
    for baris in skd.baris:
        if baris.isi("status").upper() == "P/L" and baris.isi("peserta") not in ikut:
            yield Beda(peringkat.nama, len(peringkat.baris) + 1, f"peserta {baris.isi('peserta')}", "peserta", "tidak ada", "ada")
    lolos = {baris.isi("peserta") for baris in skd.baris if baris.isi("status").upper() == "P/L"}
    for baris in peringkat.baris:
        if baris.isi("peserta") not in lolos:
            yield Beda(peringkat.nama, baris.nomor, f"peserta {baris.isi('peserta')}", "peserta", "ada", "tidak mengikuti SKB")

"""Result files as a CAT centre delivers them: one per session, CSV or XLSX, with a manifest line of count and SHA-256."""

import io
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from typing import NamedTuple

from openpyxl import Workbook

from deploy.gladi.benih import Undi, nilai_skb, nilai_skd
from shared.contracts.penilaian import ExamScored
from shared.contracts.types import JenisUjian, Kehadiran, StatusSkb

KOLOM_SKD = ("peserta", "kehadiran", "twk", "tiu", "tkp")
KOLOM_SKB = ("peserta", "kehadiran", "nilai_skb", "status_skb")
CSV, XLSX = "text/csv", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_PORSI_BUS = 0.01

Baris = tuple[str, ...]


class Berkas(NamedTuple):
    """One file with its manifest: what the centre says it holds."""

    nama: str
    jenis: str
    isi: bytes
    jumlah: int

    @property
    def sha256(self) -> str:
        """SHA-256 of the raw content, hex."""
        return sha256(self.isi).hexdigest()


class Ujian(NamedTuple):
    """One test of the season: which, its columns, and who sits it (participant number to person)."""

    jenis: JenisUjian
    kolom: Baris
    peserta: Mapping[str, int]


def banyak_sesi(peserta: int) -> int:
    """Sessions for that many participants: six at least, sixty at most."""
    return min(max(6, peserta // 1_500), 60)


def lewat_bus(benih: int, ujian: Ujian) -> list[str]:
    """Participants whose result the centre publishes as an event instead of in a file."""
    guna = f"jalur-{ujian.jenis}"
    return sorted(peserta for peserta, nomor in ujian.peserta.items() if Undi(benih, guna, nomor).peluang(_PORSI_BUS))


def sesi(benih: int, ujian: Ujian) -> dict[int, list[str]]:
    """Participants of each session, sorted; without those of `lewat_bus`."""
    banyak = banyak_sesi(len(ujian.peserta))
    bus = set(lewat_bus(benih, ujian))
    guna = f"sesi-{ujian.jenis}"
    isi: dict[int, list[str]] = defaultdict(list)
    for peserta in sorted(ujian.peserta):
        if peserta not in bus:
            isi[Undi(benih, guna, ujian.peserta[peserta]).bulat(1, banyak)].append(peserta)
    return dict(sorted(isi.items()))


def teks_ribuan(nilai: int | None) -> str:
    """Thousandths as a decimal number, without zeros at its end; empty for None."""
    return "" if nilai is None else f"{nilai // 1000}.{nilai % 1000:03d}".rstrip("0").rstrip(".")


def _teks(nilai: int | None) -> str:
    return "" if nilai is None else str(nilai)


def baris(benih: int, ujian: Ujian, peserta: str) -> Baris:
    """One participant's row as text."""
    nomor = ujian.peserta[peserta]
    if ujian.jenis is JenisUjian.SKD:
        skd = nilai_skd(benih, nomor)
        return (peserta, skd.kehadiran, _teks(skd.twk), _teks(skd.tiu), _teks(skd.tkp))
    skb = nilai_skb(benih, nomor)
    return (peserta, skb.kehadiran, teks_ribuan(skb.nilai), skb.status)


def peristiwa(benih: int, ujian: Ujian, peserta: str) -> ExamScored:
    """One participant's result as the event that a centre on the bus publishes."""
    nomor = ujian.peserta[peserta]
    sumber = "gladi-bus"
    if ujian.jenis is JenisUjian.SKD:
        skd = nilai_skd(benih, nomor)
        return ExamScored(
            peserta=peserta,
            jenis=ujian.jenis,
            kehadiran=Kehadiran(skd.kehadiran),
            twk=skd.twk,
            tiu=skd.tiu,
            tkp=skd.tkp,
            sumber=sumber,
            versi=1,
        )
    skb = nilai_skb(benih, nomor)
    return ExamScored(
        peserta=peserta,
        jenis=ujian.jenis,
        kehadiran=Kehadiran(skb.kehadiran),
        nilai_skb=skb.nilai,
        status_skb=StatusSkb(skb.status),
        sumber=sumber,
        versi=1,
    )


def csv(nama: str, kolom: Baris, isi: Sequence[Baris]) -> Berkas:
    """A CSV file; no field of ours needs quoting."""
    teks = "\n".join(",".join(satu) for satu in (kolom, *isi))
    return Berkas(f"{nama}.csv", CSV, f"{teks}\n".encode(), len(isi))


def xlsx(nama: str, kolom: Baris, isi: Iterable[Baris]) -> Berkas:
    """An XLSX file with the numbers as numbers and the participant as text, as offices send it."""
    buku = Workbook(write_only=True)
    lembar = buku.create_sheet("hasil")
    lembar.append(kolom)
    jumlah = 0
    for peserta, kehadiran, *nilai in isi:
        lembar.append([peserta, kehadiran, *(_sel(satu) for satu in nilai)])
        jumlah += 1
    keluar = io.BytesIO()
    buku.save(keluar)
    return Berkas(f"{nama}.xlsx", XLSX, keluar.getvalue(), jumlah)


def _sel(teks: str) -> float | int | str | None:
    if not teks:
        return None
    angka = teks.replace(".", "", 1)
    if not angka.isdigit():
        return teks
    return float(teks) if "." in teks else int(teks)


def rusak(ujian: Ujian, isi: Sequence[Baris]) -> tuple[list[Baris], list[int]]:
    """A copy with impossible rows, and the lines of the file at which they stand (the header is line 1)."""
    kacau = [*isi]
    if ujian.jenis is JenisUjian.SKD:
        kacau[0] = (kacau[0][0], "HADIR", "73", "80", "170")  # 5 points a right answer: 73 cannot be
        kacau[1] = (kacau[1][0], "HADIR", "70", "80", "226")  # one over the maximum
    else:
        kacau[0] = (kacau[0][0], "HADIR", "100.001", "HADIR")
        kacau[1] = (kacau[1][0], "HADIR", "81.2345", "HADIR")  # four decimals
    kacau.append(kacau[2])  # the same participant twice
    return kacau, [2, 3, len(kacau) + 1]


def keliru(ujian: Ujian, isi: Sequence[Baris]) -> tuple[list[Baris], int]:
    """A copy in which possible but wrong scores stand, and how many: what a corrected file repairs."""
    salah: list[Baris] = []
    banyak = 0
    for satu in isi:
        if banyak < 5 and satu[1] == "HADIR" and satu[2] not in {"60", "60.5"}:
            salah.append((*satu[:2], "60" if ujian.jenis is JenisUjian.SKD else "60.5", *satu[3:]))
            banyak += 1
        else:
            salah.append(satu)
    return salah, banyak

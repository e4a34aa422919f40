"""`python3 -m acuan [--aturan NAMA] DAFTAR …`: compute published lists again, and say line by line where they differ from the law.

Each list is a CSV of the officers' tools or an NDJSON of the public doors; what it is, its columns say. docs/hitung-ulang.md shows it on an
example. `python3 -m acuan arsip periksa BERKAS` does the same of a season's archive, once it is as it was written (docs/arsip.md).
The status is 1 when anything differs, and 2 when a list cannot be computed again.
"""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO

from acuan import arsip
from acuan.arsip_ulang import hitung_ulang, sidik_musim
from acuan.banding_kursi import Terbitan, antar_daftar, dipanggil
from acuan.banding_nilai import banding_peringkat, banding_pppk, banding_skd, pos_dari
from acuan.penilaian import KODE_AKHIR
from acuan.tabel import Beda, Daftar, Jenis, TidakTerbaca, baca

PAKAI = "Pakai: python3 -m acuan [--aturan NAMA] [--persetujuan] DAFTAR …  Keterangan dan contoh: docs/hitung-ulang.md"
PAKAI_ARSIP = "Pakai: python3 -m acuan arsip periksa [--sidik SHA256_MANIFES] BERKAS  Keterangan: docs/arsip.md"


def _daftar(path: str) -> Daftar:
    try:
        with Path(path).open(encoding="utf-8-sig", newline="") as file:
            return baca(Path(path).name, file)
    except (OSError, UnicodeDecodeError) as error:
        raise TidakTerbaca(f"{path}: tidak dapat dibuka sebagai teks UTF-8.") from error


def _periksa(semua: dict[Jenis, Daftar], aturan: str, *, persetujuan: bool) -> Iterator[tuple[str, Iterator[Beda]]]:
    """What is compared, and its differences."""
    pos = pos_dari(semua.get(Jenis.FORMASI))
    skd, peringkat, hasil = (semua.get(jenis) for jenis in (Jenis.SKD, Jenis.PERINGKAT, Jenis.HASIL))
    if skd is None and peringkat is not None and "hasil_skd" in peringkat.kolom:
        skd = peringkat  # the door says both in one list
    if skd is not None:
        yield f"{skd.nama}: ambang batas dan tiga kali kursi", banding_skd(skd, pos, aturan)
    if peringkat is not None:
        yield f"{peringkat.nama}: nilai akhir dan peringkat", banding_peringkat(peringkat, pos, aturan)
    if Jenis.PPPK in semua:
        yield f"{semua[Jenis.PPPK].nama}: nilai dan peringkat PPPK", banding_pppk(semua[Jenis.PPPK], pos, aturan)
    if skd is not None and peringkat is not None and skd is not peringkat:
        yield f"{skd.nama} dan {peringkat.nama}: peserta SKB", dipanggil(skd, peringkat)
        yield f"{skd.nama} dan {peringkat.nama}: isi yang sama", antar_daftar(skd, peringkat)
    if peringkat is not None and hasil is not None:
        yield f"{peringkat.nama} dan {hasil.nama}: isi yang sama", antar_daftar(peringkat, hasil)
    if hasil is not None:
        if Jenis.FORMASI not in semua:
            raise TidakTerbaca(f"{hasil.nama}: penempatan dihitung ulang bersama daftar formasi; sertakan daftar itu.")
        kursi, pengunduran, pengganti = (semua.get(jenis) for jenis in (Jenis.KURSI, Jenis.PENGUNDURAN, Jenis.PENGGANTI))
        nama = ", ".join(satu.nama for satu in (hasil, kursi, pengunduran, pengganti) if satu is not None)
        terbitan = Terbitan(semua[Jenis.FORMASI], hasil, peringkat, kursi, pengunduran, pengganti, aturan, persetujuan)
        yield f"{nama}: penempatan", terbitan.banding()


def _semua(nama: Sequence[str]) -> dict[Jenis, Daftar]:
    """The lists by what they say.

    Raises:
        TidakTerbaca: one of them says nothing, or two say the same.
    """
    semua: dict[Jenis, Daftar] = {}
    for satu in map(_daftar, nama):
        if satu.jenis in semua:
            raise TidakTerbaca(f"{satu.nama}: {satu.jenis.value} sudah ada dalam {semua[satu.jenis].nama}.")
        semua[satu.jenis] = satu
    return semua


def _pilihan(arguments: Sequence[str]) -> tuple[list[str], str, bool]:
    """The lists, the rule set that was named, and whether people were asked before they were moved.

    Raises:
        TidakTerbaca: an option that there is not.
    """
    sisa, aturan, persetujuan = list(arguments), "", "--persetujuan" in arguments
    if persetujuan:
        sisa.remove("--persetujuan")
    if "--aturan" in sisa:
        tempat = sisa.index("--aturan")
        aturan = sisa[tempat + 1] if tempat + 1 < len(sisa) else "-"
        del sisa[tempat : tempat + 2]
    if aturan and aturan not in KODE_AKHIR:
        raise TidakTerbaca(f"--aturan harus salah satu dari {', '.join(KODE_AKHIR)}.")
    if not sisa or any(satu.startswith("-") for satu in sisa):
        raise TidakTerbaca(PAKAI)
    return sisa, aturan, persetujuan


def _aturan(semua: dict[Jenis, Daftar], aturan: str) -> str:
    """The rule set that was named, or else the newest one of such lists; of PPPK only that of 2021 has grades.

    Raises:
        TidakTerbaca: it is of another kind than the lists.
    """
    if Jenis.PPPK not in semua:
        baku = "cpns-2024"
    else:
        baku = "pppk-2021" if semua[Jenis.PPPK].kolom & {"memenuhi_ambang", "nilai_teknis", "ambang_teknis", "afirmasi"} else "pppk-2024"
    if aturan and aturan[:4] != baku[:4]:
        raise TidakTerbaca(f"Aturan {aturan} bukan untuk daftar ini; sebut yang benar dengan --aturan.")
    return aturan or baku


def _periksa_arsip(file: IO[bytes], diketahui: str) -> int:
    """Whether an archive is as it was written, and its results follow from it; the result is the exit status."""
    try:
        isi = arsip.manifes(file)
    except arsip.TidakUtuh as error:
        sys.stdout.write(f"{error}\n1 kerusakan; tidak dihitung ulang.\n")
        return 1
    kepala = isi.kepala
    sys.stdout.write(f"Arsip musim {kepala['musim']} ({kepala['jenis']}), aturan {kepala['aturan']} versi {kepala['aturan_versi']}.\n")
    sys.stdout.write(f"Sidik manifes: {isi.sidik}\n")
    rusak = list(arsip.periksa(isi, file))
    if diketahui and diketahui.lower() != isi.sidik:
        rusak.append(arsip.Rusak("manifes", "bukan yang disidik semula: arsip ini ditulis ulang."))
    if rusak:
        sys.stdout.writelines(f"{satu}\n" for satu in rusak)
        sys.stdout.write(f"{len(rusak)} kerusakan; tidak dihitung ulang.\n")
        return 1
    sys.stdout.write(f"Utuh: {len(isi.bagian)} bagian, {sum(satu.baris for satu in isi.bagian)} baris.\n")
    baris = arsip.Isi(isi, file)
    banyak = 0
    for beda in hitung_ulang(baris, kepala["aturan"]):
        sys.stdout.write(f"  {beda}\n")
        banyak += 1
    sidik = sidik_musim(baris)
    if sidik != isi.hasil_sha256:
        sys.stdout.write(f"  manifes: sidik musim tertulis {isi.hasil_sha256}, seharusnya {sidik}\n")
        banyak += 1
    sys.stdout.write(f"Dihitung ulang: {len(baris.kelompok)} kelompok, {banyak} selisih.\nSidik musim: {sidik}\n")
    return 1 if banyak else 0


def _arsip(arguments: Sequence[str]) -> int:
    sisa, diketahui = list(arguments), ""
    if "--sidik" in sisa[:-1]:
        tempat = sisa.index("--sidik")
        diketahui = sisa[tempat + 1]
        del sisa[tempat : tempat + 2]
    if len(sisa) != 2 or sisa[0] != "periksa" or sisa[1].startswith("-"):
        raise TidakTerbaca(PAKAI_ARSIP)
    try:
        with Path(sisa[1]).open("rb") as file:
            return _periksa_arsip(file, diketahui)
    except OSError as error:
        raise TidakTerbaca(f"{sisa[1]}: tidak dapat dibuka.") from error


def main(arguments: Sequence[str]) -> int:
    """Compare the lists, or check an archive; the result is the exit status."""
    if arguments and arguments[0] == "arsip":
        try:
            return _arsip(arguments[1:])
        except TidakTerbaca as error:
            sys.stderr.write(f"{error}\n")
            return 2
    banyak = 0
    try:
        nama, aturan, persetujuan = _pilihan(arguments)
        semua = _semua(nama)
        aturan = _aturan(semua, aturan)
        sys.stdout.write(f"Aturan {aturan}.\n")
        for apa, hasil in _periksa(semua, aturan, persetujuan=persetujuan):
            beda = list(hasil)
            sys.stdout.write(f"{apa}: {f'{len(beda)} selisih' if beda else 'sama'}.\n")
            sys.stdout.writelines(f"  {satu}\n" for satu in beda)
            banyak += len(beda)
    except TidakTerbaca as error:
        sys.stderr.write(f"{error}\n")
        return 2
    sys.stdout.write(f"{banyak} selisih.\n")
    return 1 if banyak else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

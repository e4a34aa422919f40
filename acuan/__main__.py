"""`python3 -m acuan [--aturan NAMA] DAFTAR …`: compute published lists again, and say line by line where they differ from the law.

Each list is a CSV of the officers' tools or an NDJSON of the public doors; what it is, its columns say. docs/hitung-ulang.md shows it on an
example. The status is 1 when anything differs, and 2 when a list cannot be computed again.
"""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from acuan.banding_kursi import Terbitan, antar_daftar, dipanggil
from acuan.banding_nilai import banding_peringkat, banding_pppk, banding_skd, pos_dari
from acuan.penilaian import KODE_AKHIR
from acuan.tabel import Beda, Daftar, Jenis, TidakTerbaca, baca

PAKAI = "Pakai: python3 -m acuan [--aturan NAMA] [--persetujuan] DAFTAR …  Keterangan dan contoh: docs/hitung-ulang.md"


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


def main(arguments: Sequence[str]) -> int:
    """Compare the lists; the result is the exit status."""
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

"""`python -m acuan TABEL.csv`: compute the final scores and ranks of a published ranking again and say where they differ.

The table is the CSV that `python -m services.penilaian peringkat` writes: peserta, formasi, kelompok, twk, tiu, tkp, skb, and where they
are known ipk, tanggal_lahir, status_skb and urutan_panselnas; beside them nilai_akhir and peringkat. The status is 1 when a row differs.
"""

import csv
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

from acuan.penilaian import Orang, nilai_akhir, peringkat


def selisih(rows: list[Mapping[str, str]]) -> Iterator[str]:
    """One line for every published score or rank that the law does not give (PermenPANRB 6/2024 Pasal 45 ayat (4))."""
    kelompok: defaultdict[str, list[Orang]] = defaultdict(list)
    for row in rows:
        kelompok[row["kelompok"]].append(_orang(row))
    seharusnya: dict[str, int] = {}
    for semua in kelompok.values():
        for formasi in {satu.formasi for satu in semua}:
            seharusnya |= peringkat([satu for satu in semua if satu.formasi == formasi], semua)
    for row in rows:
        satu = _orang(row)
        if satu.status_skb != "HADIR":
            continue
        nilai = nilai_akhir(satu.skd, satu.nilai_skb)
        if Decimal(row["nilai_akhir"].replace(",", ".")) != nilai:
            yield f"{satu.peserta}: nilai_akhir {row['nilai_akhir']}, seharusnya {nilai}"
        if int(row["peringkat"]) != seharusnya[satu.peserta]:
            yield f"{satu.peserta}: peringkat {row['peringkat']}, seharusnya {seharusnya[satu.peserta]}"


def _orang(row: Mapping[str, str]) -> Orang:
    ipk = Decimal(row["ipk"].replace(",", ".")) if row.get("ipk") else None
    return Orang(
        row["peserta"],
        row["formasi"],
        "HADIR",
        int(row["twk"]),
        int(row["tiu"]),
        int(row["tkp"]),
        status_skb=row.get("status_skb") or ("HADIR" if row["skb"] else "TH"),
        nilai_skb=Decimal((row["skb"] or "0").replace(",", ".")),
        ipk=ipk,
        skala_ipk="IPK" if ipk is None or ipk <= 4 else "IJAZAH",
        tanggal_lahir=date.fromisoformat(row["tanggal_lahir"]) if row.get("tanggal_lahir") else None,
        putusan=("urutan_panselnas", int(row["urutan_panselnas"])) if row.get("urutan_panselnas") else None,
    )


def main(arguments: list[str]) -> int:
    """Compare one table; the result is the exit status."""
    with Path(arguments[0]).open(encoding="utf-8-sig", newline="") as file:
        found = list(selisih(list(csv.DictReader(file))))
    sys.stdout.writelines(f"{line}\n" for line in found)
    sys.stdout.write(f"{len(found)} selisih\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

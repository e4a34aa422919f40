"""Reads a rule set from its TOML file and refuses one that contradicts itself."""

import tomllib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TypeVar

from shared.aturan.instansi import awalan_daerah
from shared.aturan.periksa import periksa
from shared.aturan.seleksi import (
    AmbangBatas,
    AmbangJabatan,
    AturanSeleksi,
    AturanSkb,
    BatasBagian,
    Bawaan,
    HasilSkd,
    Integrasi,
    Komponen,
    Kriteria,
    LangkahPembulatan,
    Pembulatan,
    Potong,
    SusunanSkd,
    UrutanPeringkat,
)
from shared.aturan.tabel import AturanTidakSah, Tabel, day, maybe_number, number, numbers, only, table, tables, text, texts
from shared.istilah import JenisBagian, JenisInstansi, JenisKebutuhan

A = TypeVar("A")
_FOLDER = Path(__file__).parent


def names(jenis: str | None = None) -> tuple[str, ...]:
    """Names of the rule sets in this package, sorted: all of them, or those of CPNS or PPPK."""
    semua = tuple(sorted(path.stem for path in _FOLDER.glob("*.toml")))
    return semua if jenis is None else tuple(nama for nama in semua if jenis_pengadaan(nama) == jenis)


def versions(name: str) -> tuple[int, ...]:
    """The versions of a rule set that can be loaded, the oldest first.

    The newest stands in this package; one that it replaces in mid-season moves to `lama/<name>.v<versi>.toml` and stays there for as long
    as anything goes on under it.

    Raises:
        AturanTidakSah: no such rule set.
    """
    lama = (path.stem.rpartition(".v")[2] for path in (_FOLDER / "lama").glob(f"{name}.v*.toml"))
    return tuple(sorted({number(read(name), "versi"), *(int(versi) for versi in lama)}))


def read(name: str, versi: int | None = None) -> Tabel:
    """The file of a rule set as parsed TOML, for the loaders of single sections; without `versi` the newest.

    Raises:
        AturanTidakSah: no such rule set, or no such version of it.
    """
    if name not in names():
        raise AturanTidakSah(f"rule set {name!r} is unknown; there are {', '.join(names())}")
    tabel = tomllib.loads((_FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
    if versi is None or tabel.get("versi") == versi:
        return tabel
    try:
        tabel = tomllib.loads((_FOLDER / "lama" / f"{name}.v{versi}.toml").read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise AturanTidakSah(f"rule set {name} has no version {versi}") from None
    if tabel.get("versi") != versi:
        raise AturanTidakSah(f"rule set {name}.v{versi} calls itself version {tabel.get('versi')}")
    return tabel


def section(name: str, key: str, parse: Callable[[Tabel], A], versi: int | None = None) -> A:
    """One table of a rule set, read by `parse`.

    Raises:
        AturanTidakSah: unknown name or version, no such table, or a value that is missing, unknown or of the wrong kind.
    """
    tabel = read(name, versi)
    try:
        return parse(table(tabel, key))
    except KeyError as error:
        raise AturanTidakSah(f"rule set {name}: [{key}] {error} is missing") from error
    except (TypeError, ValueError) as error:
        raise AturanTidakSah(f"rule set {name}: [{key}] {error}") from error


def may_lack(name: str, key: str, versi: int | None = None) -> bool:
    """Whether the table is not there and need not be: every CPNS rule set has all of them, other kinds need not.

    Raises:
        AturanTidakSah: no such rule set.
    """
    tabel = read(name, versi)
    return key not in tabel and tabel.get("jenis_pengadaan") != "CPNS"


def jenis_pengadaan(name: str) -> str:
    """CPNS or PPPK: which loader reads the tests of this rule set.

    Raises:
        AturanTidakSah: no such rule set.
    """
    return text(read(name), "jenis_pengadaan")


@cache
def load(name: str, versi: int | None = None) -> AturanSeleksi:
    """The checked CPNS rule set of that name, such as cpns-2024; `shared.aturan.pppk.load` reads those of PPPK. Without `versi` the newest.

    Raises:
        AturanTidakSah: unknown name or version, missing or misspelt value, or values that contradict each other.
    """
    return parse(read(name, versi), name=name)


def parse(tabel: Tabel, *, name: str) -> AturanSeleksi:
    """Type and check one parsed file; sections that belong to other loaders are left alone.

    Raises:
        AturanTidakSah: see `load`.
    """
    try:
        aturan = _build(tabel)
        jenis = {JenisKebutuhan(satu) for satu in texts(tabel, "jenis_kebutuhan")}
    except (KeyError, TypeError, ValueError) as error:
        raise AturanTidakSah(f"rule set {name}: {type(error).__name__}: {error}") from error
    if aturan.nama != name:
        raise AturanTidakSah(f"rule set {name}: calls itself {aturan.nama}")
    if faults := periksa(aturan, jenis):
        raise AturanTidakSah(f"rule set {name}: " + "; ".join(faults))
    return aturan


def _build(tabel: Tabel) -> AturanSeleksi:
    jenis = text(tabel, "jenis_pengadaan")
    if jenis != "CPNS":
        raise ValueError(f"is a rule set of {jenis}, which has no SKD; read it by shared.aturan.pppk")
    text(tabel, "pasal")
    skd, potong, peringkat, kode = (table(tabel, nama) for nama in ("skd", "potong", "peringkat", "kode"))
    komponen = table(skd, "komponen")
    text(kode, "pasal")
    return AturanSeleksi(
        nama=text(tabel, "nama"),
        versi=number(tabel, "versi"),
        jenis_pengadaan=jenis,
        tahun=number(tabel, "tahun"),
        skd=SusunanSkd(
            twk=baca_komponen(table(komponen, "TWK")),
            tiu=baca_komponen(table(komponen, "TIU")),
            tkp=baca_komponen(table(komponen, "TKP")),
            maksimum=number(skd, "maksimum"),
            pasal=text(skd, "pasal"),
        ),
        ambang=tuple(
            (JenisKebutuhan(jenis), _ambang(satu)) for satu in tables(tabel, "ambang") for jenis in texts(satu, "jenis_kebutuhan")
        ),
        ambang_jabatan=tuple(
            AmbangJabatan(menggantikan=text(satu, "menggantikan"), awalan_jabatan=texts(satu, "awalan_jabatan"), ambang=_ambang(satu))
            for satu in tables(tabel, "ambang_jabatan")
        ),
        potong=Potong(faktor=number(potong, "faktor"), urutan=_kriteria(potong), pasal=text(potong, "pasal")),
        integrasi=_integrasi(table(tabel, "integrasi")),
        peringkat=UrutanPeringkat(urutan=_kriteria(peringkat), pasal=text(peringkat, "pasal")),
        kode_skd=tuple((HasilSkd(hasil), text(table(kode, "skd"), hasil)) for hasil in table(kode, "skd")),
        kode_akhir=tuple((hasil, text(table(kode, "akhir"), hasil)) for hasil in table(kode, "akhir")),
        skb=_skb(table(tabel, "skb"), awalan_daerah(tabel)),
        bawaan=_bawaan(table(tabel, "bawaan")) if "bawaan" in tabel else None,
    )


def _integrasi(tabel: Tabel) -> Integrasi:
    only(tabel, {"skala_skd", "bobot_skd", "bobot_skb", "desimal", "pembulatan", "cara", "pasal"}, "integrasi")
    return Integrasi(
        skala_skd=number(tabel, "skala_skd"),
        bobot_skd=number(tabel, "bobot_skd"),
        bobot_skb=number(tabel, "bobot_skb"),
        pasal=text(tabel, "pasal"),
        pembulatan=tuple(LangkahPembulatan(satu) for satu in texts(tabel, "pembulatan")),
        desimal=number(tabel, "desimal"),
        cara=Pembulatan(text(tabel, "cara")),
    )


def _skb(tabel: Tabel, awalan: tuple[str, ...]) -> AturanSkb:
    only(tabel, {"skala", "desimal", "cara", "batas", "pasal"}, "skb")
    return AturanSkb(
        skala=number(tabel, "skala"),
        desimal=number(tabel, "desimal"),
        cara=Pembulatan(text(tabel, "cara")),
        awalan_daerah=awalan,
        batas=tuple(_batas(satu) for satu in tables(tabel, "batas")),
        pasal=text(tabel, "pasal"),
    )


def _batas(tabel: Tabel) -> BatasBagian:
    known = {"instansi", "cat_minimum", "jenis_maksimum", "tambahan_maksimum", "jumlah_tambahan", "perlu_persetujuan", "pasal"}
    only(tabel, known, "skb.batas")
    maksimum = table(tabel, "jenis_maksimum")
    return BatasBagian(
        instansi=JenisInstansi(text(tabel, "instansi")),
        cat_minimum=number(tabel, "cat_minimum"),
        jenis_maksimum=tuple((JenisBagian(jenis), number(maksimum, jenis)) for jenis in maksimum),
        tambahan_maksimum=number(tabel, "tambahan_maksimum"),
        jumlah_tambahan=maybe_number(tabel, "jumlah_tambahan"),
        perlu_persetujuan=tuple(JenisBagian(jenis) for jenis in texts(tabel, "perlu_persetujuan")),
        pasal=text(tabel, "pasal"),
    )


def _bawaan(tabel: Tabel) -> Bawaan:
    only(tabel, {"tahun_asal", "pilihan_mulai", "pilihan_sampai", "pasal"}, "bawaan")
    return Bawaan(
        tahun_asal=numbers(tabel, "tahun_asal"),
        pilihan_mulai=day(tabel, "pilihan_mulai"),
        pilihan_sampai=day(tabel, "pilihan_sampai"),
        pasal=text(tabel, "pasal"),
    )


def baca_komponen(tabel: Tabel) -> Komponen:
    """One part of a computer test.

    Raises:
        KeyError, TypeError, ValueError: a value is missing, of the wrong kind, or unknown.
    """
    only(tabel, {"soal", "minimum", "maksimum", "kelipatan"}, "komponen")
    return Komponen(*(number(tabel, nama) for nama in ("soal", "minimum", "maksimum", "kelipatan")))


def _ambang(tabel: Tabel) -> AmbangBatas:
    batas = {nama: number(tabel, nama) for nama in tabel.keys() - {"kode", "pasal", "jenis_kebutuhan", "menggantikan", "awalan_jabatan"}}
    return AmbangBatas(kode=text(tabel, "kode"), pasal=text(tabel, "pasal"), **batas)


def _kriteria(tabel: Tabel) -> tuple[Kriteria, ...]:
    urutan = tuple(Kriteria(satu) for satu in texts(tabel, "urutan"))
    if len(set(urutan)) != len(urutan) or not urutan:
        raise ValueError("urutan is empty or names a criterion twice")
    return urutan


__all__ = [
    "AturanTidakSah",
    "Tabel",
    "baca_komponen",
    "jenis_pengadaan",
    "load",
    "may_lack",
    "names",
    "parse",
    "read",
    "section",
    "versions",
]

"""Reads a rule set from its TOML file and refuses one that contradicts itself."""

import tomllib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TypeVar

from shared.aturan.instansi import awalan_daerah
from shared.aturan.periksa import periksa
from shared.aturan.seleksi import AmbangBatas, AturanSeleksi, AturanSkb
from shared.aturan.tabel import AturanTidakSah, Tabel, number, record, table, tables, text, texts
from shared.istilah import JenisKebutuhan

A = TypeVar("A")
_FOLDER = Path(__file__).parent
# Parts of a file that are fields of the same name.
_SAMA = ("nama", "versi", "jenis_pengadaan", "tahun", "potong", "integrasi", "peringkat", "bawaan")
_JABATAN = ("menggantikan", "awalan_jabatan")
# Texts by name and version; see `add_folder`.
_tambahan: dict[tuple[str, int], str] = {}


def add_folder(folder: Path | None) -> None:
    """Load rule sets also from `<name>.v<versi>.toml` in this folder, in place of the one that was added before; None adds none.

    So drafts, and versions that a rehearsal raises to, are known beside those of this package, which stay the newest ones.

    Raises:
        AturanTidakSah: no such folder, a file is named otherwise or calls itself otherwise, or another text for a version of this package.
    """
    _tambahan.clear()
    if folder is None:
        return
    if not folder.is_dir():
        raise AturanTidakSah(f"no folder {folder}")
    for path in sorted(folder.glob("*.toml")):
        teks = path.read_text(encoding="utf-8")
        tabel = tomllib.loads(teks)
        nama, versi = text(tabel, "nama"), number(tabel, "versi")
        if path.stem != f"{nama}.v{versi}":
            raise AturanTidakSah(f"{path.name} calls itself {nama} version {versi}")
        if nama in _packaged() and versi in versions(nama) and source(nama, versi) != teks:
            raise AturanTidakSah(f"{path.name} differs from the {nama} version {versi} of this release")
        _tambahan[nama, versi] = teks


def names(jenis: str | None = None) -> tuple[str, ...]:
    """Names of the rule sets that can be loaded, sorted: all of them, or those of CPNS or PPPK."""
    semua = tuple(sorted({*_packaged(), *(nama for nama, _ in _tambahan)}))
    return semua if jenis is None else tuple(nama for nama in semua if jenis_pengadaan(nama) == jenis)


def _packaged() -> list[str]:
    return [path.stem for path in _FOLDER.glob("*.toml")]


def versions(name: str) -> tuple[int, ...]:
    """The versions of a rule set that can be loaded, the oldest first.

    The newest stands in this package; one that it replaces in mid-season moves to `lama/<name>.v<versi>.toml` and stays there for as long
    as anything goes on under it. Further ones stand in a folder of their own (`add_folder`).

    Raises:
        AturanTidakSah: no such rule set.
    """
    lama = (path.stem.rpartition(".v")[2] for path in (_FOLDER / "lama").glob(f"{name}.v*.toml"))
    tambahan = (versi for nama, versi in _tambahan if nama == name)
    return tuple(sorted({number(read(name), "versi"), *(int(versi) for versi in lama), *tambahan}))


def source(name: str, versi: int | None = None) -> str:
    """The text of a rule set's file; without `versi` the newest of this package.

    Raises:
        AturanTidakSah: no such rule set, or no such version of it.
    """
    return _found(name, versi)[0]


def read(name: str, versi: int | None = None) -> Tabel:
    """The file of a rule set as parsed TOML, for the loaders of single sections; without `versi` the newest of this package.

    Raises:
        AturanTidakSah: no such rule set, or no such version of it.
    """
    return _found(name, versi)[1]


def _found(name: str, versi: int | None) -> tuple[str, Tabel]:
    if name not in names():
        raise AturanTidakSah(f"rule set {name!r} is unknown; there are {', '.join(names())}")
    if name not in _packaged():
        versi = max(lain for nama, lain in _tambahan if nama == name) if versi is None else versi
        return _added(name, versi)
    teks = (_FOLDER / f"{name}.toml").read_text(encoding="utf-8")
    tabel = tomllib.loads(teks)
    if versi is None or tabel.get("versi") == versi:
        return teks, tabel
    try:
        teks = (_FOLDER / "lama" / f"{name}.v{versi}.toml").read_text(encoding="utf-8")
    except FileNotFoundError:
        return _added(name, versi)
    tabel = tomllib.loads(teks)
    if tabel.get("versi") != versi:
        raise AturanTidakSah(f"rule set {name}.v{versi} calls itself version {tabel.get('versi')}")
    return teks, tabel


def _added(name: str, versi: int) -> tuple[str, Tabel]:
    teks = _tambahan.get((name, versi))
    if teks is None:
        raise AturanTidakSah(f"rule set {name} has no version {versi}")
    return teks, tomllib.loads(teks)


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
    skd, kode = table(tabel, "skd"), table(tabel, "kode")
    text(kode, "pasal")
    parts = {nama: tabel[nama] for nama in _SAMA if nama in tabel}
    komponen = {nama.lower(): satu for nama, satu in table(skd, "komponen").items()}
    parts["skd"] = {**_tanpa(skd, "komponen"), **komponen}
    parts["kode_skd"], parts["kode_akhir"] = kode["skd"], kode["akhir"]
    parts["ambang_jabatan"] = [
        {"ambang": _tanpa(satu, *_JABATAN), **{nama: satu[nama] for nama in _JABATAN}} for satu in tables(tabel, "ambang_jabatan")
    ]
    ambang = tuple(
        (JenisKebutuhan(jenis), record(AmbangBatas, _tanpa(satu, "jenis_kebutuhan"), "ambang"))
        for satu in tables(tabel, "ambang")
        for jenis in texts(satu, "jenis_kebutuhan")
    )
    skb = record(AturanSkb, table(tabel, "skb"), "skb", awalan_daerah=awalan_daerah(tabel))
    return record(AturanSeleksi, parts, "", ambang=ambang, skb=skb)


def _tanpa(tabel: Tabel, *keys: str) -> Tabel:
    return {nama: isi for nama, isi in tabel.items() if nama not in keys}

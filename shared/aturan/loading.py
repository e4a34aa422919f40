"""Reads a rule set from its TOML file and refuses one that contradicts itself."""

import tomllib
from collections import Counter
from functools import cache
from pathlib import Path
from typing import cast

from shared.aturan.seleksi import (
    AmbangBatas,
    AmbangJabatan,
    AturanSeleksi,
    HasilSkd,
    Integrasi,
    Komponen,
    Kriteria,
    Potong,
    SusunanSkd,
    UrutanPeringkat,
)
from shared.istilah import JenisKebutuhan

_FOLDER = Path(__file__).parent
_DESIMAL = 3  # nilai are integer thousandths throughout
_PEMBULATAN = ["skd_100", "skor_skd", "skor_skb"]
_CARA = "setengah_ke_atas"

Tabel = dict[str, object]


class AturanTidakSah(ValueError):
    """A rule set file is unreadable or contradicts itself; the message names the table."""


def names() -> tuple[str, ...]:
    """Names of all rule sets in this package, sorted."""
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.toml")))


def read(name: str) -> Tabel:
    """The file of a rule set as parsed TOML, for the loaders of single sections.

    Raises:
        AturanTidakSah: no such rule set.
    """
    if name not in names():
        raise AturanTidakSah(f"rule set {name!r} is unknown; there are {', '.join(names())}")
    return tomllib.loads((_FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def load(name: str) -> AturanSeleksi:
    """The checked rule set of that name, such as cpns-2024.

    Raises:
        AturanTidakSah: unknown name, missing or misspelt value, or values that contradict each other.
    """
    return parse(read(name), name=name)


def parse(tabel: Tabel, *, name: str) -> AturanSeleksi:
    """Type and check one parsed file; sections that belong to other loaders are left alone.

    Raises:
        AturanTidakSah: see `load`.
    """
    try:
        aturan = _build(tabel)
    except (KeyError, TypeError, ValueError) as error:
        raise AturanTidakSah(f"rule set {name}: {type(error).__name__}: {error}") from error
    if aturan.nama != name:
        raise AturanTidakSah(f"rule set {name}: calls itself {aturan.nama}")
    _check(aturan, {JenisKebutuhan(jenis) for jenis in _texts(tabel, "jenis_kebutuhan")})
    return aturan


def _build(tabel: Tabel) -> AturanSeleksi:
    skd, potong, integrasi, peringkat, kode = (_table(tabel, nama) for nama in ("skd", "potong", "integrasi", "peringkat", "kode"))
    komponen = _table(skd, "komponen")
    if integrasi["desimal"] != _DESIMAL or integrasi["pembulatan"] != _PEMBULATAN or integrasi["cara"] != _CARA:
        raise ValueError("[integrasi] only three half-up rounding steps to three decimals are built")
    return AturanSeleksi(
        nama=_text(tabel, "nama"),
        versi=_number(tabel, "versi"),
        jenis_pengadaan=_text(tabel, "jenis_pengadaan"),
        tahun=_number(tabel, "tahun"),
        skd=SusunanSkd(
            twk=_komponen(_table(komponen, "TWK")),
            tiu=_komponen(_table(komponen, "TIU")),
            tkp=_komponen(_table(komponen, "TKP")),
            maksimum=_number(skd, "maksimum"),
            pasal=_text(skd, "pasal"),
        ),
        ambang=tuple(
            (JenisKebutuhan(jenis), _ambang(satu)) for satu in _tables(tabel, "ambang") for jenis in _texts(satu, "jenis_kebutuhan")
        ),
        ambang_jabatan=tuple(
            AmbangJabatan(menggantikan=_text(satu, "menggantikan"), awalan_jabatan=_texts(satu, "awalan_jabatan"), ambang=_ambang(satu))
            for satu in _tables(tabel, "ambang_jabatan")
        ),
        potong=Potong(faktor=_number(potong, "faktor"), urutan=_kriteria(potong), pasal=_text(potong, "pasal")),
        integrasi=Integrasi(
            skala_skd=_number(integrasi, "skala_skd"),
            bobot_skd=_number(integrasi, "bobot_skd"),
            bobot_skb=_number(integrasi, "bobot_skb"),
            pasal=_text(integrasi, "pasal"),
        ),
        peringkat=UrutanPeringkat(urutan=_kriteria(peringkat), pasal=_text(peringkat, "pasal")),
        kode_skd=tuple((HasilSkd(hasil), _text(_table(kode, "skd"), hasil)) for hasil in _table(kode, "skd")),
        kode_akhir=tuple((hasil, _text(_table(kode, "akhir"), hasil)) for hasil in _table(kode, "akhir")),
    )


def _check(aturan: AturanSeleksi, jenis_kebutuhan: set[JenisKebutuhan]) -> None:
    """Refuse what no decree could mean, so that a slip of the pen stops the start and not a season."""
    skd = aturan.skd
    komponen = (("TWK", skd.twk), ("TIU", skd.tiu), ("TKP", skd.tkp))
    faults = [
        f"[skd.komponen.{nama}] needs 0 <= minimum < maksimum, whole steps"
        for nama, satu in komponen
        if not 0 <= satu.minimum < satu.maksimum or satu.kelipatan < 1 or (satu.maksimum - satu.minimum) % satu.kelipatan
    ]
    if sum(satu.maksimum for _, satu in komponen) != skd.maksimum:
        faults.append("[skd] maksimum is not the sum of its parts")
    tercakup = Counter(jenis for jenis, _ in aturan.ambang)
    if set(tercakup) != jenis_kebutuhan or max(tercakup.values(), default=0) > 1:
        faults.append("[[ambang]] must cover every need type exactly once")
    grades = [ambang for _, ambang in aturan.ambang] + [khusus.ambang for khusus in aturan.ambang_jabatan]
    faults += [f"[[ambang]] {satu.kode} is outside what the test can give" for satu in grades if not _reachable(satu, skd)]
    faults += [
        f"[[ambang_jabatan]] {khusus.ambang.kode} replaces {khusus.menggantikan}, which does not exist"
        for khusus in aturan.ambang_jabatan
        if khusus.menggantikan not in {ambang.kode for _, ambang in aturan.ambang}
    ]
    if aturan.potong.faktor < 1:
        faults.append("[potong] faktor must be at least 1")
    integrasi = aturan.integrasi
    if integrasi.bobot_skd + integrasi.bobot_skb != 100 or min(integrasi.bobot_skd, integrasi.bobot_skb) < 1:
        faults.append("[integrasi] weights must be positive and total 100")
    if integrasi.skala_skd != skd.maksimum:
        faults.append("[integrasi] skala_skd must be the maximum of the SKD")
    if {hasil for hasil, _ in aturan.kode_skd} != set(HasilSkd):
        faults.append("[kode.skd] must name every outcome")
    if faults:
        raise AturanTidakSah(f"rule set {aturan.nama}: " + "; ".join(faults))


def _reachable(ambang: AmbangBatas, skd: SusunanSkd) -> bool:
    parts = ((ambang.twk, skd.twk.maksimum), (ambang.tiu, skd.tiu.maksimum), (ambang.tkp, skd.tkp.maksimum), (ambang.total, skd.maksimum))
    return any(batas for batas, _ in parts) and all(0 <= batas <= maksimum for batas, maksimum in parts)


def _komponen(tabel: Tabel) -> Komponen:
    return Komponen(**{nama: _number(tabel, nama) for nama in tabel})


def _ambang(tabel: Tabel) -> AmbangBatas:
    batas = {nama: _number(tabel, nama) for nama in tabel.keys() - {"kode", "pasal", "jenis_kebutuhan", "menggantikan", "awalan_jabatan"}}
    return AmbangBatas(kode=_text(tabel, "kode"), pasal=_text(tabel, "pasal"), **batas)


def _kriteria(tabel: Tabel) -> tuple[Kriteria, ...]:
    urutan = tuple(Kriteria(satu) for satu in _texts(tabel, "urutan"))
    if len(set(urutan)) != len(urutan) or not urutan:
        raise ValueError("urutan is empty or names a criterion twice")
    return urutan


def _table(tabel: Tabel, key: str) -> Tabel:
    value = tabel[key]
    if not isinstance(value, dict):
        raise TypeError(f"{key} is not a table")
    return cast("Tabel", value)


def _tables(tabel: Tabel, key: str) -> tuple[Tabel, ...]:
    value = tabel.get(key, [])
    if not isinstance(value, list) or not all(isinstance(satu, dict) for satu in value):
        raise TypeError(f"{key} is not an array of tables")
    return tuple(cast("list[Tabel]", value))


def _text(tabel: Tabel, key: str) -> str:
    value = tabel[key]
    if not isinstance(value, str) or not value.strip():
        raise TypeError(f"{key} is not a text")
    return value


def _texts(tabel: Tabel, key: str) -> tuple[str, ...]:
    value = tabel[key]
    if not isinstance(value, list) or not all(isinstance(satu, str) for satu in value):
        raise TypeError(f"{key} is not a list of texts")
    return tuple(cast("list[str]", value))


def _number(tabel: Tabel, key: str) -> int:
    value = tabel[key]
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError(f"{key} is not a whole number")
    return value

"""The file of an archive (docs/arsip.md): whether it is as it was written, and otherwise what in it is not.

Its last two lines are the manifest and the seal of the manifest. The manifest says the head and every part block by block: how many bytes,
and their SHA-256. So a changed byte is found, and named by the part and the lines of its block.
"""

import json
from array import array
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from typing import IO, Any, NamedTuple

FORMAT = 1
_MULAI, _MANIFES, _SEGEL = b'{"arsip":"mulai"', b'{"arsip":"manifes"', b'{"arsip":"segel"'
_BERUBAH = "tidak terbaca: salah satu dari dua baris terakhir berubah, atau sesuatu ditambahkan sesudahnya."
_EKOR = 1 << 16


class Rusak(NamedTuple):
    """What is not as it was written."""

    bagian: str
    apa: str

    def __str__(self) -> str:
        return f"{self.bagian}: {self.apa}"


class Bagian(NamedTuple):
    """One part as the manifest says it; `blok` are sizes in bytes and SHA-256."""

    nama: str
    baris: int
    blok: Sequence[tuple[int, str]]

    @property
    def byte(self) -> int:
        return sum(ukuran for ukuran, _ in self.blok)

    @property
    def tanda(self) -> bytes:
        """The line before the part."""
        return baku({"arsip": "mulai", "bagian": self.nama})


class Manifes(NamedTuple):
    """What the archive holds; `sidik` is the SHA-256 of the manifest itself."""

    kepala: Mapping[str, Any]
    kepala_byte: int
    kepala_sha256: str
    bagian: Sequence[Bagian]
    hasil_sha256: str
    sidik: str
    mulai: int


class TidakUtuh(Exception):
    """The manifest itself cannot be used."""

    def __init__(self, rusak: Rusak) -> None:
        super().__init__(str(rusak))
        self.rusak = rusak


def baku(isi: object) -> bytes:
    """JSON with sorted keys and without blanks, as one line."""
    return json.dumps(isi, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode() + b"\n"


def manifes(file: IO[bytes]) -> Manifes:
    """Read the manifest from the end of the file.

    Raises:
        TidakUtuh: it is not there, or not as it was sealed.
    """
    satu, segel, mulai = _ekor(file)
    if not satu.startswith(_MANIFES):
        raise TidakUtuh(Rusak("manifes", _BERUBAH if segel.startswith(_SEGEL) else _tanpa_manifes(file)))
    sidik = sha256(satu).hexdigest()
    if segel != baku({"arsip": "segel", "sha256": sidik}):
        raise TidakUtuh(Rusak("manifes", "tidak cocok dengan segelnya; salah satu dari dua baris terakhir berubah."))
    try:
        isi = json.loads(satu)
        bagian = [Bagian(b["nama"], b["baris"], [(ukuran, sidik_blok) for ukuran, sidik_blok in b["blok"]]) for b in isi["bagian"]]
        file.seek(0)
        kepala_byte = isi["kepala_byte"]
        kepala = file.read(kepala_byte)
        if sha256(kepala).hexdigest() != isi["kepala_sha256"]:
            raise TidakUtuh(Rusak("kepala", "baris pertama berubah."))
        return Manifes(json.loads(kepala), kepala_byte, isi["kepala_sha256"], bagian, isi["hasil_sha256"], sidik, mulai)
    except (ValueError, KeyError, TypeError) as error:
        raise TidakUtuh(Rusak("manifes", "tersegel, tetapi bukan manifes arsip musim.")) from error


def _ekor(file: IO[bytes]) -> tuple[bytes, bytes, int]:
    """The last two lines, and where the first of them begins."""
    panjang = file.seek(0, 2)
    ambil = _EKOR
    while True:
        dari = max(0, panjang - ambil)
        file.seek(dari)
        baris = file.read().split(b"\n")
        # What follows the last newline is empty in a whole file; before the last two lines stands the end of another.
        if len(baris) >= 4 or dari == 0:
            break
        ambil *= 8
    if len(baris) < 4 or baris[-1] != b"":
        return b"", b"", panjang
    satu, segel = baris[-3] + b"\n", baris[-2] + b"\n"
    return satu, segel, panjang - len(satu) - len(segel)


def _tanpa_manifes(file: IO[bytes]) -> str:
    """Why there is none: it was changed, or the file ends before it."""
    di, banyak = "kepala", 0
    file.seek(0)
    for satu in file:
        if satu.startswith(_MANIFES):
            return _BERUBAH
        if satu.startswith(_MULAI):
            di, banyak = satu[len(_MULAI) :].decode(errors="replace").strip(',:"{}\n').rpartition('"')[2], 0
        else:
            banyak += 1
    return f"tidak ada: berkas terpotong pada bagian {di} baris {banyak}, atau bukan arsip musim."


def tempat(isi: Manifes, file: IO[bytes]) -> tuple[dict[str, int], list[Rusak]]:
    """Where the first line of each part begins, and what is wrong about that."""
    ada: dict[str, int] = {}
    rusak: list[Rusak] = []
    panjang_sama = isi.kepala_byte + sum(len(b.tanda) + b.byte for b in isi.bagian) == isi.mulai
    lain: Mapping[bytes, int] | None = None
    seharusnya = isi.kepala_byte
    for bagian in isi.bagian:
        file.seek(seharusnya)
        mulai: int | None = seharusnya + len(bagian.tanda)
        if file.read(len(bagian.tanda)) != bagian.tanda:
            lain = _tanda(file) if lain is None else lain
            if bagian.tanda in lain:
                mulai = lain[bagian.tanda]
                if panjang_sama:
                    rusak.append(Rusak(bagian.nama, "tidak pada tempatnya."))
            elif panjang_sama:
                rusak.append(Rusak(bagian.nama, "baris pembukanya berubah."))
            else:
                mulai = None
                rusak.append(Rusak(bagian.nama, "hilang, atau baris pembukanya berubah."))
        if mulai is not None:
            ada[bagian.nama] = mulai
        seharusnya += len(bagian.tanda) + bagian.byte
    if not panjang_sama:
        rusak.append(Rusak("berkas", f"panjangnya {isi.mulai - seharusnya:+d} byte dari yang tertulis dalam manifes."))
    return ada, rusak


def _tanda(file: IO[bytes]) -> dict[bytes, int]:
    """Where the part after each opening line begins, wherever it stands."""
    file.seek(0)
    ditemukan, di = dict[bytes, int](), 0
    for satu in file:
        di += len(satu)
        if satu.startswith(_MULAI):
            ditemukan.setdefault(satu, di)
    return ditemukan


def periksa(isi: Manifes, file: IO[bytes]) -> Iterator[Rusak]:
    """Everything that is not as the manifest says."""
    ada, rusak = tempat(isi, file)
    yield from rusak
    per_blok = isi.kepala["baris_per_blok"]
    for bagian in isi.bagian:
        if bagian.nama in ada:
            yield from _bagian(bagian, file, ada[bagian.nama], per_blok)


def _bagian(bagian: Bagian, file: IO[bytes], mulai: int, per_blok: int) -> Iterator[Rusak]:
    file.seek(mulai)
    dari: int | None = None
    for nomor, (ukuran, sidik) in enumerate(bagian.blok):
        berubah = sha256(file.read(ukuran)).hexdigest() != sidik
        if berubah and dari is None:
            dari = nomor * per_blok + 1
        elif not berubah and dari is not None:
            yield Rusak(bagian.nama, f"baris {dari} sampai {nomor * per_blok} berubah.")
            dari = None
    if dari is not None:
        yield Rusak(bagian.nama, f"baris {dari} sampai {bagian.baris} berubah.")


class Isi:
    """The lines of an archive that is whole, of one kelompok or in order; only where they stand is kept in memory."""

    def __init__(self, arsip: Manifes, file: IO[bytes]) -> None:
        self._file = file
        self._tempat, _ = tempat(arsip, file)
        self._baris = {bagian.nama: bagian.baris for bagian in arsip.bagian}
        self._per_kelompok: dict[tuple[str, str], array[int]] = {}
        self.bagian = frozenset(self._baris)
        self.jenis = str(arsip.kepala["jenis"])
        self.kelompok: list[str] = []

    def urut(self, bagian: str) -> Iterator[dict[str, Any]]:
        """The lines of a part, in order."""
        di = self._tempat[bagian]
        for _ in range(self._baris[bagian]):
            self._file.seek(di)
            satu = self._file.readline()
            di += len(satu)
            yield json.loads(satu)

    def susun(self, bagian: Sequence[str]) -> None:
        """Note of these parts which lines belong to which kelompok."""
        for nama in bagian:
            di = self._tempat[nama]
            self._file.seek(di)
            for nomor in range(1, self._baris[nama] + 1):
                satu = self._file.readline()
                letak = self._per_kelompok.setdefault((nama, json.loads(satu)["kelompok"]), array("Q"))
                letak.extend((nomor, di))
                di += len(satu)
        self.kelompok = sorted({kelompok for _, kelompok in self._per_kelompok})

    def milik(self, bagian: str, kelompok: str) -> Iterator[tuple[int, dict[str, Any]]]:
        """The lines of a part that belong to a kelompok, with their numbers in the part."""
        letak = self._per_kelompok.get((bagian, kelompok), array("Q"))
        for nomor, di in zip(letak[::2], letak[1::2], strict=True):
            self._file.seek(di)
            yield nomor, json.loads(self._file.readline())

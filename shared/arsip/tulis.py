"""Reads the doors of the four services into the file of an archive."""

from collections.abc import AsyncGenerator, Iterator, Mapping
from contextlib import aclosing
from pathlib import Path
from typing import IO, Any, NamedTuple, Protocol

import orjson

from shared.arsip.bagian import ATURAN, Bagian, bagian_musim
from shared.arsip.berkas import Penulis
from shared.arsip.sidik import sidik_musim
from shared.errors import Rejected


class Pintu(Protocol):
    """The doors of the services, as somebody who may read an archive's parts."""

    async def tanya(self, layanan: str, jalan: str) -> Mapping[str, Any]:
        """A small JSON resource."""

    def baris(self, layanan: str, jalan: str) -> AsyncGenerator[bytes, None]:
        """The lines of an NDJSON resource."""


class Arsip(NamedTuple):
    """What was written: SHA-256 of the manifest and of the season (hex), and how many lines of parts."""

    manifes_sha256: str
    hasil_sha256: str
    baris: int


async def tulis(pintu: Pintu, path: Path) -> Arsip:
    """Write the archive of the season that the services hold; the file is there once it is whole.

    Raises:
        Rejected: the season is not over, or a door says something else than it should.
    """
    musim = await _musim(pintu)
    sementara = path.with_name(f"{path.name}.sebagian")
    try:
        with sementara.open("w+b") as out:
            arsip = await _isi(pintu, out, musim)
        sementara.rename(path)
    finally:
        sementara.unlink(missing_ok=True)
    return arsip


async def _isi(pintu: Pintu, out: IO[bytes], musim: Mapping[str, Any]) -> Arsip:
    penulis = Penulis(out, {kolom: musim[kolom] for kolom in ("musim", "jenis", "aturan", "aturan_versi")})
    penulis.mulai(ATURAN)
    penulis.tulis({"aturan": musim["aturan"], "versi": musim["aturan_versi"], "teks": musim["teks"]})
    tempat: dict[str, tuple[int, int]] = {}
    banyak = 1
    for bagian in bagian_musim(musim["jenis"]):
        penulis.mulai(bagian.nama)
        mulai = out.tell()
        banyak += await _bagian(pintu, penulis, bagian)
        tempat[bagian.nama] = mulai, out.tell()
    penulis.selesai()
    out.flush()
    parts = (_dari(out.name, *tempat[nama]) for nama in ("hasil", "penempatan", "kepegawaian", "tms"))
    sidik = sidik_musim(*parts, jenis=musim["jenis"])
    return Arsip(penulis.tutup(sidik), sidik, banyak)


async def _bagian(pintu: Pintu, penulis: Penulis, bagian: Bagian) -> int:
    banyak = 0
    sebelum = ""
    async with aclosing(pintu.baris(bagian.layanan, bagian.jalan)) as semua:
        async for line in semua:
            isi = orjson.loads(line)
            if kurang := [kolom for kolom in bagian.kolom if kolom not in isi]:
                pesan = f"Pintu {bagian.layanan}{bagian.jalan} tidak memberi kolom {', '.join(kurang)}; layanan lain versi?"
                raise Rejected("ARSIP_KOLOM_HILANG", pesan)
            if bagian.nama in {"hasil", "penempatan", "kepegawaian"}:
                if isi["peserta"] <= sebelum:
                    raise Rejected("ARSIP_TIDAK_URUT", f"Pintu {bagian.layanan}{bagian.jalan} tidak menurut nomor peserta.")
                sebelum = isi["peserta"]
            penulis.tulis({kolom: isi[kolom] for kolom in bagian.kolom})
            banyak += 1
    return banyak


def _dari(nama: str, mulai: int, akhir: int) -> Iterator[dict[str, Any]]:
    """The lines of a part that was written, from a file of their own."""
    with Path(nama).open("rb") as file:
        file.seek(mulai)
        while file.tell() < akhir:
            yield orjson.loads(file.readline())


async def _musim(pintu: Pintu) -> Mapping[str, Any]:
    """The season, once it is over: ranking closed, everybody placed, no correction under way.

    Raises:
        Rejected: it is not.
    """
    nilai = await pintu.tanya("penilaian", "/v1/ringkasan")
    duduk = await pintu.tanya("penempatan", "/v1/ringkasan")
    belum = []
    if nilai["peringkat"]["status"] != "SELESAI":
        belum.append("peringkat belum ditutup")
    if duduk["ditempatkan"] < duduk["kelompok"] or duduk["kelompok"] < nilai["peringkat"]["total"]:
        belum.append(f"{nilai['peringkat']['total'] - duduk['ditempatkan']} kelompok belum ditempatkan")
    if duduk["koreksi_menunggu"] or duduk["koreksi_tertahan"]:
        belum.append(f"{duduk['koreksi_menunggu'] + duduk['koreksi_tertahan']} koreksi belum berlaku")
    if belum:
        raise Rejected("MUSIM_BELUM_SELESAI", f"Musim belum selesai: {'; '.join(belum)}.")
    return await pintu.tanya("pendaftaran", "/v1/arsip/musim")

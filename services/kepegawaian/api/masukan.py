"""What is sent: reports and proposals, into types of the domain; a bad row of a list is refused by number and the others go on."""

from collections.abc import Iterator
from dataclasses import replace
from enum import StrEnum
from io import BytesIO
from typing import Annotated

from pydantic import BaseModel, Field, ValidationError

from services.kepegawaian.domain.jenis import JenisKelamin
from services.kepegawaian.domain.nip import Usulan
from services.kepegawaian.domain.pengunduran import Laporan
from shared.contracts.types import NomorPeserta
from shared.errors import Fault, Rejected
from shared.istilah import AlasanMundur, JenisPengunduran
from shared.tabular import FaultList, choice, read_table, tanggal_di, text
from shared.web import Tanggal

BARIS_TERBANYAK = 10_000
_KOLOM = ("peserta", "tanggal_lahir", "jenis_kelamin", "tmt")


class Bentuk(StrEnum):
    """Bentuk daftar yang dapat dikirim."""

    CSV = "csv"
    NDJSON = "ndjson"


class LaporanMasuk(BaseModel):
    """Seseorang melepas, kehilangan, atau meninggalkan kursinya."""

    peserta: NomorPeserta
    jenis: JenisPengunduran
    alasan: AlasanMundur
    tanggal: Annotated[Tanggal, Field(description="Hari mulai berlaku.")]

    def laporan(self) -> Laporan:
        """The report as the domain knows it."""
        return Laporan(self.peserta, self.jenis, self.alasan, self.tanggal)


class UsulanMasuk(BaseModel):
    """Satu usul penetapan NIP."""

    peserta: NomorPeserta
    tanggal_lahir: Tanggal
    jenis_kelamin: JenisKelamin
    tmt: Annotated[Tanggal, Field(description="Hari mulai berlaku, tanggal 1 suatu bulan.")]

    def usulan(self, baris: int) -> Usulan:
        """The proposal at this place of the list."""
        return Usulan(baris, self.peserta, self.tanggal_lahir, self.jenis_kelamin, self.tmt)


def baca_usulan(data: bytes, bentuk: Bentuk) -> tuple[list[Usulan], list[Fault]]:
    """The rows that can be read, and the faults of the others.

    Raises:
        Rejected: not a table, columns missing, or more than `BARIS_TERBANYAK` rows.
    """
    faults = FaultList()
    usulan: list[Usulan] = []
    for banyak, satu in enumerate(_csv(data, faults) if bentuk is Bentuk.CSV else _ndjson(data, faults), start=1):
        if banyak > BARIS_TERBANYAK:
            raise Rejected("TERLALU_BANYAK_BARIS", f"Paling banyak {BARIS_TERBANYAK} baris sekali kirim. Bagi menjadi beberapa kiriman.")
        if satu is not None:
            usulan.append(satu)
    # The answer is kept for whoever asks again, and a cell in the wrong column is a name or a birth date: the place says enough.
    return usulan, [replace(satu, nilai=None) for satu in faults]


def _csv(data: bytes, faults: FaultList) -> Iterator[Usulan | None]:
    """Row by row; None after a fault."""
    for baris in read_table("usulan-nip.csv", data, required=_KOLOM, faults=faults):
        peserta = text(baris, "peserta", faults, longest=20)
        lahir, tmt = tanggal_di(baris, "tanggal_lahir", faults), tanggal_di(baris, "tmt", faults)
        kelamin = choice(baris, "jenis_kelamin", JenisKelamin, faults)
        if peserta is not None and not (peserta.isascii() and peserta.isdigit()):
            faults.add("NOMOR_PESERTA", "Nomor peserta hanya angka.", baris=baris.baris, kolom="peserta")
            peserta = None
        if peserta is None or lahir is None or tmt is None or kelamin is None:
            yield None
        else:
            yield Usulan(baris.baris, peserta, lahir, kelamin, tmt)


def _ndjson(data: bytes, faults: FaultList) -> Iterator[Usulan | None]:
    """Line by line; None after a fault."""
    for nomor, line in enumerate(BytesIO(data), start=1):
        if not line.strip():
            continue
        try:
            yield UsulanMasuk.model_validate_json(line).usulan(nomor)
        except ValidationError as error:
            # One fault a row, and never the value: it may be a birth date.
            pertama = error.errors(include_input=False)[0]
            kolom = ".".join(str(bagian) for bagian in pertama["loc"]) or None
            faults.add("ISIAN_TIDAK_SAH", f"Isian {kolom or 'baris'} tidak sah.", baris=nomor, kolom=kolom)
            yield None

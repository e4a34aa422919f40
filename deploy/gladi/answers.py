"""The answers of the front doors, with the fields that the season reads."""

from collections.abc import Callable
from typing import NamedTuple, TypeVar, get_type_hints

import orjson
from pydantic import BaseModel, ConfigDict, RootModel

T = TypeVar("T")


class AnswerModel(BaseModel):
    """An answer; fields that the season does not read are ignored."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class BerkasFormasi(AnswerModel):
    """Answer to a file of posts."""

    formasi: int
    kursi: int


class Buka(AnswerModel):
    """Answer to opening the posts."""

    formasi: int
    kelompok: int


class Salah(AnswerModel):
    """One refused row."""

    baris: int | None = None
    kode: str = ""
    kolom: str | None = None


class Massal(AnswerModel):
    """Answer to a bulk upload of applications."""

    diterima: int
    sudah_ada: int
    ditolak: tuple[Salah, ...] = ()


class Masalah(AnswerModel):
    """A refusal (problem+json)."""

    kode: str = ""
    kesalahan: tuple[Salah, ...] = ()


class Kemajuan(AnswerModel):
    """How far long work is; the counts of its outcome are there when it is done."""

    status: str
    total: int = 0
    selesai: int = 0
    tertahan: int = 0
    ms: int | None = None
    peserta_sha256: str | None = None
    lulus_ambang: int | None = None
    th: int | None = None
    dis: int | None = None
    ke_skb: int | None = None


class BerkasNilai(AnswerModel):
    """Answer to a file of scores."""

    versi: int
    baris: int
    ditolak: tuple[Salah, ...] = ()


class UsulNip(AnswerModel):
    """Answer to proposals in bulk."""

    terbit: int
    sudah_ada: int
    ditolak: tuple[Salah, ...] = ()


class Usul(AnswerModel):
    """What was proposed and waits for another officer."""

    sidik: str


class TokenPeserta(AnswerModel):
    """A token of a participant number."""

    token: str


class SanggahTercatat(AnswerModel):
    """An objection; `nomor` is what a correction names it by."""

    nomor: int


class SanggahTerdaftar(NamedTuple):
    """One line of the list of objections; `versi` is that of the kelompok which the correction made."""

    peserta: str
    status: str
    versi: int | None


class RingkasanPendaftaran(AnswerModel):
    """Counts of pendaftaran."""

    formasi: int
    lamaran: int
    ms: int = 0


class RingkasanPenilaian(AnswerModel):
    """Counts of penilaian."""

    formasi: int = 0
    peserta: int = 0


class PengaruhPersetujuan(AnswerModel):
    """What asking people beforehand would change."""

    pilihan: int
    tanpa_persetujuan: int
    mendapat: int
    melepas: int
    pindah: int
    kursi_lebih_kosong: int


class KelompokDitempatkan(AnswerModel):
    """One placed kelompok: how its empty seats were filled."""

    mode: str | None = None


class RingkasanPenempatan(AnswerModel):
    """Counts of penempatan."""

    ditempatkan: int
    tertahan: int
    kursi: int
    terisi: int
    kosong: int
    diganti: int
    dibawa_ke_kebutuhan_berikut: int
    keputusan: int
    kode: dict[str, int]
    rute: dict[str, int]
    persetujuan: PengaruhPersetujuan


class Tindakan(AnswerModel):
    """One row of a record of acts."""

    nomor: int
    tindakan: str
    hasil: str


class Rekam(RootModel[list[Tindakan]]):
    """A page of a record of acts, newest first."""


class RingkasanKepegawaian(AnswerModel):
    """Counts of kepegawaian."""

    kasus: int
    dicabut: int = 0
    mundur: dict[str, int] = {}
    nip_terbit: int
    nip_batal: int


class Lag(RootModel[dict[str, int]]):
    """Records not yet applied by one replica, by topic."""


class Tersisih(RootModel[list[dict[str, object]]]):
    """Records or keys that were set aside."""


class Peserta(NamedTuple):
    """One line of pendaftaran's list of applications."""

    nik: str
    peserta: str | None
    formasi: str
    alasan: list[str]


class Terpanggil(NamedTuple):
    """One line of the list for SKB."""

    peserta: str
    formasi: str


class Kursi(NamedTuple):
    """One line of penempatan's list of seats; `status` is TERISI, KOSONG or DIBAWA, `peserta` is there exactly when it is TERISI."""

    kursi: str
    formasi: str
    kelompok: str
    status: str
    peserta: str | None


Isi = int | str | bool | None


class Ubahan(AnswerModel):
    """One value of one participant that differs between two versions of a ranking."""

    peserta: str
    kolom: str
    dari: Isi
    menjadi: Isi


class SelisihPeringkat(AnswerModel):
    """What a correction changes in a ranking; `kehilangan` go out of the seats of their own formation."""

    ubahan: tuple[Ubahan, ...]
    kehilangan: tuple[str, ...]


class KoreksiPeringkat(AnswerModel):
    """A proposal at penilaian; `versi` once it is released."""

    nomor: int
    selisih: SelisihPeringkat
    versi: int | None = None


class BarisVersi(AnswerModel):
    """One participant in one version of a ranking."""

    peserta: str
    formasi: str
    hasil_skd: str
    status_skb: str | None
    nilai_akhir: int | None
    peringkat: int | None
    peringkat_kelompok: int | None
    seri: bool


class VersiPeringkat(AnswerModel):
    """One version of a ranking as it was published."""

    sha256: str | None
    baris: tuple[BarisVersi, ...]


class Pindahan(AnswerModel):
    """Somebody whose seat is one of another formation than before."""

    peserta: str


class SelisihPenempatan(AnswerModel):
    """What a correction changes about seats."""

    masuk: tuple[str, ...]
    kehilangan: tuple[str, ...]
    pindah: tuple[Pindahan, ...]

    @property
    def berpindah(self) -> tuple[str, ...]:
        """Those who change to another formation."""
        return tuple(satu.peserta for satu in self.pindah)


class KoreksiMenunggu(AnswerModel):
    """A version of a kelompok that waits for two signatures, and who would lose or change a seat."""

    kelompok: str
    versi: int
    kehilangan: tuple[str, ...]
    pindah: tuple[str, ...]


class DaftarKoreksi(RootModel[list[KoreksiMenunggu]]):
    """Everything that waits for signatures."""


class StatusKelompok(AnswerModel):
    """How far penempatan is with a kelompok."""

    versi_ditempatkan: int | None = None
    sebab: str | None = None
    rincian: str | None = None


class KursiVersi(AnswerModel):
    """One seat in one version of the placement."""

    kursi: str
    peserta: str | None = None


class VersiPenempatan(AnswerModel):
    """One version of a kelompok as it was placed."""

    kursi: tuple[KursiVersi, ...]


def lines_as(shape: Callable[..., T]) -> Callable[[bytes], T]:
    """What reads a line of NDJSON into `shape` by the names of its fields; a field that the line does not have is None."""
    names = tuple(get_type_hints(shape))
    return lambda line: shape(*map(orjson.loads(line).get, names))

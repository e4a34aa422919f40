"""Every refusal in one shape: RFC 9457 problem+json, in plain Indonesian for the person and with codes for the program."""

from collections.abc import Sequence

from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field

from shared.errors import Fault, Rejected

MEDIA_TYPE = "application/problem+json"
# A file of a million bad rows must not become a gigabyte of answer.
MAX_FAULTS = 1000

_TITLES = {
    400: "Permintaan tidak dapat dibaca",
    401: "Perlu masuk",
    403: "Tidak diizinkan",
    404: "Tidak ditemukan",
    405: "Cara akses tidak didukung",
    406: "Bentuk jawaban tidak tersedia",
    408: "Waktu habis",
    409: "Bertentangan dengan keadaan saat ini",
    413: "Kiriman terlalu besar",
    415: "Jenis kiriman tidak didukung",
    422: "Permintaan ditolak",
    429: "Terlalu banyak permintaan",
    431: "Permintaan tidak dapat dibaca",
    500: "Kesalahan pada sistem kami",
    503: "Layanan belum siap",
}


class Kesalahan(BaseModel):
    """One thing to mend."""

    model_config = ConfigDict(from_attributes=True)

    kode: str = Field(description="Kode tetap dari aturan atau pemeriksaan.")
    pesan: str = Field(description="Apa yang salah dan jalan keluarnya.")
    kolom: str | None = Field(default=None, description="Isian atau kolom.")
    baris: int | None = Field(default=None, description="Baris berkas; baris judul adalah baris 1.")
    nilai: str | None = Field(default=None, description="Nilai yang salah, dipendekkan; tidak pernah data pribadi.")


class Problem(BaseModel):
    """Body of every answer of 400 and above (RFC 9457, `application/problem+json`)."""

    type: str = Field(description="URN jenis masalah.", examples=["urn:casn:masalah:TABEL_KOLOM_HILANG"])
    title: str = Field(description="Jenis masalah dengan beberapa kata.")
    status: int = Field(description="Status HTTP.")
    detail: str = Field(description="Kasus ini, dalam satu kalimat.")
    kode: str = Field(description="Kode tetap untuk program.")
    kesalahan: list[Kesalahan] = Field(default_factory=list, description=f"Kesalahan satu per satu, paling banyak {MAX_FAULTS}.")
    jumlah_kesalahan: int = Field(default=0, description="Banyaknya kesalahan, termasuk yang tidak disebut.")
    instance: str = Field(description="Nomor permintaan ini, untuk disebut bila meminta bantuan.")


def problem(
    kode: str, detail: str, *, status: int, instance: str, faults: Sequence[Fault] = (), headers: dict[str, str] | None = None
) -> Response:
    """The response that says `detail` under `kode`."""
    body = Problem(
        type=f"urn:casn:masalah:{kode}",
        title=_TITLES.get(status, _TITLES[400] if status < 500 else _TITLES[500]),
        status=status,
        detail=detail,
        kode=kode,
        kesalahan=[Kesalahan.model_validate(fault) for fault in faults[:MAX_FAULTS]],
        jumlah_kesalahan=len(faults),
        instance=instance,
    )
    return Response(body.model_dump_json(), status_code=status, media_type=MEDIA_TYPE, headers=headers)


def problem_of(rejected: Rejected, *, instance: str) -> Response:
    """The response to a rule's refusal."""
    faults = rejected.faults
    if not faults and rejected.kolom is not None:
        faults = (Fault(rejected.kode, rejected.pesan, kolom=rejected.kolom),)
    headers = {"WWW-Authenticate": "Bearer"} if rejected.status == 401 else None
    return problem(rejected.kode, rejected.pesan, status=rejected.status, instance=instance, faults=faults, headers=headers)

"""What a post is, and what an import changes of the posts already known (PermenPANRB 27/2021 Pasal 5; KepmenPANRB 293/2024)."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields

from services.pendaftaran.domain.teks import baku, ringkas
from shared.errors import Fault


@dataclass(frozen=True, slots=True)
class Isian:
    """Everything about a post besides the studies it accepts.

    Attributes:
        kuota: seats.
        terbuka_disabilitas: disabled applicants may enter under the general need type.
        gaji_min: rupiah a month.
        gaji_maks: rupiah a month.
        grup: group of units inside which a central agency fills its vacancies (PermenPANRB 27/2021, item 4 of filling), in capitals.
    """

    formasi: str
    instansi: str
    jenis_pengadaan: str
    jenis_kebutuhan: str
    jabatan: str
    unit: str
    kuota: int
    terbuka_disabilitas: bool
    gaji_min: int
    gaji_maks: int
    grup: str | None = None


@dataclass(frozen=True, slots=True)
class Formasi:
    """One post; `kualifikasi` are the accepted studies, sorted."""

    isian: Isian
    kualifikasi: tuple[str, ...]

    @property
    def identitas(self) -> tuple[str, str, str, str]:
        """The part that never changes once the post is open, because people applied to it."""
        isi = self.isian
        return (isi.instansi, isi.jenis_pengadaan, isi.jenis_kebutuhan, isi.jabatan)

    @property
    def sidik(self) -> str:
        """SHA-256 (hex) of the whole content: equal exactly when nothing changed."""
        # No field contains a control character: whoever reads the table refuses them.
        isi = (getattr(self.isian, bidang.name) for bidang in fields(Isian))
        # Only the last field may be absent.
        nilai = [str(satu) for satu in isi if satu is not None]
        return hashlib.sha256("\x1f".join([*nilai, *self.kualifikasi]).encode()).hexdigest()


def kualifikasi(jenjang: str, program: str) -> str:
    """A study as one text, such as S-1/SARJANA|S-1 AKUNTANSI."""
    return f"{baku(jenjang)}|{baku(program)}"


@dataclass(frozen=True, slots=True)
class Tercatat:
    """What is already known of a post: its content's digest, season and identity, and the version last published (0 = never opened)."""

    sidik: str
    musim: str
    identitas: tuple[str, str, str, str]
    versi: int


@dataclass(frozen=True, slots=True)
class SelisihImpor:
    """An import against what is known: posts to write, and how many of each kind."""

    tulis: tuple[Formasi, ...]
    baru: int
    berubah: int
    sama: int


def bandingkan(musim: str, formasi: Iterable[Formasi], tercatat: Mapping[str, Tercatat]) -> tuple[SelisihImpor, tuple[Fault, ...]]:
    """Compare posts of a season with those already known.

    Returns:
        The difference, and a fault for each open post whose agency, jabatan or need type would change: its key on the bus
        and the choice of those who applied hang on them; and for each post of another season.
    """
    tulis: list[Formasi] = []
    faults: list[Fault] = []
    baru = sama = 0
    for satu in formasi:
        lama = tercatat.get(satu.isian.formasi)
        if lama is None:
            baru += 1
        elif lama.musim != musim:
            pesan = f"Formasi ini sudah milik musim {lama.musim}. Satu nomor formasi hanya ada pada satu musim; pakai nomor lain."
            faults.append(Fault("FORMASI_MUSIM_LAIN", pesan, kolom="formasi_id", nilai=ringkas(satu.isian.formasi)))
            continue
        elif lama.sidik == satu.sidik:
            sama += 1
            continue
        elif lama.versi > 0 and lama.identitas != satu.identitas:
            pesan = "Formasi sudah dibuka: instansi, jabatan, dan jenis kebutuhan tidak dapat diubah. Buat formasi baru."
            faults.append(Fault("IDENTITAS_BERUBAH", pesan, kolom="formasi_id", nilai=ringkas(satu.isian.formasi)))
        tulis.append(satu)
    return SelisihImpor(tuple(tulis), baru=baru, berubah=len(tulis) - baru, sama=sama), tuple(faults)

"""Whether an agency set aside the seats that planning must (PermenPANRB 27/2021: cumlaude, disability, Papua).

The agency is told, and nothing is stopped.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from shared.aturan import JenisInstansi, JenisKebutuhan
from shared.aturan.instansi import jenis_instansi
from shared.aturan.kuota import AturanKuota


class Tingkat(StrEnum):
    """KURANG: fewer seats than the article asks for. PERINGATAN: somebody should look."""

    KURANG = "KURANG"
    PERINGATAN = "PERINGATAN"


@dataclass(frozen=True, slots=True)
class Temuan:
    """One thing to be said about an agency; `pesan` is Indonesian."""

    tingkat: Tingkat
    kode: str
    pasal: str
    seharusnya: int
    tersedia: int
    pesan: str


@dataclass(frozen=True, slots=True)
class KuotaInstansi:
    """Seats of one agency and what is to be said about them; `kursi`: need type -> seats."""

    instansi: str
    pusat: bool
    total: int
    kursi: Mapping[str, int]
    temuan: tuple[Temuan, ...]


def instansi_pusat(instansi: str, aturan: AturanKuota) -> bool:
    """Whether this is a central agency; the rule set names how regional ones begin (PermenPANRB 27/2021)."""
    return jenis_instansi(instansi, aturan.awalan_daerah) is JenisInstansi.PUSAT


def periksa_kuota(instansi: str, kursi: Mapping[str, int], aturan: AturanKuota) -> KuotaInstansi:
    """Hold the seats of one agency, by need type, against the least numbers."""
    total = sum(kursi.values())
    pusat = instansi_pusat(instansi, aturan)
    disabilitas = _bagian(total, aturan.disabilitas_persen)
    temuan = [_kurang("DISABILITAS", JenisKebutuhan.DISABILITAS, kursi, disabilitas, aturan.pasal_disabilitas)]
    if pusat and aturan.cumlaude_persen:
        cumlaude = _bagian(total, aturan.cumlaude_persen)
        temuan.append(_kurang("CUMLAUDE", JenisKebutuhan.CUMLAUDE, kursi, cumlaude, aturan.pasal_cumlaude))
    if pusat and aturan.papua:
        papua = next(pita for pita in aturan.papua if pita.sampai is None or total <= pita.sampai)
        temuan.append(_kurang("PAPUA", JenisKebutuhan.PAPUA, kursi, papua.paling_sedikit, aturan.pasal_papua))
        temuan.append(_batas_papua(total, kursi, aturan))
    return KuotaInstansi(instansi, pusat, total, dict(sorted(kursi.items())), tuple(satu for satu in temuan if satu is not None))


def _bagian(total: int, persen: int) -> int:
    """A share of the seats, rounded up."""
    return -(-total * persen // 100)


def _kurang(kode: str, jenis: JenisKebutuhan, kursi: Mapping[str, int], seharusnya: int, pasal: str) -> Temuan | None:
    tersedia = kursi.get(jenis.value, 0)
    if tersedia >= seharusnya:
        return None
    pesan = f"Kebutuhan khusus {jenis.value} paling sedikit {seharusnya} kursi, baru {tersedia}. Tambahkan {seharusnya - tersedia} kursi."
    return Temuan(Tingkat.KURANG, kode, pasal, seharusnya, tersedia, pesan)


def _batas_papua(total: int, kursi: Mapping[str, int], aturan: AturanKuota) -> Temuan | None:
    """The text leaves out the numbers at which the first band ends (200) and after which the last begins (2,001)."""
    pertama, terakhir = aturan.papua[0].sampai, aturan.papua[-2].sampai if len(aturan.papua) > 1 else None
    if terakhir is None or total not in {pertama, terakhir + 1}:
        return None
    pita = next(satu for satu in aturan.papua if satu.sampai is None or total <= satu.sampai)
    pesan = f"Untuk tepat {total} kursi peraturan tidak menyebut angka; di sini dipakai paling sedikit {pita.paling_sedikit}."
    return Temuan(
        Tingkat.PERINGATAN,
        "PAPUA_TIDAK_DIATUR",
        aturan.pasal_papua,
        pita.paling_sedikit,
        kursi.get(JenisKebutuhan.PAPUA.value, 0),
        pesan,
    )

"""What the season amounted to: one page for a minister, one for an operator, then the invariants and the final digest."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from rich.console import Console, Group
from rich.markup import escape
from rich.table import Table

from deploy.gladi.evidence import Evidence, TopicContent
from deploy.gladi.faults import Faults
from deploy.gladi.invarian import Perkara, Temuan
from deploy.gladi.invented import jenis_kesediaan
from deploy.gladi.musim import Musim
from deploy.gladi.musim.babak import HasilSkd
from deploy.gladi.plan import DENGAN_PERSETUJUAN, Plan
from deploy.gladi.progress import Stage
from shared.contracts.catalogue import BY_NAME
from shared.istilah import JenisKesediaan, Kehadiran

_MOST_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Machines:
    """What the operator wants to know of the machines; memory in MiB, delays sorted, in seconds."""

    stages: Sequence[Stage]
    delays: Sequence[float]
    max_lag: Counter[str]
    retries: Counter[str]
    restarts: dict[str, int]
    peak_memory: dict[str, float]
    peak_total: float
    faults: Faults
    seconds_ready: float
    seconds_played: float


def percentile(ordered: Sequence[float], percent: int) -> float | None:
    """Nearest-rank percentile of sorted values; None when there are none."""
    if not ordered:
        return None
    return ordered[max(0, -(-len(ordered) * percent // 100) - 1)]


def for_minister(p: Perkara) -> dict[str, int]:
    """The numbers of the season, by Indonesian label."""
    m = p.musim
    figures = {
        "Formasi dibuka": len(m.lowongan.formasi),
        "Kursi": m.lowongan.kursi,
        **_skipped(m.plan),
        "Pelamar": m.plan.applicants,
        "Memenuhi syarat administrasi": len(m.peserta.nomor),
        "Tidak memenuhi syarat": m.plan.applicants - len(m.peserta.nomor),
        **(_skd(m.skd) if m.skd is not None else _kompetensi(p)),
        "Lulus pada pengumuman akhir": m.penempatan.terisi,
        **{f"— kode {kode}": banyak for kode, banyak in sorted(m.penempatan.kode.items())},
        "Kursi diisi antarformasi": sum(m.penempatan.antar_formasi.values()),
        **{f"— {rute.replace('_', ' ').lower()}": banyak for rute, banyak in sorted(m.penempatan.antar_formasi.items())},
        "Kelompok tertahan": p.penempatan.tertahan,
        **_sanggah(p),
        **_kesediaan(p),
        "Mengundurkan diri atau gugur": len(m.mundur),
    }
    alasan = Counter(m.mundur.values())
    figures |= {f"— {nama.replace('_', ' ').lower()}": banyak for nama, banyak in sorted(alasan.items(), key=lambda x: (-x[1], x[0]))}
    return figures | {
        "Digantikan peringkat berikutnya": p.penempatan.diganti,
        "NIP terbit": m.nip,
        "Kursi terisi pada akhir musim": p.penempatan.terisi,
        "Kursi kosong: tidak ada calon": p.penempatan.kosong,
        "Kursi kosong: dibawa ke kebutuhan berikutnya": p.penempatan.dibawa_ke_kebutuhan_berikut,
    }


def _skd(skd: HasilSkd) -> dict[str, int]:
    return {
        "Tidak hadir SKD": skd.th,
        "Didiskualifikasi pada SKD": skd.dis,
        "Lulus ambang batas SKD": skd.lulus_ambang,
        "Maju ke SKB": len(skd.terpanggil),
    }


def _kompetensi(p: Perkara) -> dict[str, int]:
    hadir = Counter(satu.kehadiran for satu in p.hasil.kompetensi)
    return {
        "Tidak hadir seleksi kompetensi": hadir[Kehadiran.TH],
        "Didiskualifikasi pada seleksi kompetensi": hadir[Kehadiran.DIS],
        "Di bawah nilai ambang batas": sum(satu.memenuhi_ambang is False for satu in p.hasil.kompetensi),
        "Diperingkat": sum(satu.peringkat is not None for satu in p.hasil.kompetensi),
    }


def _skipped(plan: Plan) -> dict[str, int]:
    """Posts and seats left out of the files, in all and by need type; nothing where none were."""
    skipped = plan.skipped
    if not skipped:
        return {}
    figures = {
        f"Formasi dilewati: jenis kebutuhan tidak dikenal {plan.aturan}": sum(lost.formasi for lost in skipped.values()),
        "— dengan kursi": sum(lost.kursi for lost in skipped.values()),
    }
    for label, lost in skipped.items():
        figures[f"— {label.lower()}, formasi"] = lost.formasi
        figures[f"— {label.lower()}, kursi"] = lost.kursi
    return figures


def _sanggah(p: Perkara) -> dict[str, int]:
    """What the accepted objections to the final result changed."""
    semua = p.musim.sanggah.koreksi
    return {
        "Sanggah hasil akhir diterima": len(semua),
        "— tanpa perubahan kursi": sum(1 for satu in semua if not (satu.masuk or satu.kehilangan or satu.pindah)),
        "— mendapat kursi": sum(len(satu.masuk) for satu in semua),
        "— kehilangan kursi, ditandatangani dua petugas": sum(len(satu.ditandatangani_kehilangan) for satu in semua),
        "— pindah formasi, ditandatangani dua petugas": sum(len(satu.ditandatangani_pindah) for satu in semua),
        "— keluar dari daftar SKB": sum(len(satu.sanggah.keluar) for satu in semua),
        "— baru dipanggil SKB": sum(len(satu.sanggah.dipanggil) for satu in semua),
    }


def _kesediaan(p: Perkara) -> dict[str, int]:
    """What people stated about other posts, what the decree does in spite of it, and what asking them changes."""
    plan, pengunduran, pengaruh = p.musim.plan, p.musim.pengunduran, p.penempatan.persetujuan
    jenis = Counter(jenis_kesediaan(plan.seed, nomor) for nomor in plan.persons)
    more = pengaruh.kursi_lebih_kosong
    return {
        "Pelamar yang menyatakan kesediaan": plan.applicants - jenis[None],
        "— bersedia di mana saja": jenis[JenisKesediaan.SEMUA],
        "— tidak bersedia dipindah": jenis[JenisKesediaan.TIDAK],
        "— hanya unit atau formasi tertentu": jenis[JenisKesediaan.PILIHAN],
        "Peserta SKB yang menyatakan batas": pengaruh.pilihan,
        "Dipindah keputusan ke tempat yang ditolaknya": pengaruh.tanpa_persetujuan,
        "Persetujuan mengubah: mendapat kursi": pengaruh.mendapat,
        "Persetujuan mengubah: tidak mendapat kursi": pengaruh.melepas,
        "Persetujuan mengubah: mendapat kursi lain": pengaruh.pindah,
        f"Persetujuan mengubah: kursi kosong {'berkurang' if more < 0 else 'bertambah'}": abs(more),
        "Dipindah antarformasi, sampai NIP": len(pengunduran.pindah),
        "— lalu mundur sebelum NIP": pengunduran.pindah_mundur,
        "— di antaranya yang menolak tempatnya": pengunduran.menolak_mundur,
    }


def for_operator(report: "Report") -> dict[str, str]:
    """What ran how fast, by label."""
    machines, platform = report.machines, report.outcomes[0].perkara.platform
    p50, p99 = percentile(machines.delays, 50), percentile(machines.delays, 99)
    records = repeats = 0
    per_owner: Counter[str] = Counter()
    for name, content in report.contents():
        records += content.records
        repeats += content.repeats
        per_owner[BY_NAME[name].owner] += content.unique
    return {
        "stack siap": f"{machines.seconds_ready:.1f} s",
        "musim dimainkan": f"{machines.seconds_played:.1f} s",
        "peristiwa": f"{records:,} ({records / machines.seconds_played:,.0f}/s), {repeats} kiriman ganda",
        **{f"— dari {name}": f"{count:,} ({count / machines.seconds_played:,.0f}/s)" for name, count in sorted(per_owner.items())},
        "mundur → pengganti, p50 / p99": "–" if p50 is None or p99 is None else f"{p50 * 1000:.0f} ms / {p99 * 1000:.0f} ms",
        "lag terbesar": _listed(machines.max_lag),
        "permintaan diulang": _listed(machines.retries),
        "dikarantina": _listed(platform.karantina),
        "diparkir": _listed(platform.parkir),
        "proses dimulai ulang": _listed(machines.restarts),
        "dimatikan dengan sengaja": f"{machines.faults.processes.total()} proses, broker {_listed(machines.faults.brokers)}",
        "memori puncak": f"{machines.peak_total:,.0f} MiB",
        **{f"— {name}": f"{size:,.0f} MiB" for name, size in sorted(machines.peak_memory.items())},
    }


def _listed(counts: Mapping[str, int] | Mapping[int, int]) -> str:
    present = {str(name): count for name, count in counts.items() if count}
    return ", ".join(f"{name} {count:,}" for name, count in sorted(present.items())) or "0"


def _minister_table(figures: dict[str, int], m: Musim) -> Table:
    way = "dengan persetujuan" if m.penempatan.mode == DENGAN_PERSETUJUAN else "sesuai keputusan"
    table = Table(
        title=f"Seleksi {m.plan.ragam.jenis} — {m.plan.musim}, {m.plan.aturan}, pengisian {way}", title_justify="left", show_header=False
    )
    table.add_column(min_width=44)
    table.add_column(justify="right")
    for name, count in figures.items():
        table.add_row(name, f"{count:,}".replace(",", "."))
    return table


def _operator_table(figures: dict[str, str], stages: Sequence[Stage]) -> Group:
    work = Table("tahap", "detik", "banyak", "per detik", title="Operator", title_justify="left")
    for one in stages:
        rate = f"{one.count / one.seconds:,.0f} {one.unit}/s" if one.count and one.seconds > 0 else ""
        work.add_row(one.name, f"{one.seconds:.1f}", f"{one.count:,}", rate)
    other = Table(show_header=False)
    for name, said in figures.items():
        other.add_row(name, said)
    return Group(work, other)


def _invariant_table(title: str, temuan: Sequence[Temuan]) -> Table:
    table = Table("", "invarian", "", title=title, title_justify="left")
    for satu in temuan:
        pelanggaran = "\n".join(escape(kalimat) for kalimat in satu.pelanggaran[:_MOST_SHOWN])
        more = f"\n… {len(satu.pelanggaran) - _MOST_SHOWN} more" if len(satu.pelanggaran) > _MOST_SHOWN else ""
        mark = "[green]terpenuhi[/]" if satu.terpenuhi else f"[red]DILANGGAR ({len(satu.pelanggaran)})[/]\n{pelanggaran}{more}"
        table.add_row(str(satu.nomor), satu.nama, mark)
    return table


class Outcome(NamedTuple):
    """A finished season with what was found and the digest of its results."""

    perkara: Perkara
    temuan: Sequence[Temuan]
    digest: str

    @property
    def musim(self) -> str:
        """Code of the season."""
        return self.perkara.musim.plan.musim


class Report(NamedTuple):
    """The finished seasons with all that is said of them.

    Attributes:
        others: what on the topics belongs to none of several seasons.
        across: what was found across them.
        twice: people of other seasons who applied in one as well and were refused, by its code.
    """

    outcomes: Sequence[Outcome]
    machines: Machines
    others: Evidence
    across: Sequence[Temuan] = ()
    twice: Mapping[str, int] = {}

    @property
    def evidence(self) -> list[Evidence]:
        """All that the topics hold."""
        return [*(outcome.perkara.evidence for outcome in self.outcomes), self.others]

    @property
    def sound(self) -> bool:
        """Whether every invariant holds."""
        return all(one.terpenuhi for found in (self.across, *(outcome.temuan for outcome in self.outcomes)) for one in found)

    def contents(self) -> Iterator[tuple[str, TopicContent]]:
        """Every topic with what it holds, season by season."""
        return (item for evidence in self.evidence for item in evidence.topics.items())


def print_report(console: Console, report: Report) -> None:
    """Print both summaries, the invariants, and the digests as the last lines."""
    outcomes, machines = report.outcomes, report.machines
    alone = len(outcomes) == 1
    for outcome in outcomes:
        console.print(_minister_table(for_minister(outcome.perkara), outcome.perkara.musim))
    console.print(_operator_table(for_operator(report), machines.stages))
    for outcome in outcomes:
        console.print(_invariant_table("Invarian" if alone else f"Invarian {outcome.musim}", outcome.temuan))
    if report.across:
        console.print(_invariant_table("Invarian antarmusim", report.across))
    for musim, count in report.twice.items():
        console.print(f"{musim}: {count} lamaran kedua dalam tahun yang sama ditolak", highlight=False)
    for missing in machines.faults.missing:
        console.print(f"[red]gangguan: {escape(missing)}[/]", highlight=False)
    for outcome in outcomes:
        whose = "" if alone else f" {outcome.musim}"
        console.print(f"SHA-256 hasil{whose}: {outcome.digest}", highlight=False, soft_wrap=True)

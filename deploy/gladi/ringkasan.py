"""What the season amounted to: one page for a minister, one for an operator, then the invariants and the final digest."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from rich.console import Console, Group
from rich.markup import escape
from rich.table import Table

from deploy.gladi.benih import jenis_kesediaan
from deploy.gladi.gangguan import Gangguan
from deploy.gladi.invarian import Perkara, Temuan
from deploy.gladi.musim import Rencana
from deploy.gladi.musim.keadaan import DENGAN_PERSETUJUAN, Keadaan
from deploy.gladi.papan import Catatan
from shared.contracts.catalogue import BY_NAME
from shared.istilah import JenisKesediaan

_PALING_BANYAK = 5


@dataclass(frozen=True, slots=True)
class Mesin:
    """What the operator wants to know of the machines; memory in MiB, delays sorted, in seconds."""

    tahap: list[Catatan]
    tunda: list[float]
    lag_maks: dict[str, int]
    ulang: Counter[str]
    mulai_ulang: dict[str, int]
    memori_maks: dict[str, float]
    memori_total: float
    gangguan: Gangguan
    detik_siap: float
    detik_musim: float


def persentil(terurut: Sequence[float], persen: int) -> float | None:
    """Nearest-rank percentile of sorted values; None when there are none."""
    if not terurut:
        return None
    return terurut[max(0, -(-len(terurut) * persen // 100) - 1)]


def untuk_menteri(p: Perkara) -> dict[str, int]:
    """The numbers of the season, by Indonesian label."""
    k = p.k
    angka = {
        "Formasi dibuka": len(k.formasi),
        "Kursi": k.kursi,
        **_dilewati(k.rencana),
        "Pelamar": k.rencana.banyak,
        "Memenuhi syarat administrasi": k.ms,
        "Tidak memenuhi syarat": k.rencana.banyak - k.ms,
        "Tidak hadir SKD": k.skd["th"],
        "Didiskualifikasi pada SKD": k.skd["dis"],
        "Lulus ambang batas SKD": k.skd["lulus_ambang"],
        "Maju ke SKB": k.skd["ke_skb"],
        "Lulus pada pengumuman akhir": k.terisi_awal,
        **{f"— kode {kode}": banyak for kode, banyak in sorted(k.kode_awal.items())},
        "Kursi diisi antarformasi": sum(k.antar_formasi.values()),
        **{f"— {rute.replace('_', ' ').lower()}": banyak for rute, banyak in sorted(k.antar_formasi.items())},
        "Kelompok tertahan": p.penempatan.tertahan,
        **_sanggah(p),
        **_kesediaan(p),
        "Mengundurkan diri atau gugur": len(k.mundur),
    }
    alasan = Counter(k.mundur.values())
    angka |= {f"— {nama.replace('_', ' ').lower()}": banyak for nama, banyak in sorted(alasan.items(), key=lambda x: (-x[1], x[0]))}
    return angka | {
        "Digantikan peringkat berikutnya": p.penempatan.diganti,
        "NIP terbit": k.nip,
        "Kursi terisi pada akhir musim": p.penempatan.terisi,
        "Kursi kosong: tidak ada calon": p.penempatan.kosong,
        "Kursi kosong: dibawa ke kebutuhan berikutnya": p.penempatan.dibawa_ke_kebutuhan_berikut,
    }


def _dilewati(rencana: Rencana) -> dict[str, int]:
    """Posts and seats left out of the files, in all and by need type; nothing where none were."""
    semua = rencana.dilewati
    if not semua:
        return {}
    angka = {
        f"Formasi dilewati: jenis kebutuhan tidak dikenal {rencana.aturan}": sum(satu.formasi for satu in semua.values()),
        "— dengan kursi": sum(satu.kursi for satu in semua.values()),
    }
    for label, satu in semua.items():
        angka[f"— {label.lower()}, formasi"] = satu.formasi
        angka[f"— {label.lower()}, kursi"] = satu.kursi
    return angka


def _sanggah(p: Perkara) -> dict[str, int]:
    """What the accepted objections to the final result changed."""
    semua = p.k.koreksi
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
    k, pengaruh = p.k, p.penempatan.persetujuan
    jenis = Counter(jenis_kesediaan(k.rencana.benih, nomor) for nomor in range(k.rencana.banyak))
    lebih = pengaruh.kursi_lebih_kosong
    return {
        "Pelamar yang menyatakan kesediaan": k.rencana.banyak - jenis[None],
        "— bersedia di mana saja": jenis[JenisKesediaan.SEMUA],
        "— tidak bersedia dipindah": jenis[JenisKesediaan.TIDAK],
        "— hanya unit atau formasi tertentu": jenis[JenisKesediaan.PILIHAN],
        "Peserta SKB yang menyatakan batas": pengaruh.pilihan,
        "Dipindah keputusan ke tempat yang ditolaknya": pengaruh.tanpa_persetujuan,
        "Persetujuan mengubah: mendapat kursi": pengaruh.mendapat,
        "Persetujuan mengubah: tidak mendapat kursi": pengaruh.melepas,
        "Persetujuan mengubah: mendapat kursi lain": pengaruh.pindah,
        f"Persetujuan mengubah: kursi kosong {'berkurang' if lebih < 0 else 'bertambah'}": abs(lebih),
        "Dipindah antarformasi, sampai NIP": len(k.pindah),
        "— lalu mundur sebelum NIP": k.pindah_mundur,
        "— di antaranya yang menolak tempatnya": k.tanpa_mau_mundur,
    }


def untuk_operator(p: Perkara, mesin: Mesin) -> dict[str, str]:
    """What ran how fast, by label."""
    p50, p99 = persentil(mesin.tunda, 50), persentil(mesin.tunda, 99)
    rekaman = sum(isi.rekaman for isi in p.bukti.topik.values())
    ganda = sum(isi.ganda for isi in p.bukti.topik.values())
    per_pemilik: Counter[str] = Counter()
    for nama, isi in p.bukti.topik.items():
        per_pemilik[BY_NAME[nama].owner] += isi.unik
    return {
        "stack siap": f"{mesin.detik_siap:.1f} s",
        "musim dimainkan": f"{mesin.detik_musim:.1f} s",
        "peristiwa": f"{rekaman:,} ({rekaman / mesin.detik_musim:,.0f}/s), {ganda} kiriman ganda",
        **{f"— dari {nama}": f"{banyak:,} ({banyak / mesin.detik_musim:,.0f}/s)" for nama, banyak in sorted(per_pemilik.items())},
        "mundur → pengganti, p50 / p99": "–" if p50 is None or p99 is None else f"{p50 * 1000:.0f} ms / {p99 * 1000:.0f} ms",
        "lag terbesar": _daftar(mesin.lag_maks),
        "permintaan diulang": _daftar(mesin.ulang),
        "dikarantina": _daftar(p.karantina),
        "diparkir": _daftar(p.parkir),
        "proses dimulai ulang": _daftar(mesin.mulai_ulang),
        "dimatikan dengan sengaja": f"{mesin.gangguan.proses.total()} proses, broker {_daftar(mesin.gangguan.broker)}",
        "memori puncak": f"{mesin.memori_total:,.0f} MiB",
        **{f"— {nama}": f"{besar:,.0f} MiB" for nama, besar in sorted(mesin.memori_maks.items())},
    }


def _daftar(isi: Counter[str] | Counter[int] | dict[str, int]) -> str:
    ada = {str(nama): banyak for nama, banyak in isi.items() if banyak}
    return ", ".join(f"{nama} {banyak:,}" for nama, banyak in sorted(ada.items())) or "0"


def _tabel_menteri(angka: dict[str, int], k: Keadaan) -> Table:
    cara = "dengan persetujuan" if k.mode == DENGAN_PERSETUJUAN else "sesuai keputusan"
    tabel = Table(title=f"Seleksi CPNS — {k.rencana.musim}, {k.rencana.aturan}, pengisian {cara}", title_justify="left", show_header=False)
    tabel.add_column(min_width=44)
    tabel.add_column(justify="right")
    for nama, banyak in angka.items():
        tabel.add_row(nama, f"{banyak:,}".replace(",", "."))
    return tabel


def _tabel_operator(angka: dict[str, str], tahap: Sequence[Catatan]) -> Group:
    kerja = Table("tahap", "detik", "banyak", "per detik", title="Operator", title_justify="left")
    for satu in tahap:
        laju = f"{satu.banyak / satu.detik:,.0f} {satu.satuan}/s" if satu.banyak and satu.detik > 0 else ""
        kerja.add_row(satu.nama, f"{satu.detik:.1f}", f"{satu.banyak:,}", laju)
    lain = Table(show_header=False)
    for nama, isi in angka.items():
        lain.add_row(nama, isi)
    return Group(kerja, lain)


def _tabel_invarian(temuan: Sequence[Temuan]) -> Table:
    tabel = Table("", "invarian", "", title="Invarian", title_justify="left")
    for satu in temuan:
        pelanggaran = "\n".join(escape(kalimat) for kalimat in satu.pelanggaran[:_PALING_BANYAK])
        lebih = f"\n… {len(satu.pelanggaran) - _PALING_BANYAK} more" if len(satu.pelanggaran) > _PALING_BANYAK else ""
        tanda = "[green]terpenuhi[/]" if satu.terpenuhi else f"[red]DILANGGAR ({len(satu.pelanggaran)})[/]\n{pelanggaran}{lebih}"
        tabel.add_row(str(satu.nomor), satu.nama, tanda)
    return tabel


class Akhir(NamedTuple):
    """The finished season with all that is said of it."""

    perkara: Perkara
    mesin: Mesin
    temuan: Sequence[Temuan]
    sidik: str


def cetak(console: Console, akhir: Akhir) -> None:
    """Print both summaries, the invariants, and the digest as the last line."""
    p, mesin, temuan, sidik = akhir
    console.print(_tabel_menteri(untuk_menteri(p), p.k))
    console.print(_tabel_operator(untuk_operator(p, mesin), mesin.tahap))
    console.print(_tabel_invarian(temuan))
    for kurang in mesin.gangguan.kurang:
        console.print(f"[red]gangguan: {escape(kurang)}[/]", highlight=False)
    console.print(f"SHA-256 hasil: {sidik}", highlight=False, soft_wrap=True)

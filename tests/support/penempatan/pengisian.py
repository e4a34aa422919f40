"""Placing and filling by both implementations: what either is given, and its answer as canonical JSON."""

import json
from collections.abc import Mapping

from acuan.penempatan import Orang, Papan, Pos, jalankan, per_calon
from services.penempatan.domain.jenis import PenempatanKelompok, StatusKursi
from shared.istilah import Hasil, ModePengisian
from tests.support.penempatan import PER_ATURAN, Kelompok


def pos_dari(k: Kelompok) -> list[Pos]:
    """The formations as the second implementation knows them."""
    return [Pos(f.kode, f.kuota, f.jenis_kebutuhan.value, f.unit, f.kualifikasi, f.urutan, f.grup) for f in k.formasi]


def orang_dari(k: Kelompok) -> list[Orang]:
    """The people as the second implementation knows them."""
    return [
        Orang(
            p.peserta,
            p.formasi,
            p.peringkat is not None,
            p.peringkat,
            p.peringkat_kelompok,
            p.jenis_kebutuhan.value,
            p.kualifikasi,
            p.memenuhi_ambang_umum,
            (p.kesediaan.jenis.value, p.kesediaan.unit, p.kesediaan.formasi),
        )
        for p in k.peringkat
    ]


def papan_dari(hasil: PenempatanKelompok, aturan: str) -> Papan:
    """A result as the second implementation states one."""
    nama = {langkah.rute: langkah.nama for langkah in PER_ATURAN[aturan].pengisian.langkah}
    langkah = {k.kursi: nama[k.rute] for k in hasil.keputusan if k.rute in nama and k.kursi is not None and not k.mundur}
    return Papan(
        {k.kursi: k.peserta for k in hasil.kursi if k.peserta is not None},
        langkah,
        frozenset(k.peserta for k in hasil.keputusan if k.hasil is Hasil.MENUNGGU),
        frozenset(k.kursi for k in hasil.kursi if k.status is StatusKursi.DIBAWA),
    )


def canonical(papan: Papan) -> bytes:
    """Equal boards give equal bytes."""
    isi = (papan.kursi, papan.langkah, sorted(papan.menunggu), sorted(papan.dibawa))
    return json.dumps(isi, sort_keys=True, separators=(",", ":")).encode()


def lambat(k: Kelompok, aturan: str, mode: ModePengisian) -> bytes:
    """What the definition places."""
    return canonical(jalankan(pos_dari(k), orang_dari(k), aturan=aturan, persetujuan=mode is ModePengisian.DENGAN_PERSETUJUAN))


def menurut_calon(k: Kelompok, aturan: str, mode: ModePengisian) -> Mapping[str, str]:
    """Participant -> formation, where the best person chooses first; only without equal ranks."""
    dapat = per_calon(pos_dari(k), orang_dari(k), aturan=aturan, persetujuan=mode is ModePengisian.DENGAN_PERSETUJUAN)
    return {peserta: kursi.rpartition("/")[0] for kursi, peserta in dapat.items()}

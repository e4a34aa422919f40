"""One performance: the season, the faults beside it, the results, the invariants, the report."""

import asyncio
import io
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from time import monotonic

from rich.console import Console

from deploy.gladi.benih import Lowongan
from deploy.gladi.gangguan import Gangguan, RencanaGangguan
from deploy.gladi.hasil import ambil, tulis
from deploy.gladi.invarian import Perkara, periksa, siapkan
from deploy.gladi.musim import Keadaan, Rencana, mainkan
from deploy.gladi.papan import Papan
from deploy.gladi.pengamat import Pengamat
from deploy.gladi.pintu import Pintu
from deploy.gladi.ringkasan import Akhir, Mesin, cetak, untuk_menteri, untuk_operator
from deploy.gladi.tempat import Tempat
from shared.aturan.pendaftaran import load

_LEBAR_LAPORAN = 120


async def gelar(
    rencana: Rencana, tempat: Tempat, rencana_gangguan: RencanaGangguan, console: Console, *, folder: Path, detik_siap: float
) -> bool:
    """Play the season and write `ringkasan.json`, `hasil.ndjson` and `laporan.txt` to `folder`.

    Returns whether every invariant holds and every fault that was asked for was made.
    """
    papan = Papan(console)
    gangguan = Gangguan(rencana_gangguan, rencana.benih)
    lowongan = Lowongan(rencana.benih, (), load(rencana.aturan))
    async with (
        Pintu(tempat.alamat, tempat.token, musim=rencana.musim, token_kedua=tempat.token_kedua) as pintu,
        Pengamat(tempat.alamat, tempat.token, papan) as pengamat,
    ):
        k = Keadaan(rencana, pintu, papan, tempat.bus, lowongan)
        mulai = monotonic()
        with papan.progress:
            async with _bersama(gangguan, tempat):
                await mainkan(k)
            detik_musim = monotonic() - mulai
            perkara, sidik = await _nilai(k, folder)
        mesin = _mesin(k, tempat, gangguan, pengamat.lag_maks, (detik_siap, detik_musim))
        temuan = await asyncio.to_thread(periksa, perkara)
    await asyncio.to_thread(_laporkan, console, folder, Akhir(perkara, mesin, temuan, sidik))
    return all(satu.terpenuhi for satu in temuan) and not gangguan.kurang


@asynccontextmanager
async def _bersama(gangguan: Gangguan, tempat: Tempat) -> AsyncIterator[None]:
    """Make faults for as long as the season runs; a fault that cannot be made ends the season."""
    async with asyncio.TaskGroup() as kelompok:
        tugas: list[asyncio.Task[None]] = []
        if gangguan.rencana.proses:
            tugas.append(kelompok.create_task(gangguan.bunuh_proses(tempat.proses)))
        kafka = None if tempat.stack is None else tempat.stack.kafka
        if gangguan.rencana.broker and kafka is not None:
            tugas.append(kelompok.create_task(gangguan.bunuh_broker(kafka)))
        yield
        for satu in tugas:
            satu.cancel()


async def _nilai(k: Keadaan, folder: Path) -> tuple[Perkara, str]:
    async with k.papan.tahap("hasil dari empat layanan") as tahap:
        hasil = await ambil(k.pintu, k.tms)
        sidik = await asyncio.to_thread(tulis, hasil, folder / "hasil.ndjson")
        tahap.banyak, tahap.satuan = len(hasil.nilai), "peserta"
    async with k.papan.tahap("bukti dari semua topik") as tahap:
        perkara = await siapkan(k, hasil, lambda topik, banyak: tahap.tampil(banyak, banyak, topik))
        tahap.banyak, tahap.satuan = sum(isi.rekaman for isi in perkara.bukti.topik.values()), "peristiwa"
    return perkara, sidik


def _mesin(k: Keadaan, tempat: Tempat, gangguan: Gangguan, lag_maks: dict[str, int], waktu: tuple[float, float]) -> Mesin:
    supervisor = None if tempat.stack is None else tempat.stack.supervisor
    return Mesin(
        tahap=k.papan.catatan,
        tunda=k.tunda,
        lag_maks=lag_maks,
        ulang=k.pintu.ulang,
        mulai_ulang={} if supervisor is None else supervisor.restarts(),
        memori_maks={} if supervisor is None else supervisor.peak_rss_mb(),
        memori_total=0.0 if supervisor is None else supervisor.peak_total_mb(),
        gangguan=gangguan,
        detik_siap=waktu[0],
        detik_musim=waktu[1],
    )


def _laporkan(console: Console, folder: Path, akhir: Akhir) -> None:
    perkara, mesin, temuan, sidik = akhir
    cetak(console, akhir)
    teks = io.StringIO()
    cetak(Console(file=teks, width=_LEBAR_LAPORAN), akhir)
    (folder / "laporan.txt").write_text(teks.getvalue(), encoding="utf-8")
    rencana = perkara.k.rencana
    tercatat = {
        "musim": rencana.musim,
        "seed": rencana.benih,
        "acak": rencana.acak,
        "aturan": rencana.aturan,
        "mode_pengisian": perkara.k.mode,
        "ringkasan": untuk_menteri(perkara),
        "operator": untuk_operator(perkara, mesin),
        "tahap": [{"nama": satu.nama, "detik": round(satu.detik, 3), "banyak": satu.banyak} for satu in mesin.tahap],
        "invarian": [
            {"nomor": satu.nomor, "nama": satu.nama, "terpenuhi": satu.terpenuhi, "pelanggaran": satu.pelanggaran[:100]} for satu in temuan
        ],
        "topik": {nama: isi.unik for nama, isi in perkara.bukti.topik.items()},
        "gangguan": {
            "proses": dict(sorted(mesin.gangguan.proses.items())),
            "broker": {str(nomor): banyak for nomor, banyak in sorted(mesin.gangguan.broker.items())},
            "kurang": mesin.gangguan.kurang,
        },
        "sha256": sidik,
    }
    (folder / "ringkasan.json").write_text(json.dumps(tercatat, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")

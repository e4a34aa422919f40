"""Objections as people send them and the committee of the agency answers them: each accepted one is what a correction answers."""

import orjson

from deploy.gladi import answers
from deploy.gladi.answers import SanggahTercatat, lines_as
from deploy.gladi.doors import PENILAIAN, Doors
from deploy.gladi.failures import RuleBroken
from deploy.gladi.musim.babak import DaftarPeserta
from deploy.gladi.people import committee, participant
from deploy.gladi.sanggah import Koreksi, Macam, Sanggah

URAIAN = "Hasil yang diumumkan tidak sama dengan lembar hasil saya."
DITERIMA = {"putusan": "DITERIMA", "alasan": "NILAI_KELIRU", "penjelasan": "Nilai dari lembar hasil belum dipindahkan dengan benar."}
DITOLAK = {"putusan": "DITOLAK", "alasan": "NILAI_SESUAI", "penjelasan": "Nilai sama dengan lembar hasil yang ditandatangani."}


def pengaju(satu: Sanggah) -> str | None:
    """Who objects: the person whose score was too low, or whom somebody else's kept from the SKB; None: the agency found it by itself."""
    if satu.macam is Macam.GUGUR:
        return min(satu.dipanggil, default=None)
    return min(satu.skb)


async def ajukan_dan_terima(doors: Doors, peserta: DaftarPeserta, satu: Sanggah) -> list[int]:
    """Let the person object and the committee accept; returns the numbers that a correction names."""
    siapa = pengaju(satu)
    if siapa is None:
        return []
    return [await _sampai_dijawab(doors, peserta, satu.kelompok, siapa, DITERIMA)]


async def tolak_seorang(doors: Doors, peserta: DaftarPeserta, kelompok: str, siapa: str) -> None:
    """Somebody else of the kelompok objects without reason, is refused, and may not object again."""
    await _sampai_dijawab(doors, peserta, kelompok, siapa, DITOLAK)
    purpose, path = f"sanggah-lagi-{siapa}", f"/v1/peserta/{siapa}/sanggah/AKHIR"
    isi = orjson.dumps({"pokok": ["LAINNYA"], "uraian": URAIAN})
    kode, sendiri = "SANGGAH_SUDAH_ADA", participant(siapa)
    await doors.send_wrong(PENILAIAN, path, isi, purpose=purpose, status=409, kode=kode, by=sendiri)


async def _sampai_dijawab(doors: Doors, peserta: DaftarPeserta, kelompok: str, siapa: str, jawaban: dict[str, str]) -> int:
    await doors.become(peserta.orang(siapa).nik, siapa)
    path = f"/v1/peserta/{siapa}/sanggah/AKHIR"
    isi = orjson.dumps({"pokok": ["PERINGKAT"], "uraian": URAIAN, "dokumen": ["Lembar hasil"]})
    await doors.send(PENILAIAN, path, isi, purpose=f"sanggah-ajukan-{siapa}", expected=(201,), by=participant(siapa))
    panitia = committee(kelompok)
    await doors.send(PENILAIAN, f"{path}/ambil", b"{}", purpose=f"sanggah-ambil-{siapa}", expected=(200,), by=panitia)
    jawab = orjson.dumps(jawaban)
    answer = await doors.send(PENILAIAN, f"{path}/jawab", jawab, purpose=f"sanggah-jawab-{siapa}", expected=(200,), by=panitia)
    return answer.parsed(SanggahTercatat).nomor


async def pastikan_dijawab(doors: Doors, koreksi: list[Koreksi], ditolak: list[str]) -> None:
    """Every accepted objection names the version that its correction made, and nobody else's is listed.

    Raises:
        RuleBroken: another list.
    """
    harap: set[tuple[str, str, int | None]] = {(siapa, "DITOLAK", None) for siapa in ditolak}
    for satu in koreksi:
        siapa = pengaju(satu.sanggah)
        harap |= set() if siapa is None else {(siapa, "DIKOREKSI", satu.versi)}
    baca = lines_as(answers.SanggahTerdaftar)
    ada = {(satu.peserta, satu.status, satu.versi) for satu in await doors.read(PENILAIAN, "/v1/sanggah/daftar.ndjson", baca)}
    if ada != harap:
        raise RuleBroken(f"objections listed and not expected, or the other way round: {sorted(map(str, ada ^ harap))[:3]}")

"""The season from the SKD files to the closed ranking."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import partial
from hashlib import sha256
from itertools import count
from urllib.parse import quote

import orjson

from deploy.gladi import score_files
from deploy.gladi.answers import BerkasNilai, Kemajuan, Masalah, Terpanggil, lines_as
from deploy.gladi.concurrency import at_once
from deploy.gladi.doors import PENILAIAN, Answer, Doors
from deploy.gladi.failures import RuleBroken
from deploy.gladi.invented import Draws
from deploy.gladi.musim.babak import DaftarPeserta, HasilSkd
from deploy.gladi.plan import Tools
from deploy.gladi.progress import Reached, Stage
from deploy.gladi.score_files import ScoreFile, Ujian
from deploy.gladi.topics import Bus, read_topic

IN_FLIGHT = 3
# Sessions with a part to play: refused for bad rows and repaired; wrong and corrected; sent as XLSX.
SESI_RUSAK, SESI_KELIRU, SESI_XLSX = 1, 2, (3, 4)
TUTUP_SKD, TUTUP_PERINGKAT, TUTUP_KOMPETENSI = "/v1/skd/tutup", "/v1/peringkat/tutup", "/v1/kompetensi/tutup"


async def nilai_skd(tools: Tools, peserta: DaftarPeserta) -> None:
    """Deliver the SKD results."""
    async with tools.stage("d. nilai SKD") as stage:
        await _deliver(tools, stage, score_files.skd(peserta.seed, peserta.nomor))


async def tutup_skd(tools: Tools, peserta: DaftarPeserta) -> HasilSkd:
    """Close the SKD as soon as penilaian holds every result, and read who goes on; HTTP and topic must agree."""
    async with tools.stage("e. ambang batas dan daftar SKB") as stage:
        formasi, ms = len(peserta.lowongan.formasi), len(peserta.nomor)
        akhir = await _close(tools, stage, TUTUP_SKD, {"formasi": formasi, "peserta": ms, "peserta_sha256": peserta.sha256})
        daftar = await daftar_skb(tools.doors)
        hasil = HasilSkd(akhir.lulus_ambang or 0, akhir.th or 0, akhir.dis or 0, daftar)
        if len(daftar) != akhir.ke_skb:
            raise RuleBroken(f"{akhir.ke_skb} go on to SKB by count, {len(daftar)} by list")
        await stage.wait_for(
            "skb-shortlisted lengkap",
            partial(_called_on_topic, tools.bus, {satu.formasi for satu in peserta.lowongan.formasi}),
            lambda called: Reached(len(called), formasi, sum(called.values()) == len(daftar), f"({sum(called.values())} people)"),
        )
        stage.note(ms, "peserta", f"{hasil.lulus_ambang} lulus ambang, {len(daftar)} ke SKB")
    return hasil


async def daftar_skb(doors: Doors) -> dict[str, str]:
    """Everybody whom penilaian lists for the SKB, with the formation."""
    return {satu.peserta: satu.formasi for satu in await doors.read(PENILAIAN, "/v1/skb/daftar.ndjson", lines_as(Terpanggil))}


async def _called_on_topic(bus: Bus, formasi: AbstractSet[str]) -> dict[str, int]:
    """How many are called for each of these formations, by the newest event."""
    newest: dict[str, tuple[int, int]] = {}
    async for records in read_topic(bus, "skb-shortlisted"):
        for record in records:
            called = (record.sequence, len(orjson.loads(record.body)["peserta"]))
            if record.subject in formasi:
                newest[record.subject] = max(called, newest.get(record.subject, (0, 0)))
    return {formasi: called for formasi, (_, called) in newest.items()}


async def nilai_skb(tools: Tools, peserta: DaftarPeserta, terpanggil: Mapping[str, str]) -> None:
    """Deliver the SKB results of those who were called."""
    async with tools.stage("f1. nilai SKB") as stage:
        await _deliver(tools, stage, score_files.skb(peserta.seed, {satu: peserta.nomor[satu] for satu in terpanggil}))


async def tutup_peringkat(tools: Tools, terpanggil: Mapping[str, str]) -> None:
    """Close the ranking once every SKB result is there."""
    async with tools.stage("f2. integrasi dan peringkat") as stage:
        await _close(tools, stage, TUTUP_PERINGKAT, {"peserta_skb": len(terpanggil)})
        stage.note(len(terpanggil), "peserta")


async def nilai_kompetensi(tools: Tools, peserta: DaftarPeserta) -> None:
    """Deliver the results of the competency test of PPPK."""
    async with tools.stage("d. nilai kompetensi") as stage:
        await _deliver(tools, stage, score_files.kompetensi(peserta.nomor, peserta.kompetensi))


async def tutup_kompetensi(tools: Tools, peserta: DaftarPeserta) -> None:
    """Close the PPPK ranking as soon as penilaian holds every result."""
    async with tools.stage("f. peringkat PPPK") as stage:
        formasi, ms = len(peserta.lowongan.formasi), len(peserta.nomor)
        await _close(tools, stage, TUTUP_KOMPETENSI, {"formasi": formasi, "peserta": ms, "peserta_sha256": peserta.sha256})
        stage.note(ms, "peserta")


async def _deliver(tools: Tools, stage: Stage, ujian: Ujian) -> None:
    """Send one file per session in any order, and the make-up session last."""
    plan = tools.plan
    sessions = list(score_files.sessions(plan.seed, ujian).items())
    Draws(plan.shuffle_seed, f"urutan-{ujian.jenis}", 0).shuffle(sessions)

    async def deliver(session: tuple[int, list[str]]) -> None:
        nomor, peserta = session
        name = f"{ujian.jenis.lower()}-sesi-{nomor:03d}"
        rows = [score_files.row(ujian, satu) for satu in peserta]
        await _deliver_session(tools, ujian, nomor, name, rows)
        stage.advance(len(peserta), len(ujian.peserta), f"{name} ({len(rows)} baris)")

    await at_once(IN_FLIGHT, sessions, deliver)
    later = score_files.make_up(plan.seed, ujian)
    Draws(plan.shuffle_seed, f"urutan-susulan-{ujian.jenis}", 0).shuffle(later)
    if later:
        rows = [score_files.row(ujian, satu) for satu in later]
        await _upload(tools, ujian, score_files.csv(f"{ujian.jenis.lower()}-susulan", ujian.columns, rows))
    stage.note(len(ujian.peserta), "nilai", f"{len(sessions)} berkas, {len(later)} orang susulan")


async def _deliver_session(tools: Tools, ujian: Ujian, nomor: int, name: str, rows: Sequence[score_files.Row]) -> None:
    if nomor in SESI_XLSX:
        await _upload(tools, ujian, score_files.xlsx(name, ujian.columns, rows))
        return
    if nomor == SESI_RUSAK and len(rows) > 2:
        await _upload_wrong(tools, ujian, name, rows)
    changed, mistakes = score_files.wrong(ujian, rows) if nomor == SESI_KELIRU else ([], 0)
    if mistakes:
        await _upload(tools, ujian, score_files.csv(name, ujian.columns, changed))
    versi = await _upload(tools, ujian, score_files.csv(name, ujian.columns, rows))
    if mistakes and versi != 2:
        raise RuleBroken(f"{name}: the corrected file became version {versi}, not 2")


def _path(ujian: Ujian, file: ScoreFile, digest: str = "") -> str:
    manifest = f"jumlah={file.row_count}&sha256={digest or file.sha256}"
    return f"/v1/nilai/berkas/{quote(file.name)}?jenis={ujian.jenis}&mode=tolak&{manifest}"


async def _upload(tools: Tools, ujian: Ujian, file: ScoreFile) -> int:
    """Upload a file all of whose rows must be taken; returns its version."""
    purpose, path = f"{file.name}-{file.sha256[:16]}", _path(ujian, file)
    answer = await tools.doors.send(
        PENILAIAN, path, file.content, method="PUT", content_type=file.content_type, purpose=purpose, expected=(200,)
    )
    taken = answer.parsed(BerkasNilai)
    if taken.ditolak or taken.baris != file.row_count:
        raise RuleBroken(f"{file.name}: {taken.baris} of {file.row_count} rows read, {len(taken.ditolak)} refused")
    return taken.versi


async def _upload_wrong(tools: Tools, ujian: Ujian, name: str, rows: Sequence[score_files.Row]) -> None:
    """A file with impossible rows must be refused whole, with the lines at fault; so must one that does not match its manifest."""

    async def refused(file: ScoreFile, purpose: str, digest: str = "") -> Answer:
        return await tools.doors.send_wrong(
            PENILAIAN,
            _path(ujian, file, digest),
            file.content,
            method="PUT",
            content_type=file.content_type,
            purpose=f"{name}-{purpose}",
            status=422,
        )

    broken, at_fault = score_files.impossible(ujian, rows)
    answer = await refused(score_files.csv(name, ujian.columns, broken), "rusak")
    named = {fault.baris for fault in answer.parsed(Masalah).kesalahan}
    if not named.issuperset(at_fault):
        raise RuleBroken(f"{name} with bad lines {at_fault}: refused for lines {named}")
    await refused(score_files.csv(name, ujian.columns, rows), "manifes", sha256(b"lain").hexdigest())


async def _close(tools: Tools, stage: Stage, path: str, expected: Mapping[str, object]) -> Kemajuan:
    """Propose the closing until penilaian has everything (409 names what is missing), release it, and wait until it is done."""
    body, attempts = orjson.dumps(expected), count(1)
    await stage.wait_for(
        "menunggu data lengkap",
        lambda: tools.doors.send(PENILAIAN, path, body, purpose=f"{path}-{next(attempts)}", expected=(200, 202, 409)),
        lambda answer: Reached(int(answer.status != 409), 1, missing=answer.text() if answer.status == 409 else ""),
    )
    await tools.doors.send(PENILAIAN, path.replace("tutup", "rilis"), purpose=f"{path}-rilis")
    return await stage.wait_for("kelompok dihitung", lambda: tools.doors.ask(PENILAIAN, path, Kemajuan), _computed)


def _computed(kemajuan: Kemajuan) -> Reached:
    held_back = f"({kemajuan.tertahan} held back)" if kemajuan.tertahan else ""
    return Reached(kemajuan.selesai, kemajuan.total, kemajuan.status == "SELESAI", held_back)

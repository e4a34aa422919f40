"""The season from the posts to the participant numbers."""

import csv
import io
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Iterator
from functools import partial

import orjson

from deploy.gladi.answers import BerkasFormasi, Buka, Kemajuan, Lag, Massal, Peserta, RingkasanPendaftaran, RingkasanPenilaian, lines_as
from deploy.gladi.concurrency import at_once
from deploy.gladi.doors import CSV, NDJSON, PENDAFTARAN, PENEMPATAN, PENILAIAN, Doors
from deploy.gladi.failures import RuleBroken
from deploy.gladi.invented import Draws, Formasi, Kesediaan, Lowongan, Pelamar, nomor_dari_nik, pelamar
from deploy.gladi.musim.babak import DaftarPeserta
from deploy.gladi.people import applicant
from deploy.gladi.plan import Plan, Tools
from deploy.gladi.progress import Reached
from deploy.gladi.score_files import XLSX
from shared.aturan.pendaftaran import load
from shared.istilah import JenisKesediaan

Kirim = Callable[[], Awaitable[None]]
Akhiri = Callable[[Kirim, Kirim], Awaitable[None]]

BATCH = 5_000
ONE_BY_ONE = 200
IN_FLIGHT = 4
KOLOM_LAMARAN = (
    *("nik", "nama", "tanggal_lahir", "jenis_kelamin", "formasi", "kualifikasi", "ipk", "skala_ipk", "dokumen", "surel"),
    *("kesediaan", "kesediaan_unit", "kesediaan_formasi", "pengalaman", "str_berlaku_sampai"),
)


async def buka_formasi(tools: Tools) -> Lowongan:
    """Import the files of posts, open them, and wait until penilaian and penempatan know every one."""
    plan, doors = tools.plan, tools.doors
    async with tools.stage("a. formasi") as stage:
        for name, content in plan.files.items():
            path = f"/v1/formasi/berkas/{name}"
            answer = await doors.send(
                PENDAFTARAN, path, content, method="PUT", content_type=_content_type(name), purpose=f"formasi-{name}", expected=(200,)
            )
            read = answer.parsed(BerkasFormasi)
            stage.advance(1, len(plan.files), f"{name}: {read.formasi} formasi, {read.kursi} kursi")
        dibuka = (await doors.send(PENDAFTARAN, "/v1/formasi/buka", purpose="buka", expected=(200, 202))).parsed(Buka)
        terbuka = await doors.read(PENDAFTARAN, "/v1/formasi.ndjson", _formasi)
        lowongan = Lowongan(plan.seed, terbuka, load(plan.aturan), plan.ragam.jenis)
        banyak = len(lowongan.formasi)
        if (banyak, lowongan.kelompok) != (dibuka.formasi, dibuka.kelompok):
            raise RuleBroken(f"opened {dibuka.formasi} posts in {dibuka.kelompok} pools, listed {banyak} in {lowongan.kelompok}")
        await stage.wait_for(
            "penilaian tahu semua formasi",
            lambda: doors.ask(PENILAIAN, "/v1/ringkasan", RingkasanPenilaian),
            lambda known: Reached(known.formasi, banyak),
        )
        await stage.wait_for(
            "penempatan tahu semua formasi",
            lambda: doors.ask_each(PENEMPATAN, "/v1/operasional/lag", Lag),
            lambda lags: Reached(banyak, banyak, whole=not any(lag.root["formation-opened"] for lag in lags)),
        )
        stage.note(banyak, "formasi", f"{banyak} formasi, {lowongan.kursi} kursi, {lowongan.kelompok} kelompok", *_skipped(plan))
    return lowongan


def _skipped(plan: Plan) -> Iterator[str]:
    if plan.skipped:
        formasi, kursi = map(sum, zip(*plan.skipped.values(), strict=True))
        yield f"{formasi} formasi ({kursi} kursi) dilewati: jenis kebutuhan tidak dikenal {plan.aturan}"


def _content_type(name: str) -> str:
    if name.endswith(".gz"):
        return "application/gzip"
    return CSV if name.endswith(".csv") else XLSX


def _formasi(line: bytes) -> Formasi:
    isi = orjson.loads(line)
    return Formasi(**{kolom: isi[kolom] for kolom in Formasi._fields})._replace(kualifikasi=tuple(sorted(isi["kualifikasi"])))


def as_json(lamaran: Pelamar) -> bytes:
    """An application as JSON."""
    kesediaan = None if lamaran.kesediaan is None else lamaran.kesediaan._asdict()
    isi = {**lamaran._asdict(), "ipk": lamaran.teks_ipk, "surel": lamaran.surel, "kesediaan": kesediaan}
    del isi["nomor"], isi["riwayat"]
    if lamaran.riwayat is not None:
        isi["pengalaman"] = [{"mulai": mulai, "sampai": sampai} for mulai, sampai in lamaran.riwayat.pengalaman]
        isi["str_berlaku_sampai"] = lamaran.riwayat.str_sampai
    return orjson.dumps(isi)


def as_csv(semua: Iterable[Pelamar]) -> bytes:
    """Applications as a table."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(KOLOM_LAMARAN)
    for satu in semua:
        isi = {**satu._asdict(), "ipk": satu.teks_ipk, "surel": satu.surel or "", "dokumen": "|".join(satu.dokumen)}
        mau = satu.kesediaan
        kesediaan = ("", "", "") if mau is None else (mau.jenis, "~".join(mau.unit), "~".join(mau.formasi))
        writer.writerow([*(isi[kolom] for kolom in KOLOM_LAMARAN[:-5]), *kesediaan, *_sel_riwayat(satu)])
    return text.getvalue().encode()


def _sel_riwayat(lamaran: Pelamar) -> tuple[str, str]:
    """Work and registration as cells."""
    if lamaran.riwayat is None:
        return ("", "")
    masa = (f"{mulai}~{sampai or ''}" for mulai, sampai in lamaran.riwayat.pengalaman)
    return ("|".join(masa), str(lamaran.riwayat.str_sampai or ""))


def _in_bulk(plan: Plan) -> int:
    """How many come in bulk uploads."""
    return plan.applicants - min(ONE_BY_ONE, plan.applicants // 5)


def _one_by_one(plan: Plan) -> list[int]:
    """The last persons, who apply one by one, in the order that the plan gives."""
    persons = list(plan.persons[_in_bulk(plan) :])
    Draws(plan.shuffle_seed, "urutan-sendiri", 0).shuffle(persons)
    return persons


def _batches(plan: Plan) -> list[tuple[int, range]]:
    """Bulk uploads as (number, persons), in the order that the plan gives."""
    bulk = plan.persons[: _in_bulk(plan)]
    batches = [(number, bulk[start : start + BATCH]) for number, start in enumerate(range(0, len(bulk), BATCH))]
    Draws(plan.shuffle_seed, "urutan-lamaran", 0).shuffle(batches)
    return batches


async def terima_lamaran(tools: Tools, lowongan: Lowongan, setengah: Callable[[], None], akhiri: Akhiri) -> None:
    """Send all applications: most in bulk, some one by one, and some that must be refused.

    `setengah` is told when half of all are in; `akhiri` says when the last ones apply, and after them the very last.
    """
    plan, doors = tools.plan, tools.doors
    async with tools.stage("b. lamaran") as stage:

        async def bulk(batch: tuple[int, range]) -> None:
            number, persons = batch
            taken = await _send_bulk(tools, lowongan, number, persons, purpose=f"massal-{number}")
            if taken.ditolak or taken.diterima + taken.sudah_ada != len(persons):
                raise RuleBroken(f"bulk {number}: {taken.diterima} taken, {taken.sudah_ada} known of {len(persons)}; {taken.ditolak[:3]}")
            stage.advance(len(persons), plan.applicants)
            if 2 * stage.count >= plan.applicants:
                setengah()

        async def single(nomor: int) -> None:
            satu = pelamar(plan.seed, nomor, lowongan)
            sendiri = applicant(satu.nik)
            await doors.send(PENDAFTARAN, "/v1/lamaran", as_json(satu), purpose=f"lamaran-{nomor}", expected=(201,), by=sendiri)
            stage.advance(1, plan.applicants)

        await at_once(IN_FLIGHT, _batches(plan), bulk)
        persons = _one_by_one(plan)
        part = len(persons) // 3
        await at_once(2 * IN_FLIGHT, persons[: -2 * part], single)
        await akhiri(
            partial(at_once, 2 * IN_FLIGHT, persons[-2 * part : -part], single), partial(at_once, 2 * IN_FLIGHT, persons[-part:], single)
        )
        refused = await _send_wrong(tools, lowongan)
        ringkasan = await doors.ask(PENDAFTARAN, "/v1/ringkasan", RingkasanPendaftaran)
        if ringkasan.lamaran != plan.applicants:
            raise RuleBroken(f"{plan.applicants} applications were acknowledged, pendaftaran counts {ringkasan.lamaran}")
        stage.note(plan.applicants, "lamaran", f"{refused} lamaran keliru ditolak sebagaimana mestinya")


async def _send_bulk(tools: Tools, lowongan: Lowongan, number: int, persons: range, *, purpose: str) -> Massal:
    semua = (pelamar(tools.plan.seed, nomor, lowongan) for nomor in persons)
    if number % 2:
        return await _massal(tools.doors, as_csv(semua), "csv", CSV, purpose)
    return await massal_ndjson(tools.doors, semua, purpose)


async def massal_ndjson(doors: Doors, semua: Iterable[Pelamar], purpose: str) -> Massal:
    """Send applications in one bulk upload, one line each."""
    return await _massal(doors, b"".join(as_json(satu) + b"\n" for satu in semua), "ndjson", NDJSON, purpose)


async def _massal(doors: Doors, body: bytes, form: str, content_type: str, purpose: str) -> Massal:
    path = f"/v1/lamaran/massal?format={form}"
    return (await doors.send(PENDAFTARAN, path, body, content_type=content_type, purpose=purpose, expected=(200,))).parsed(Massal)


async def _send_wrong(tools: Tools, lowongan: Lowongan) -> int:
    """Send doubles and impossible applications: each must be refused, and change nothing; returns how many they were."""
    plan, doors = tools.plan, tools.doors
    asli = [pelamar(plan.seed, nomor, lowongan) for nomor in plan.persons[:20]]
    orang = pelamar(plan.seed, plan.persons.stop + 1, lowongan)
    tak_ada = Kesediaan(JenisKesediaan.PILIHAN, ("UNIT YANG TIDAK ADA",))
    # Whoever sends it is the person that the form would be of, but for the last: nobody applies in another's name.
    wrong = [
        *((f"kembar-{satu.nomor}", satu._replace(ipk=satu.ipk - 1), 409) for satu in asli[:10]),
        ("formasi-tak-ada", orang._replace(formasi="formasi-yang-tidak-ada"), 422),
        ("nik-pendek", orang._replace(nik="00123"), 422),
        ("nik-huruf", orang._replace(nik="00ABCDEFGHIJKLMN"), 422),
        ("kelamin-x", orang._replace(jenis_kelamin="X"), 422),
        ("kesediaan-tanpa-pilihan", orang._replace(kesediaan=Kesediaan(JenisKesediaan.PILIHAN)), 422),
        ("kesediaan-unit-tak-ada", orang._replace(kesediaan=tak_ada), 422),
    ]
    for purpose, satu, status in wrong:
        sendiri = applicant(satu.nik if satu.nik.isdigit() and len(satu.nik) == len(orang.nik) else orang.nik)
        await doors.send_wrong(PENDAFTARAN, "/v1/lamaran", as_json(satu), purpose=f"tolak-{purpose}", status=status, by=sendiri)
    lain_nama = asli[0]._replace(ipk=asli[0].ipk - 1)
    await doors.send_wrong(
        PENDAFTARAN,
        "/v1/lamaran",
        as_json(lain_nama),
        purpose="tolak-nama-orang",
        status=403,
        kode="NIK_BUKAN_MILIK",
        by=applicant(orang.nik),
    )
    again = await _send_bulk(tools, lowongan, 0, plan.persons[:20], purpose="massal-ulang")
    if (again.diterima, again.sudah_ada, len(again.ditolak)) != (0, len(asli), 0):
        raise RuleBroken(f"the same {len(asli)} applications again: {again}")
    lain = [satu._replace(ipk=satu.ipk - 1) for satu in asli[:5]]
    second = await massal_ndjson(doors, lain, "massal-lain")
    if len(second.ditolak) != len(lain):
        raise RuleBroken(f"second applications of the same persons in bulk: {second}")
    return len(wrong) + 1 + len(lain)


async def umumkan_administrasi(tools: Tools, lowongan: Lowongan) -> DaftarPeserta:
    """Announce whose documents are in order, wait until all is decided and penilaian knows the same participants."""
    plan, doors = tools.plan, tools.doors
    async with tools.stage("c. seleksi administrasi") as stage:
        path = "/v1/seleksi-administrasi/umumkan"
        await doors.send(PENDAFTARAN, "/v1/seleksi-administrasi/tutup", purpose="usul-tutup")
        await doors.send(PENDAFTARAN, path, purpose="umumkan")
        akhir = await stage.wait_for(
            "diputuskan",
            lambda: doors.ask(PENDAFTARAN, path, Kemajuan),
            lambda kemajuan: Reached(kemajuan.selesai, kemajuan.total, whole=kemajuan.status == "SELESAI"),
        )
        telat = pelamar(plan.seed, plan.persons.stop + 2, lowongan)
        await doors.send_wrong(PENDAFTARAN, "/v1/lamaran", as_json(telat), purpose="tolak-telat", status=409, by=applicant(telat.nik))
        daftar = await _daftar_peserta(tools, lowongan, akhir.peserta_sha256 or "")
        ms = len(daftar.nomor)
        if akhir.ms != ms:
            raise RuleBroken(f"{akhir.ms} MS announced, {ms} participant numbers listed")
        await stage.wait_for(
            "penilaian tahu semua peserta",
            partial(doors.ask, PENILAIAN, "/v1/ringkasan", RingkasanPenilaian),
            lambda known: Reached(known.peserta, ms),
        )
        stage.note(plan.applicants, "keputusan", f"{ms} MS, {plan.applicants - ms} TMS")
    return daftar


async def _daftar_peserta(tools: Tools, lowongan: Lowongan, sha256: str) -> DaftarPeserta:
    plan, persons = tools.plan, tools.plan.persons
    seen = bytearray(plan.applicants)
    daftar, formasi, tms = dict[str, int](), dict[str, str](), Counter[tuple[str, str]]()
    for satu in await tools.doors.read(PENDAFTARAN, "/v1/peserta.ndjson", lines_as(Peserta)):
        nomor = nomor_dari_nik(plan.seed, satu.nik)
        if nomor not in persons or seen[nomor - persons.start]:
            raise RuleBroken("an application is listed twice, or of somebody who never applied")
        seen[nomor - persons.start] = 1
        if satu.peserta is None:
            tms.update((satu.formasi, kode) for kode in satu.alasan)
        else:
            daftar[satu.peserta], formasi[satu.peserta] = nomor, satu.formasi
    if sum(seen) != plan.applicants:
        raise RuleBroken(f"{plan.applicants} applications were acknowledged, {sum(seen)} are listed")
    return DaftarPeserta(plan.seed, lowongan, daftar, formasi, tms, plan.aturan, sha256)

"""The season from the placement to the last resignation after the NIP."""

from collections import defaultdict
from collections.abc import Awaitable, Mapping, Sequence
from functools import partial
from itertools import count
from time import monotonic
from typing import NamedTuple

import orjson

from deploy.gladi.answers import KelompokDitempatkan, Kursi, Lag, RingkasanKepegawaian, RingkasanPenempatan, UsulNip, lines_as
from deploy.gladi.concurrency import at_once
from deploy.gladi.doors import CSV, KEPEGAWAIAN, PENEMPATAN, SERVICES, Doors
from deploy.gladi.failures import RuleBroken
from deploy.gladi.invented import Lowongan, Mundur, mundur
from deploy.gladi.musim.babak import DaftarPeserta, Musim, PenempatanAwal, Pengunduran
from deploy.gladi.people import RANGKAP
from deploy.gladi.plan import Tools
from deploy.gladi.progress import Reached, Stage
from deploy.gladi.topics import Bus, read_topic, replacements
from shared.istilah import Rute

IN_FLIGHT = 6
BATCH_NIP = 2_000


class _Pemegang(NamedTuple):
    """Somebody who holds a seat."""

    kursi: str
    peserta: str
    formasi: str
    kelompok: str


def _penempatan(doors: Doors) -> Awaitable[RingkasanPenempatan]:
    return doors.ask(PENEMPATAN, "/v1/ringkasan", RingkasanPenempatan)


def _kepegawaian(doors: Doors) -> Awaitable[RingkasanKepegawaian]:
    return doors.ask(KEPEGAWAIAN, "/v1/ringkasan", RingkasanKepegawaian)


async def tempatkan(tools: Tools, lowongan: Lowongan, terpanggil: Mapping[str, str]) -> PenempatanAwal:
    """Release the placement, wait until every kelompok is placed and kepegawaian has a case for everyone who won a seat."""
    doors, kursi, peserta = tools.doors, lowongan.kursi, len(terpanggil)
    async with tools.stage("g. penempatan") as stage:
        await _release(doors, stage, lowongan.kelompok)
        awal = await stage.wait_for(
            "kelompok ditempatkan",
            partial(_penempatan, doors),
            lambda kini: Reached(
                kini.ditempatkan,
                lowongan.kelompok,
                whole=kini.terisi + kini.kosong == kursi and kini.keputusan >= peserta,
                missing=f"({kini.tertahan} held back)",
            ),
        )
        silang = {rute: banyak for rute, banyak in awal.rute.items() if rute != Rute.FORMASI_SENDIRI}
        path = f"/v1/kelompok/{lowongan.formasi[0].kelompok}"
        mode = (await doors.ask(PENEMPATAN, path, KelompokDitempatkan)).mode or ""
        await stage.wait_for(
            "kepegawaian membuka kasus",
            partial(_kepegawaian, doors),
            lambda kini: Reached(kini.kasus, awal.terisi, whole=kini.kasus == awal.terisi),
        )
        kosong = kursi - awal.terisi
        stage.note(peserta, "keputusan", f"{awal.terisi} kursi terisi, {sum(silang.values())} di antaranya antarformasi; {kosong} kosong")
    return PenempatanAwal(awal.terisi, awal.kode, silang, mode)


async def _release(doors: Doors, stage: Stage, kelompok: int) -> None:
    """Propose the placement as soon as every ranking has arrived (409 says how many have), and release it."""
    body, attempts = orjson.dumps({"kelompok": kelompok}), count(1)
    await stage.wait_for(
        "menunggu semua peringkat",
        lambda: doors.send(PENEMPATAN, "/v1/penempatan/usul", body, purpose=f"usul-tempat-{next(attempts)}", expected=(201, 409)),
        lambda answer: Reached(int(answer.status != 409), 1, missing=answer.text() if answer.status == 409 else ""),
    )
    path = "/v1/penempatan/rilis"
    await doors.send_wrong(PENEMPATAN, path, b"", purpose="rilis-tempat-sendiri", status=403, kode="PERLU_PETUGAS_LAIN", by=RANGKAP)
    await doors.send(PENEMPATAN, path, purpose="rilis-tempat")


async def _pemegang(doors: Doors, kursi: int) -> list[_Pemegang]:
    """Everybody who holds a seat now, in canonical order of the seats."""
    semua = await doors.read(PENEMPATAN, "/v1/kursi.ndjson", lines_as(Kursi))
    if len(semua) != kursi:
        raise RuleBroken(f"{kursi} seats opened, penempatan lists {len(semua)}")
    return sorted(_Pemegang(satu.kursi, satu.peserta, satu.formasi, satu.kelompok) for satu in semua if satu.peserta is not None)


async def mundur_sebelum_nip(tools: Tools, peserta: DaftarPeserta) -> Pengunduran:
    """Resignations in rounds: replacements who leave as well make the next one, until nobody does."""
    doors = tools.doors
    async with tools.stage("h. pengunduran diri dan penggantian") as stage, replacements(tools.bus) as seen:
        alasan, pindah, sent, rounds = dict[str, str](), dict[str, bool](), dict[str, float](), 0
        while True:
            pemegang = await _pemegang(doors, peserta.lowongan.kursi)
            pindah |= _dipindah(pemegang, peserta)
            pergi = _yang_pergi(pemegang, peserta, setelah_nip=False)
            if not pergi:
                break
            rounds += 1
            sent |= await _ajukan(doors, stage, pergi, f"putaran {rounds}")
            alasan |= _alasan(pergi)
            await _balanced(doors, stage, len(alasan))
        diganti = (await _penempatan(doors)).diganti

        async def seen_count() -> int:
            return len(seen.keys() & alasan.keys())

        await stage.wait_for("candidate-replaced terlihat", seen_count, partial(_all_there, diganti))
        delays = sorted(moment - sent[siapa] for siapa, moment in seen.items() if siapa in sent)
        stage.note(len(alasan), "pengunduran diri", f"{len(alasan)} mundur dalam {rounds} putaran, {diganti} diganti")
    return Pengunduran(alasan, pindah, tuple(delays))


def _dipindah(pemegang: Sequence[_Pemegang], peserta: DaftarPeserta) -> dict[str, bool]:
    """Those who hold a seat of another formation, each with whether the person had said no to it beforehand."""
    lain = [satu for satu in pemegang if satu.formasi != peserta.formasi[satu.peserta]]
    return {satu.peserta: peserta.menolak(satu.peserta, satu.formasi) for satu in lain}


def _yang_pergi(pemegang: Sequence[_Pemegang], peserta: DaftarPeserta, *, setelah_nip: bool) -> Mapping[str, list[tuple[str, Mundur]]]:
    """Those with a seat who leave now, by kelompok, each in canonical order."""
    pergi: defaultdict[str, list[tuple[str, Mundur]]] = defaultdict(list)
    for satu in pemegang:
        tanpa_mau = peserta.menolak(satu.peserta, satu.formasi)
        niat = mundur(peserta.seed, peserta.nomor[satu.peserta], tanpa_mau=tanpa_mau)
        if niat is not None and niat.setelah_nip == setelah_nip:
            pergi[satu.kelompok].append((satu.peserta, niat))
    return pergi


def _alasan(pergi: Mapping[str, list[tuple[str, Mundur]]]) -> dict[str, str]:
    return {peserta: niat.alasan for isi in pergi.values() for peserta, niat in isi}


async def _ajukan(doors: Doors, stage: Stage, pergi: Mapping[str, list[tuple[str, Mundur]]], note: str = "") -> dict[str, float]:
    """Post the resignations: one after another inside a kelompok, because who goes first decides which seat the next in rank gets.

    Returns when each was sent, in monotonic seconds.
    """
    sent: dict[str, float] = {}
    total = stage.count + sum(map(len, pergi.values()))

    async def satu_kelompok(isi: list[tuple[str, Mundur]]) -> None:
        for peserta, niat in isi:
            body = orjson.dumps({"peserta": peserta, "jenis": niat.jenis, "alasan": niat.alasan, "tanggal": niat.tanggal})
            sent[peserta] = monotonic()
            await doors.send(KEPEGAWAIAN, "/v1/pengunduran-diri", body, purpose=f"mundur-{peserta}", expected=(201,))
            stage.advance(1, total, note)

    await at_once(IN_FLIGHT, pergi.values(), satu_kelompok)
    return sent


async def _balanced(doors: Doors, stage: Stage, pergi: int) -> None:
    """Wait until penempatan applied each of `pergi` resignations and kepegawaian has a case for each newcomer.

    Every resignation frees one seat, every newcomer takes one: resignations = seats held before + newcomers - seats held now. Newcomers
    are asked for first, so the count can only be too low while something is under way.
    """

    async def running() -> int:
        kasus = await _kepegawaian(doors)
        # A case that a correction withdrew is no longer running; it runs again when that person comes in as a replacement.
        return kasus.kasus - kasus.dicabut - (await _penempatan(doors)).terisi

    await stage.wait_for("penempatan mengganti", running, lambda banyak: Reached(banyak, pergi, whole=banyak == pergi))


async def usul_nip(tools: Tools, peserta: DaftarPeserta) -> int:
    """Propose everyone who holds a seat, in bulk; returns how many."""
    async with tools.stage("i. usul NIP") as stage:
        semua = sorted(satu.peserta for satu in await _pemegang(tools.doors, peserta.lowongan.kursi))
        tmt = f"{tools.plan.tahun + 1}-03-01"
        batches = [(number, semua[start : start + BATCH_NIP]) for number, start in enumerate(range(0, len(semua), BATCH_NIP))]

        async def propose(batch: tuple[int, list[str]]) -> None:
            number, siapa = batch
            lines = ["peserta,tanggal_lahir,jenis_kelamin,tmt"]
            for satu in siapa:
                orang = peserta.orang(satu)
                lines.append(f"{satu},{orang.tanggal_lahir.isoformat()},{orang.jenis_kelamin},{tmt}")
            body = ("\n".join(lines) + "\n").encode()
            path = "/v1/usul-nip/massal?format=csv"
            answer = await tools.doors.send(KEPEGAWAIAN, path, body, content_type=CSV, purpose=f"usul-{number}", expected=(200,))
            taken = answer.parsed(UsulNip)
            if taken.ditolak or taken.terbit + taken.sudah_ada != len(siapa):
                raise RuleBroken(f"NIP proposals {number}: {taken}")
            stage.advance(len(siapa), len(semua))

        await at_once(2, batches, propose)
        stage.note(len(semua), "NIP")
    return len(semua)


async def mundur_setelah_nip(tools: Tools, peserta: DaftarPeserta, sebelumnya: int) -> dict[str, str]:
    """A few leave after the NIP: their seats stay empty and are carried over to the next need.

    `sebelumnya`: how many left before it. Returns the reasons by participant.
    """
    doors = tools.doors
    async with tools.stage("j. mundur setelah NIP") as stage:
        pergi = _yang_pergi(await _pemegang(doors, peserta.lowongan.kursi), peserta, setelah_nip=True)
        alasan = _alasan(pergi)
        await _ajukan(doors, stage, pergi)
        await _balanced(doors, stage, sebelumnya + len(alasan))

        async def dibawa() -> int:
            return (await _penempatan(doors)).dibawa_ke_kebutuhan_berikut

        await stage.wait_for(
            "kursi dibawa ke kebutuhan berikut", dibawa, lambda kini: Reached(kini, len(alasan), whole=kini == len(alasan))
        )
        stage.note(len(alasan), "pengunduran diri", f"{len(alasan)} kursi dibawa ke kebutuhan berikut")
    return alasan


async def settle(tools: Sequence[Tools], seasons: Sequence[Musim]) -> None:
    """Wait until everything said of all seasons has reached its topic and everything on the topics is applied."""
    koreksi = sum(len(musim.sanggah.koreksi) for musim in seasons)
    setelah_nip = sum(len(musim.setelah_nip) for musim in seasons)
    expected = {
        "ranking-corrected": koreksi,
        "placement-corrected": koreksi,
        "vacancy-opened": sum(musim.kursi_dibuka for musim in seasons),
        "vacancy-carried-over": setelah_nip,
        "nip-issued": sum(musim.nip for musim in seasons),
        "nip-cancelled": setelah_nip,
    }
    first = tools[0]
    async with first.board.stage("k. semua kabar sampai") as stage:
        for topic, count in expected.items():
            await stage.wait_for(topic, partial(_on_topic, first.bus, topic), partial(_all_there, count))
        await stage.wait_for(
            "semua diterapkan",
            partial(not_applied, first.doors),
            lambda lag: Reached(0, 0, whole=not any(lag.values()), missing=f"({sum(lag.values())} not applied)"),
        )


def _all_there(expected: int, found: int) -> Reached:
    return Reached(found, expected)


async def not_applied(doors: Doors) -> dict[str, int]:
    """Records not yet applied, by service, over all its replicas and topics."""
    lags = {service: await doors.ask_each(service, "/v1/operasional/lag", Lag) for service in SERVICES}
    return {service: sum(sum(lag.root.values()) for lag in semua) for service, semua in lags.items()}


async def _on_topic(bus: Bus, topic: str) -> int:
    """How many distinct events a topic holds."""
    distinct: set[tuple[str, str]] = set()
    async for records in read_topic(bus, topic):
        distinct.update(record.id for record in records)
    return len(distinct)

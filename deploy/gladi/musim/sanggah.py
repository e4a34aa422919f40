"""The season between the final result and the first resignation: accepted objections, signed by two officers at two services."""

from collections.abc import Mapping
from functools import partial
from typing import NamedTuple
from urllib.parse import quote, urlencode

import orjson

from deploy.gladi import answers, score_files
from deploy.gladi.concurrency import at_once
from deploy.gladi.doors import CSV, JSON, KEPEGAWAIAN, PENEMPATAN, PENILAIAN, Doors
from deploy.gladi.failures import RuleBroken
from deploy.gladi.hasil import Kasus, fetch
from deploy.gladi.invented import Draws, NilaiSkb, NilaiSkd
from deploy.gladi.musim.babak import DaftarPeserta, Sanggahan
from deploy.gladi.musim.keberatan import ajukan_dan_terima, pastikan_dijawab, pengaju, tolak_seorang
from deploy.gladi.musim.ujian import daftar_skb
from deploy.gladi.people import RANGKAP
from deploy.gladi.plan import Tools
from deploy.gladi.progress import Reached, Stage
from deploy.gladi.sanggah import Koreksi, Macam, Pengumuman, Sanggah, choose
from shared.istilah import JenisUjian

IN_FLIGHT = 3
ALASAN = "Sanggah hasil akhir diterima: nilai yang tercatat bukan nilai peserta ini."


class _Langkah(NamedTuple):
    """One accepted objection on its way to becoming a version.

    Attributes:
        coba: what must not pass is tried with it.
        nomor: the number under which somebody sent it; none where the agency found it by itself.
    """

    sanggah: Sanggah
    versi: int
    coba: bool
    nomor: tuple[int, ...] = ()

    @property
    def path(self) -> str:
        return f"/v1/kelompok/{quote(self.sanggah.kelompok, safe='')}"

    @property
    def purpose(self) -> str:
        return f"sanggah-{self.sanggah.kelompok}-{self.versi}"

    @property
    def sumber(self) -> str:
        return f"Berita acara sanggah {self.sanggah.kelompok} versi {self.versi}"


async def sanggah_hasil_akhir(tools: Tools, peserta: DaftarPeserta, terpanggil: Mapping[str, str]) -> Sanggahan:
    """Correct the rankings that were contested rightly, have them released and placed again, and wait until kepegawaian agrees."""
    doors = tools.doors
    async with tools.stage("g2. sanggah hasil akhir") as stage:
        hasil = await fetch(doors, peserta.tms, tools.plan.ragam.jenis)
        sebelum = {satu.peserta: satu.kursi for satu in hasil.kursi if satu.peserta is not None}
        pengumuman = Pengumuman(peserta.lowongan.formasi, hasil, lambda siapa: peserta.orang(siapa).kualifikasi, peserta.skb)
        semua = choose(tools.plan.seed, pengumuman)
        coba = next((isi[0].kelompok for isi in semua if isi[0].kehilangan), None)
        banyak, refused = sum(map(len, semua)), doors.refused
        Draws(tools.plan.shuffle_seed, "urutan-sanggah", 0).shuffle(semua)
        koreksi: list[Koreksi] = []

        async def satu_kelompok(isi: list[Sanggah]) -> None:
            for versi, satu in enumerate(isi, start=2):
                langkah = _Langkah(satu, versi, satu.kelompok == coba, tuple(await ajukan_dan_terima(doors, peserta, satu)))
                await _koreksi_peringkat(doors, langkah)
                koreksi.append(await _koreksi_penempatan(doors, stage, langkah))
                stage.advance(1, banyak, satu.kelompok)

        await at_once(IN_FLIGHT, semua, satu_kelompok)
        koreksi.sort(key=lambda satu: (satu.sanggah.kelompok, satu.versi))
        ditolak = await _keliru(doors, peserta, semua)
        await pastikan_dijawab(doors, koreksi, ditolak)
        daftar = _daftar_baru(terpanggil, peserta.formasi, koreksi)
        ke_skb = await _same_list(doors, daftar)
        sesudah, _ = await stage.wait_for("kepegawaian sepakat", partial(_seats_and_cases, doors), _agreed)
        hilang = sum(len(satu.kehilangan) for satu in koreksi)
        stage.note(
            banyak,
            "koreksi",
            f"{banyak} sanggah diterima dalam {len(semua)} kelompok, {hilang} peserta kehilangan kursi",
            f"{doors.refused - refused} kiriman yang melanggar aturan ditolak",
        )
    return Sanggahan(tuple(koreksi), daftar, ke_skb, sebelum, sesudah)


async def _keliru(doors: Doors, peserta: DaftarPeserta, semua: list[list[Sanggah]]) -> list[str]:
    """Somebody who objects without reason; returns who did."""
    pengaju_lain = {pengaju(satu) for isi in semua for satu in isi}
    siapa = min((satu for satu in peserta.nomor if satu not in pengaju_lain), default=None)
    if siapa is None or not semua:
        return []
    await tolak_seorang(doors, peserta, peserta.lowongan.kelompok_dari(peserta.formasi[siapa]), siapa)
    return [siapa]


async def tanpa_sanggah(tools: Tools, peserta: DaftarPeserta, terpanggil: Mapping[str, str]) -> Sanggahan:
    """The final result stands: nobody objects."""
    hasil = await fetch(tools.doors, peserta.tms, tools.plan.ragam.jenis)
    kursi = {satu.peserta: satu.kursi for satu in hasil.kursi if satu.peserta is not None}
    return Sanggahan((), terpanggil, len(terpanggil), kursi, kursi)


async def _koreksi_peringkat(doors: Doors, langkah: _Langkah) -> None:
    """Penilaian: one officer proposes the right scores, another releases them, naming who goes out of the seats of the own formation."""
    satu = langkah.sanggah
    if langkah.coba and satu.dipanggil:
        path, body, _ = _usul(langkah, {})
        purpose = f"{langkah.purpose}-tanpa-skb"
        await doors.send_wrong(PENILAIAN, path, body, purpose=purpose, status=409, kode="NILAI_SKB_BELUM_ADA")
    path, body, content_type = _usul(langkah, satu.skb)
    answer = await doors.send(PENILAIAN, path, body, content_type=content_type, purpose=langkah.purpose, expected=(201,))
    usul = answer.parsed(answers.KoreksiPeringkat)
    path = f"{langkah.path}/koreksi/{usul.nomor}/rilis"
    body = orjson.dumps({"kehilangan": usul.selisih.kehilangan})
    if langkah.coba:
        await _try_misuse(doors, PENILAIAN, path, body, langkah)
    rilis = await doors.send(PENILAIAN, path, body, purpose=f"{langkah.purpose}-rilis", expected=(200,))
    if rilis.parsed(answers.KoreksiPeringkat).versi != langkah.versi:
        raise RuleBroken(f"{satu.kelompok}: the correction became {rilis.text(300)}, not version {langkah.versi}")


def _usul(langkah: _Langkah, skb: Mapping[str, NilaiSkb]) -> tuple[str, bytes, str]:
    """The proposal as path, body and content type: a file where ranks alone change, else a list of scores."""
    path = f"{langkah.path}/koreksi"
    if langkah.sanggah.macam is Macam.PERINGKAT and langkah.versi == 2:
        rows = [(peserta, nilai.kehadiran, score_files.thousandths(nilai.nilai), nilai.status) for peserta, nilai in sorted(skb.items())]
        file = score_files.csv("koreksi", score_files.SKB_COLUMNS, rows)
        query = {"jenis": "SKB", "alasan": ALASAN, "sumber": langkah.sumber, "jumlah": file.row_count, "sha256": file.sha256}
        return f"{path}/berkas?{urlencode(query | {'sanggah': langkah.nomor}, doseq=True)}", file.content, CSV
    perubahan = [_perubahan_skd(*satu) for satu in sorted(langkah.sanggah.skd.items())]
    perubahan += [_perubahan_skb(*satu) for satu in sorted(skb.items())]
    isi = {"alasan": ALASAN, "sumber": langkah.sumber, "perubahan": perubahan, "sanggah": langkah.nomor}
    return path, orjson.dumps(isi), JSON


def _perubahan_skd(peserta: str, nilai: NilaiSkd) -> dict[str, object]:
    return {"peserta": peserta, "jenis": JenisUjian.SKD, **nilai._asdict()}


def _perubahan_skb(peserta: str, nilai: NilaiSkb) -> dict[str, object]:
    hadir = {"nilai_skb": nilai.nilai, "status_skb": nilai.status} if nilai.kehadiran == "HADIR" else {}
    return {"peserta": peserta, "jenis": JenisUjian.SKB, "kehadiran": nilai.kehadiran, **hadir}


async def _koreksi_penempatan(doors: Doors, stage: Stage, langkah: _Langkah) -> Koreksi:
    """Penempatan places the new version: at once where nobody loses or changes a seat, else when two officers have signed for whom."""
    satu, versi = langkah.sanggah, langkah.versi

    async def state() -> tuple[answers.StatusKelompok, answers.KoreksiMenunggu | None]:
        status = await doors.ask(PENEMPATAN, langkah.path, answers.StatusKelompok)
        semua = (await doors.ask(PENEMPATAN, "/v1/koreksi", answers.DaftarKoreksi)).root
        return status, next((lain for lain in semua if (lain.kelompok, lain.versi) == (satu.kelompok, versi)), None)

    def arrived(said: tuple[answers.StatusKelompok, answers.KoreksiMenunggu | None]) -> Reached:
        status, menunggu = said
        there = menunggu is not None or status.versi_ditempatkan == versi
        return Reached(int(there), 1, missing=f"({satu.kelompok} {status.sebab or ''} {status.rincian or ''})")

    _, menunggu = await stage.wait_for(f"{satu.kelompok} versi {versi} di penempatan", state, arrived)
    if menunggu is not None:
        await _tanda_tangani(doors, langkah, menunggu)
        await stage.wait_for(
            f"{satu.kelompok} versi {versi} berlaku",
            lambda: doors.ask(PENEMPATAN, langkah.path, answers.StatusKelompok),
            lambda status: Reached(int(status.versi_ditempatkan == versi), 1),
        )
    elif langkah.coba:
        raise RuleBroken(f"{satu.kelompok}: {satu.kehilangan} lose a seat and nobody had to sign")
    selisih = await doors.ask(PENEMPATAN, f"{langkah.path}/versi/{versi}/selisih", answers.SelisihPenempatan)
    # The version in force changes with every resignation; later it is read as it was when another replaced it.
    kini = await doors.ask(PENEMPATAN, f"{langkah.path}/versi/{versi}", answers.VersiPenempatan)
    signed = (menunggu.kehilangan, menunggu.pindah) if menunggu is not None else ((), ())
    koreksi = Koreksi(satu, versi, selisih.masuk, selisih.kehilangan, selisih.berpindah, *signed, kini.kursi)
    if not koreksi.seperti_diharapkan:
        raise RuleBroken(f"{satu.kelompok} version {versi}: {koreksi}")
    return koreksi


async def _tanda_tangani(doors: Doors, langkah: _Langkah, menunggu: answers.KoreksiMenunggu) -> None:
    path = f"{langkah.path}/koreksi/{langkah.versi}"
    siapa = {"kehilangan": menunggu.kehilangan, "pindah": menunggu.pindah}
    usul = orjson.dumps({"alasan": ALASAN, "sumber": langkah.sumber, **siapa})
    await doors.send(PENEMPATAN, f"{path}/usul", usul, purpose=f"{langkah.purpose}-usul-tempat", expected=(201,))
    body = orjson.dumps(siapa)
    if langkah.coba:
        await _try_misuse(doors, PENEMPATAN, f"{path}/rilis", body, langkah)
    await doors.send(PENEMPATAN, f"{path}/rilis", body, purpose=f"{langkah.purpose}-rilis-tempat", expected=(200,))


async def _try_misuse(doors: Doors, service: str, path: str, body: bytes, langkah: _Langkah) -> None:
    """The officer who proposed must not release, and nobody may release without naming who loses."""
    await doors.send_wrong(service, path, body, purpose=f"{langkah.purpose}-sendiri", status=403, kode="PERLU_PETUGAS_LAIN", by=RANGKAP)
    diam = orjson.dumps({nama: [] for nama in orjson.loads(body)})
    await doors.send_wrong(service, path, diam, purpose=f"{langkah.purpose}-diam", status=409)


def _daftar_baru(terpanggil: Mapping[str, str], formasi: Mapping[str, str], koreksi: list[Koreksi]) -> dict[str, str]:
    """The list for the SKB after the corrections, as it is expected; `formasi` leads from a participant to the own post."""
    daftar = dict(terpanggil)
    for satu in koreksi:
        for peserta in satu.sanggah.keluar:
            del daftar[peserta]
        daftar |= {peserta: formasi[peserta] for peserta in satu.sanggah.dipanggil}
    return daftar


async def _same_list(doors: Doors, harapan: Mapping[str, str]) -> int:
    """Hold the expected list for the SKB against penilaian's; returns how many are called, as penilaian counts them."""
    daftar = await daftar_skb(doors)
    ke_skb = (await doors.ask(PENILAIAN, "/v1/skd/tutup", answers.Kemajuan)).ke_skb or 0
    beda = daftar.items() ^ harapan.items()
    if beda or ke_skb != len(daftar):
        raise RuleBroken(f"after the objections {ke_skb} are called to the SKB by count, {len(daftar)} by list, {len(beda)} differ")
    return ke_skb


async def _seats_and_cases(doors: Doors) -> tuple[dict[str, str], dict[str, str]]:
    """Holder and seat now: by penempatan, and by the running cases of kepegawaian where their number is right, else nobody."""
    kursi = await doors.read(PENEMPATAN, "/v1/kursi.ndjson", answers.lines_as(answers.Kursi))
    kini = {satu.peserta: satu.kursi for satu in kursi if satu.peserta is not None}
    ringkasan = await doors.ask(KEPEGAWAIAN, "/v1/ringkasan", answers.RingkasanKepegawaian)
    if ringkasan.kasus - ringkasan.dicabut != len(kini):
        return kini, {}
    semua = await doors.read(KEPEGAWAIAN, "/v1/hasil.ndjson", answers.lines_as(Kasus))
    return kini, {satu.peserta: satu.kursi for satu in semua if satu.status != "DICABUT"}


def _agreed(said: tuple[dict[str, str], dict[str, str]]) -> Reached:
    """Whether kepegawaian has a running case for exactly those who hold a seat now, in that seat."""
    kini, berjalan = said
    return Reached(len(kini.items() & berjalan.items()), len(kini), whole=kini == berjalan)

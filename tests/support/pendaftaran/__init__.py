"""Registration under test: synthetic posts and applicants, and the service on a real database without a bus."""

import csv
import gzip
import io
import re
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from itertools import count

import aiohttp
import asyncpg
import orjson
from fastapi import FastAPI
from pydantic import SecretStr

from services.pendaftaran.api import routers
from services.pendaftaran.api.saya import nomor_sendiri
from services.pendaftaran.context import Context
from services.pendaftaran.domain.lamaran import Lamaran
from services.pendaftaran.domain.tabel_formasi import KOLOM_WAJIB
from services.pendaftaran.settings import Settings
from services.pendaftaran.usecases.adopsi import siapkan
from services.pendaftaran.usecases.musim import Instalasi, Musim
from services.pendaftaran.usecases.pemeriksaan import langkah
from shared.aturan.pendaftaran import AturanPendaftaran, load
from shared.brankas import Brankas
from shared.db import create_pool
from shared.messaging import unit_of_work
from shared.web import build_app, sekarang
from tests.support.brankas import berkas_kunci
from tests.support.http import IDENTITY, OFFICER, PENERBIT, SECOND_OFFICER, always_ready, client_of, no_lifespan
from tests.support.penerbit import bearer

ATURAN: AturanPendaftaran = load("cpns-2024")
DOKUMEN = ATURAN.dokumen_wajib
HARI_INI = date(2024, 9, 6)
SAAT = datetime(2024, 9, 6, 3, 0, tzinfo=UTC)
KUALIFIKASI = "S-1/SARJANA|S-1 AKUNTANSI"


def baris_formasi(formasi: str = "f-1", **ubah: str) -> dict[str, str]:
    """One row of the SSCASN table."""
    return {
        "formasi_id": formasi,
        "ins_nm": "Badan Contoh",
        "jp_nama": "CPNS",
        "formasi_nm": "UMUM",
        "jabatan_nm": "ANALIS CONTOH AHLI PERTAMA",
        "lokasi_nm": "BADAN CONTOH | BIDANG CONTOH",
        "jumlah_formasi": "2",
        "disable": "1",
        "gaji_min": "2785700",
        "gaji_max": "4575200",
        "jenjang_studi": "S-1/Sarjana",
        "program_studi": "S-1 AKUNTANSI",
        "grup": "",
        **ubah,
    }


def tabel_csv(rows: Iterable[Mapping[str, str]], kolom: Sequence[str] = KOLOM_WAJIB) -> bytes:
    """Rows as CSV."""
    keluar = io.StringIO()
    tulis = csv.DictWriter(keluar, kolom, extrasaction="ignore")
    tulis.writeheader()
    tulis.writerows(rows)
    return keluar.getvalue().encode()


def tabel_gz(rows: Iterable[Mapping[str, str]]) -> bytes:
    """Rows as gzipped CSV."""
    return gzip.compress(tabel_csv(rows), mtime=0)


def tabel_xlsx(rows: Iterable[Mapping[str, str]], kolom: Sequence[str] = KOLOM_WAJIB) -> bytes:
    """Rows as XLSX, with numbers as numbers, the way a spreadsheet saves them; a NIK has too many digits for that."""
    from openpyxl import Workbook

    buku = Workbook()
    lembar = buku.active
    assert lembar is not None
    lembar.append(list(kolom))
    for row in rows:
        lembar.append([int(row[satu]) if row[satu].isdigit() and satu != "nik" else row[satu] for satu in kolom])
    keluar = io.BytesIO()
    buku.save(keluar)
    return keluar.getvalue()


def nik(nomor: int) -> str:
    """A synthetic NIK: region code 00 is nobody's."""
    return f"00{nomor:014d}"


def isian_lamaran(nomor: int = 1, **ubah: object) -> dict[str, object]:
    """An application that is MS, as JSON."""
    return {
        "nik": nik(nomor),
        "nama": f"Pelamar Contoh {nomor}",
        "tanggal_lahir": "1998-05-17",
        "jenis_kelamin": "LP"[nomor % 2],
        "formasi": "f-1",
        "kualifikasi": KUALIFIKASI,
        "ipk": "3.79",
        "skala_ipk": "IPK",
        "dokumen": list(DOKUMEN),
        **ubah,
    }


def lamaran(nomor: int = 1) -> Lamaran:
    """The same as the domain knows it."""
    return Lamaran(
        nik=nik(nomor),
        nama=f"Pelamar Contoh {nomor}",
        tanggal_lahir=date(1998, 5, 17),
        jenis_kelamin="P" if nomor % 2 else "L",
        surel=None,
        formasi="f-1",
        kualifikasi=KUALIFIKASI,
        ipk=379,
        skala_ipk="IPK",
        dokumen=tuple(sorted(DOKUMEN)),
    )


def ndjson_of(rows: Iterable[Mapping[str, object]]) -> bytes:
    """One JSON object a line."""
    return b"".join(orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE) for row in rows)


def setelan_pendaftaran(dsn: str, *, bootstrap: str = "nowhere.invalid:9092", http_port: int = 0, pertama: str = "cpns-2024") -> Settings:
    """Settings for tests; ages are judged at `HARI_INI`, and the first season is called as its rule set."""
    return Settings(
        database_url=dsn,
        kafka_bootstrap_servers=bootstrap,
        service_name="pendaftaran",
        http_port=http_port,
        **IDENTITY,
        pseudonym_key=SecretStr("kunci-rahasia-untuk-uji"),
        musim=pertama,
        aturan=pertama,
        tanggal_acuan_usia=HARI_INI,
        brankas_berkas=berkas_kunci(),
    )


def siapa(cara: str, jalan: str, isi: bytes = b"") -> dict[str, str]:
    """The header of who does this: the applicant in the own name, the portal for many and for looks, officers everything else."""
    if cara == "POST" and jalan == "/v1/lamaran":
        found = re.search(rb'"nik": ?"([0-9]{16})"', isi)
        return pelamar(found[1].decode() if found else nik(1))
    return bearer(PENERBIT.layanan()) if jalan.startswith("/v1/lamaran") else OFFICER


def pelamar(nik: str) -> dict[str, str]:
    """The header of the applicant whose NIK the issuer confirmed."""
    return bearer(PENERBIT.pelamar(f"pelamar-{nik}", nik))


@dataclass
class Jam:
    """The clock of one replica, set by a test."""

    kini: datetime


@dataclass
class Uji:
    """The running service: its client (no token), its database and its first season; `kueri` names a season in every request."""

    http: aiohttp.ClientSession
    pool: asyncpg.Pool
    instalasi: Instalasi
    musim: Musim
    brankas: Brankas
    dsn: str
    kueri: str = ""
    _kunci: Iterator[int] = field(default_factory=lambda: count(1))

    def pada(self, musim: str) -> "Uji":
        """The same service, asked about this season."""
        return replace(self, kueri=f"musim={musim}")

    def _jalan(self, jalan: str) -> str:
        return jalan if not self.kueri else f"{jalan}{'&' if '?' in jalan else '?'}{self.kueri}"

    def kunci(self) -> dict[str, str]:
        """A new idempotency key."""
        return {"Idempotency-Key": f"kunci-uji-{next(self._kunci):06d}"}

    async def kirim(
        self, cara: str, jalan: str, isi: bytes = b"", *, kepala: Mapping[str, str] | None = None
    ) -> tuple[int, dict[str, object]]:
        """Send, as whoever does that (`siapa`) unless `kepala` says otherwise; status and JSON body."""
        headers = {**siapa(cara, jalan, isi), **self.kunci(), **(kepala or {})}
        async with self.http.request(cara, self._jalan(jalan), data=isi, headers=headers) as jawaban:
            return jawaban.status, orjson.loads(await jawaban.read())

    async def impor(self, isi: bytes, nama: str = "formasi.csv") -> tuple[int, dict[str, object]]:
        """Send a file of posts."""
        return await self.kirim("PUT", f"/v1/formasi/berkas/{nama}", isi)

    async def buka(self, *rows: Mapping[str, str]) -> None:
        """Import these rows and open the posts."""
        status, isi = await self.impor(tabel_csv(rows or [baris_formasi()]))
        assert status == 200, isi
        status, isi = await self.kirim("POST", "/v1/formasi/buka")
        assert status == 200, isi

    async def massal(self, rows: Iterable[Mapping[str, object]]) -> dict[str, object]:
        """Send applications in bulk."""
        status, isi = await self.kirim("POST", "/v1/lamaran/massal?format=ndjson", ndjson_of(rows))
        assert status == 200, isi
        return isi

    async def baca(self, jalan: str) -> list[dict[str, object]]:
        """Read an NDJSON list as an officer."""
        async with self.http.get(self._jalan(jalan), headers=OFFICER) as jawaban:
            assert jawaban.status == 200, await jawaban.text()
            return [orjson.loads(line) for line in (await jawaban.read()).splitlines()]

    async def tutup(self) -> None:
        """Close the registration: one officer proposes, another releases."""
        status, isi = await self.kirim("POST", "/v1/seleksi-administrasi/tutup", kepala=SECOND_OFFICER)
        assert status == 202, isi
        status, isi = await self.kirim("POST", "/v1/seleksi-administrasi/umumkan")
        assert status == 202, isi

    async def umumkan(self) -> dict[str, object]:
        """Close the registration and do every step of the document check."""
        await self.tutup()
        await self.habiskan()
        return (await self.kirim("GET", "/v1/seleksi-administrasi/umumkan"))[1]

    async def habiskan(self, *, ukuran: int = 5000) -> int:
        """Do steps of the document check until nothing is left; how many."""
        banyak = 0
        while True:
            async with unit_of_work(self.pool) as uow:
                if not await langkah(uow, self.instalasi, self.brankas, SAAT, ukuran=ukuran):
                    return banyak
            banyak += 1

    async def kotak_keluar(self, topik: str) -> list[dict[str, object]]:
        """Events of a topic that wait for the bus, in order."""
        rows = await self.pool.fetch("select payload from messaging.outbox where topic = $1 order by id", topik)
        return [orjson.loads(row["payload"]) for row in rows]


def aplikasi(settings: Settings) -> tuple[FastAPI, Context]:
    """The HTTP application of the service without a bus."""
    context = Context.of(settings)
    app = build_app(title="Uji", settings=settings, lifespan=no_lifespan, routers=routers, readiness=always_ready, numbers_of=nomor_sendiri)
    app.state.context = context
    return app, context


@asynccontextmanager
async def berjalan(dsn: str, jam: Jam | None = None, *, pertama: str = "cpns-2024") -> AsyncIterator[Uji]:
    """The service on the database `dsn`, its document check done by hand (`Uji.habiskan`), so that a test decides when.

    With `jam` it receives everything at that moment; without, now.
    """
    app, context = aplikasi(setelan_pendaftaran(dsn, pertama=pertama))
    if jam is not None:
        app.dependency_overrides[sekarang] = lambda: jam.kini
    async with create_pool(dsn, application_name="uji") as pool:
        app.state.pool = pool
        await siapkan(pool, context.instalasi)
        async with pool.acquire() as conn:
            musim = await context.instalasi.pilih(conn, context.instalasi.pertama.musim)
        async with client_of(app) as http:
            yield Uji(http, pool, context.instalasi, musim, context.brankas, dsn)

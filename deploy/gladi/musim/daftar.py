"""The season from the posts to the participant numbers."""

from collections.abc import Iterable, Iterator

import orjson

from deploy.gladi import bentuk
from deploy.gladi.benih import Formasi, Kesediaan, Lowongan, Pelamar, Undi, nomor_dari_nik, pelamar
from deploy.gladi.kegagalan import AturanDilanggar
from deploy.gladi.musim.keadaan import Keadaan
from deploy.gladi.papan import Maju, Tahap
from deploy.gladi.pintu import CSV, NDJSON, PENDAFTARAN, PENEMPATAN, PENILAIAN
from deploy.gladi.serentak import serentak
from shared.aturan.pendaftaran import load
from shared.istilah import JenisKesediaan

SEKALI_KIRIM = 5_000
SATU_SATU = 200
BERSAMAAN = 4
KOLOM_LAMARAN = (
    "nik",
    "nama",
    "tanggal_lahir",
    "jenis_kelamin",
    "formasi",
    "kualifikasi",
    "ipk",
    "skala_ipk",
    "dokumen",
    "kesediaan",
    "kesediaan_unit",
    "kesediaan_formasi",
)


async def buka_formasi(k: Keadaan) -> None:
    """Import the files of posts, open them, and wait until penilaian and penempatan know every one."""
    async with k.papan.tahap("a. formasi") as tahap:
        for urutan, (nama, isi) in enumerate(k.rencana.berkas.items()):
            jawaban = await k.pintu.kirim(
                PENDAFTARAN, f"/v1/formasi/berkas/{nama}", isi, cara="PUT", jenis=_jenis(nama), guna=f"formasi-{nama}", boleh=(200,)
            )
            satu = jawaban.sebagai(bentuk.BerkasFormasi)
            tahap.tampil(urutan + 1, len(k.rencana.berkas), f"{nama}: {satu.formasi} formasi, {satu.kursi} kursi")
        jawaban = await k.pintu.kirim(PENDAFTARAN, "/v1/formasi/buka", guna="buka", boleh=(200, 202))
        dibuka = jawaban.sebagai(bentuk.Buka)
        formasi = await k.pintu.baca(PENDAFTARAN, "/v1/formasi.ndjson", _formasi)
        k.lowongan = Lowongan(k.rencana.benih, formasi, load(k.rencana.aturan))
        k.kursi = sum(satu.kuota for satu in formasi)
        k.kelompok = len({satu.kelompok for satu in formasi})
        if (len(formasi), k.kelompok) != (dibuka.formasi, dibuka.kelompok):
            raise AturanDilanggar(f"opened {dibuka.formasi} posts in {dibuka.kelompok} pools, listed {len(formasi)} in {k.kelompok}")

        async def penilaian() -> Maju:
            tahu = await k.pintu.tanya(PENILAIAN, "/v1/ringkasan", bentuk.RingkasanPenilaian)
            return Maju(tahu.formasi, len(formasi), utuh=True)

        async def penempatan() -> Maju:
            tersisa = await k.pintu.tanya_semua(PENEMPATAN, "/v1/operasional/lag", bentuk.Lag)
            return Maju(len(formasi), len(formasi), utuh=not any(satu.root["formation-opened"] for satu in tersisa))

        await tahap.tunggu("penilaian tahu semua formasi", penilaian)
        await tahap.tunggu("penempatan tahu semua formasi", penempatan)
        tahap.banyak, tahap.satuan = len(formasi), "formasi"
        tahap.keterangan.append(f"{len(formasi)} formasi, {k.kursi} kursi, {k.kelompok} kelompok")
        if k.rencana.dilewati:
            formasi_lewat, kursi_lewat = map(sum, zip(*k.rencana.dilewati.values(), strict=True))
            tahap.keterangan.append(
                f"{formasi_lewat} formasi ({kursi_lewat} kursi) dilewati: jenis kebutuhan tidak dikenal {k.rencana.aturan}"
            )


def _jenis(nama: str) -> str:
    if nama.endswith(".gz"):
        return "application/gzip"
    return CSV if nama.endswith(".csv") else "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _formasi(baris: bytes) -> Formasi:
    isi = orjson.loads(baris)
    return Formasi(
        isi["formasi"],
        isi["kelompok"],
        isi["instansi"],
        isi["jenis_kebutuhan"],
        tuple(sorted(isi["kualifikasi"])),
        isi["kuota"],
        isi["unit"],
    )


def _json(satu: Pelamar) -> bytes:
    return orjson.dumps(
        {
            "nik": satu.nik,
            "nama": satu.nama,
            "tanggal_lahir": satu.tanggal_lahir,
            "jenis_kelamin": satu.jenis_kelamin,
            "formasi": satu.formasi,
            "kualifikasi": satu.kualifikasi,
            "ipk": satu.teks_ipk,
            "skala_ipk": satu.skala_ipk,
            "dokumen": satu.dokumen,
            "kesediaan": None if satu.kesediaan is None else satu.kesediaan._asdict(),
        }
    )


def _kutip(teks: str) -> str:
    return '"' + teks.replace('"', '""') + '"' if any(tanda in teks for tanda in ',"\n') else teks


def _sel_kesediaan(satu: Kesediaan | None) -> tuple[str, str, str]:
    return ("", "", "") if satu is None else (satu.jenis, _kutip("~".join(satu.unit)), "~".join(satu.formasi))


def _csv(semua: Iterable[Pelamar]) -> bytes:
    baris = [",".join(KOLOM_LAMARAN)]
    baris += [
        ",".join(
            (
                satu.nik,
                satu.nama,
                satu.tanggal_lahir.isoformat(),
                satu.jenis_kelamin,
                satu.formasi,
                _kutip(satu.kualifikasi),
                satu.teks_ipk,
                satu.skala_ipk,
                "|".join(satu.dokumen),
                *_sel_kesediaan(satu.kesediaan),
            )
        )
        for satu in semua
    ]
    return ("\n".join(baris) + "\n").encode()


def _satu_satu(k: Keadaan) -> int:
    """How many of the last persons apply one by one."""
    return min(SATU_SATU, k.rencana.banyak // 5)


def _potongan(k: Keadaan) -> Iterator[tuple[int, range]]:
    """Bulk uploads as (number, persons), in the order that `acak` gives."""
    massal = k.rencana.banyak - _satu_satu(k)
    semua = [(urutan, range(awal, min(awal + SEKALI_KIRIM, massal))) for urutan, awal in enumerate(range(0, massal, SEKALI_KIRIM))]
    Undi(k.rencana.acak, "urutan-lamaran", 0).kocok(semua)
    yield from semua


async def terima_lamaran(k: Keadaan) -> None:
    """Send all applications: most in bulk, some one by one, and some that must be refused."""
    async with k.papan.tahap("b. lamaran") as tahap:

        async def potong(satu: tuple[int, range]) -> None:
            urutan, siapa = satu
            hasil = await _kirim_potongan(k, urutan, siapa, guna=f"massal-{urutan}")
            if hasil.ditolak or hasil.diterima + hasil.sudah_ada != len(siapa):
                raise AturanDilanggar(
                    f"bulk {urutan}: {hasil.diterima} taken, {hasil.sudah_ada} known of {len(siapa)}; {hasil.ditolak[:3]}"
                )
            k.lamaran += len(siapa)
            tahap.tampil(k.lamaran, k.rencana.banyak)

        await serentak(BERSAMAAN, _potongan(k), potong)
        sendiri = list(range(k.rencana.banyak - _satu_satu(k), k.rencana.banyak))
        Undi(k.rencana.acak, "urutan-sendiri", 0).kocok(sendiri)

        async def seorang(nomor: int) -> None:
            isi = _json(pelamar(k.rencana.benih, nomor, k.lowongan))
            await k.pintu.kirim(PENDAFTARAN, "/v1/lamaran", isi, guna=f"lamaran-{nomor}", boleh=(201,))
            k.lamaran += 1
            tahap.tampil(k.lamaran, k.rencana.banyak)

        await serentak(2 * BERSAMAAN, sendiri, seorang)
        await _yang_ditolak(k)
        ringkasan = await k.pintu.tanya(PENDAFTARAN, "/v1/ringkasan", bentuk.RingkasanPendaftaran)
        if ringkasan.lamaran != k.rencana.banyak:
            raise AturanDilanggar(f"{k.rencana.banyak} applications were acknowledged, pendaftaran counts {ringkasan.lamaran}")
        tahap.banyak, tahap.satuan = k.lamaran, "lamaran"
        tahap.keterangan.append(f"{k.ditolak_sengaja} lamaran keliru ditolak sebagaimana mestinya")


async def _kirim_potongan(k: Keadaan, urutan: int, siapa: range, *, guna: str) -> bentuk.Massal:
    orang = (pelamar(k.rencana.benih, nomor, k.lowongan) for nomor in siapa)
    if urutan % 2:
        isi, format_, jenis = _csv(orang), "csv", CSV
    else:
        isi, format_, jenis = b"".join(_json(satu) + b"\n" for satu in orang), "ndjson", NDJSON
    jalan = f"/v1/lamaran/massal?format={format_}"
    return (await k.pintu.kirim(PENDAFTARAN, jalan, isi, jenis=jenis, guna=guna, boleh=(200,))).sebagai(bentuk.Massal)


async def _yang_ditolak(k: Keadaan) -> None:
    """Doubles and impossible applications: each must be refused, and change nothing."""
    benih = k.rencana.benih
    asli = [pelamar(benih, nomor, k.lowongan) for nomor in range(min(20, k.rencana.banyak))]
    coba = [(f"kembar-{satu.nomor}", satu._replace(ipk=satu.ipk - 1), 409) for satu in asli[:10]]
    orang = pelamar(benih, k.rencana.banyak + 1, k.lowongan)
    coba += [
        ("formasi-tak-ada", orang._replace(formasi="formasi-yang-tidak-ada"), 422),
        ("nik-pendek", orang._replace(nik="00123"), 422),
        ("nik-huruf", orang._replace(nik="00ABCDEFGHIJKLMN"), 422),
        ("kelamin-x", orang._replace(jenis_kelamin="X"), 422),
        ("kesediaan-tanpa-pilihan", orang._replace(kesediaan=Kesediaan(JenisKesediaan.PILIHAN)), 422),
        ("kesediaan-unit-tak-ada", orang._replace(kesediaan=Kesediaan(JenisKesediaan.PILIHAN, ("UNIT YANG TIDAK ADA",))), 422),
    ]
    for guna, satu, status in coba:
        jawaban = await k.pintu.kirim(PENDAFTARAN, "/v1/lamaran", _json(satu), guna=f"tolak-{guna}", boleh=range(200, 500))
        if jawaban.status != status:
            raise AturanDilanggar(
                f"application {guna}: answered {jawaban.status}, expected {status}: {jawaban.isi[:400].decode(errors='replace')}"
            )
        k.ditolak_sengaja += 1
    ulang = await _kirim_potongan(k, 0, range(len(asli)), guna="massal-ulang")
    if (ulang.diterima, ulang.sudah_ada, len(ulang.ditolak)) != (0, len(asli), 0):
        raise AturanDilanggar(f"the same {len(asli)} applications again: {ulang}")
    lain = b"".join(_json(satu._replace(ipk=satu.ipk - 1)) + b"\n" for satu in asli[:5])
    jawaban = await k.pintu.kirim(PENDAFTARAN, "/v1/lamaran/massal?format=ndjson", lain, jenis=NDJSON, guna="massal-lain", boleh=(200,))
    if len(jawaban.sebagai(bentuk.Massal).ditolak) != len(asli[:5]):
        raise AturanDilanggar(f"second applications of the same persons in bulk: {jawaban.isi[:400].decode(errors='replace')}")
    k.ditolak_sengaja += len(asli[:5])


async def umumkan_administrasi(k: Keadaan) -> None:
    """Announce who is MS, wait until all is decided and penilaian knows the same participants, and fetch the numbers."""
    async with k.papan.tahap("c. seleksi administrasi") as tahap:
        jalan = "/v1/seleksi-administrasi/umumkan"
        await k.pintu.kirim(PENDAFTARAN, jalan, guna="umumkan", boleh=(200, 202))
        akhir: list[bentuk.Kemajuan] = []

        async def keputusan() -> Maju:
            maju = await k.pintu.tanya(PENDAFTARAN, jalan, bentuk.Kemajuan)
            akhir[:] = [maju]
            return Maju(maju.selesai, maju.total, utuh=maju.status == "SELESAI")

        await tahap.tunggu("diputuskan", keputusan)
        k.ms, k.peserta_sha256 = akhir[0].ms or 0, akhir[0].peserta_sha256 or ""
        telat = _json(pelamar(k.rencana.benih, k.rencana.banyak + 2, k.lowongan))
        jawaban = await k.pintu.kirim(PENDAFTARAN, "/v1/lamaran", telat, guna="tolak-telat", boleh=range(200, 500))
        if jawaban.status != 409:
            raise AturanDilanggar(f"an application after the announcement was answered {jawaban.status}")
        await _ambil_peserta(k)
        await _tunggu_penilaian(k, tahap)
        tahap.banyak, tahap.satuan = k.lamaran, "keputusan"
        tahap.keterangan.append(f"{k.ms} MS, {k.lamaran - k.ms} TMS")


async def _ambil_peserta(k: Keadaan) -> None:
    tercatat = bytearray(k.rencana.banyak)
    for satu in await k.pintu.baca(PENDAFTARAN, "/v1/peserta.ndjson", bentuk.peserta):
        nomor = nomor_dari_nik(k.rencana.benih, satu.nik)
        if nomor >= k.rencana.banyak or tercatat[nomor]:
            raise AturanDilanggar("an application is listed twice, or of somebody who never applied")
        tercatat[nomor] = 1
        if satu.peserta is None:
            k.tms.update((satu.formasi, kode) for kode in satu.alasan)
        else:
            k.peserta[satu.peserta] = nomor
            k.formasi_peserta[satu.peserta] = satu.formasi
    if sum(tercatat) != k.rencana.banyak:
        raise AturanDilanggar(f"{k.rencana.banyak} applications were acknowledged, {sum(tercatat)} are listed")
    if len(k.peserta) != k.ms:
        raise AturanDilanggar(f"{k.ms} MS announced, {len(k.peserta)} participant numbers listed")


async def _tunggu_penilaian(k: Keadaan, tahap: Tahap) -> None:
    async def tahu() -> Maju:
        jawaban = await k.pintu.tanya(PENILAIAN, "/v1/ringkasan", bentuk.RingkasanPenilaian)
        return Maju(jawaban.peserta, k.ms, utuh=True)

    await tahap.tunggu("penilaian tahu semua peserta", tahu)

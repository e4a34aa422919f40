"""The season from the SKD files to the closed ranking."""

from collections.abc import Mapping
from hashlib import sha256
from urllib.parse import quote

import orjson

from deploy.gladi import bentuk, berkas
from deploy.gladi.benih import Undi
from deploy.gladi.berkas import Berkas, Ujian
from deploy.gladi.kegagalan import AturanDilanggar
from deploy.gladi.musim.keadaan import Keadaan
from deploy.gladi.papan import Maju, Tahap
from deploy.gladi.pintu import PENILAIAN
from deploy.gladi.serentak import serentak
from deploy.gladi.topik import baca_topik, umumkan_nilai
from shared.contracts.types import JenisUjian

BERSAMAAN = 3
# Sessions with a part to play: refused for bad rows and repaired; wrong and corrected; sent as XLSX.
SESI_RUSAK, SESI_KELIRU, SESI_XLSX = 1, 2, (3, 4)


async def nilai_skd(k: Keadaan) -> None:
    """Deliver the SKD results."""
    async with k.papan.tahap("d. nilai SKD") as tahap:
        await _serahkan(k, tahap, Ujian(JenisUjian.SKD, berkas.KOLOM_SKD, k.peserta))


async def tutup_skd(k: Keadaan) -> None:
    """Close the SKD as soon as penilaian holds every result, and read who goes on; HTTP and topic must agree."""
    async with k.papan.tahap("e. ambang batas dan daftar SKB") as tahap:
        permintaan = {"formasi": len(k.formasi), "peserta": k.ms, "peserta_sha256": k.peserta_sha256}
        await _tutup(k, tahap, "/v1/skd/tutup", permintaan)
        akhir = await _sampai_selesai(k, tahap, "/v1/skd/tutup")
        k.skd = {
            "lulus_ambang": akhir.lulus_ambang or 0,
            "tidak_lulus": akhir.tidak_lulus or 0,
            "th": akhir.th or 0,
            "dis": akhir.dis or 0,
            "ke_skb": akhir.ke_skb or 0,
        }
        daftar = await k.pintu.baca(PENILAIAN, "/v1/skb/daftar.ndjson", bentuk.terpanggil)
        k.terpanggil = {satu.peserta: satu.formasi for satu in daftar}
        if len(k.terpanggil) != k.skd["ke_skb"]:
            raise AturanDilanggar(f"{k.skd['ke_skb']} go on to SKB by count, {len(k.terpanggil)} by list")

        async def di_topik() -> Maju:
            per_formasi: dict[str, tuple[int, int]] = {}
            async for rekaman in baca_topik(k.bus, "skb-shortlisted"):
                for satu in rekaman:
                    baru = (satu.urutan, len(orjson.loads(satu.isi)["peserta"]))
                    per_formasi[satu.subjek] = max(baru, per_formasi.get(satu.subjek, (0, 0)))
            banyak = sum(orang for _, orang in per_formasi.values())
            return Maju(len(per_formasi), len(k.formasi), utuh=banyak == len(k.terpanggil), kurang=f"({banyak} people)")

        await tahap.tunggu("skb-shortlisted lengkap", di_topik)
        tahap.banyak, tahap.satuan = k.ms, "peserta"
        tahap.keterangan.append(f"{k.skd['lulus_ambang']} lulus ambang, {k.skd['ke_skb']} ke SKB")


async def nilai_skb(k: Keadaan) -> None:
    """Deliver the SKB results of those who were called."""
    async with k.papan.tahap("f1. nilai SKB") as tahap:
        await _serahkan(k, tahap, Ujian(JenisUjian.SKB, berkas.KOLOM_SKB, {satu: k.peserta[satu] for satu in k.terpanggil}))


async def tutup_peringkat(k: Keadaan) -> None:
    """Close the ranking once every SKB result is there."""
    async with k.papan.tahap("f2. integrasi dan peringkat") as tahap:
        await _tutup(k, tahap, "/v1/peringkat/tutup", {"peserta_skb": len(k.terpanggil)})
        await _sampai_selesai(k, tahap, "/v1/peringkat/tutup")
        tahap.banyak, tahap.satuan = len(k.terpanggil), "peserta"


async def _serahkan(k: Keadaan, tahap: Tahap, ujian: Ujian) -> None:
    """One file per session in any order, a small share over the bus."""
    benih = k.rencana.benih
    semua = list(berkas.sesi(benih, ujian).items())
    Undi(k.rencana.acak, f"urutan-{ujian.jenis}", 0).kocok(semua)
    terkirim = 0

    async def satu_sesi(satu: tuple[int, list[str]]) -> None:
        nonlocal terkirim
        urutan, peserta = satu
        nama = f"{ujian.jenis.lower()}-sesi-{urutan:03d}"
        isi = [berkas.baris(benih, ujian, orang) for orang in peserta]
        if urutan in SESI_XLSX:
            await _unggah(k, ujian, berkas.xlsx(nama, ujian.kolom, isi))
        else:
            if urutan == SESI_RUSAK and len(isi) > 2:
                await _unggah_rusak(k, ujian, nama, isi)
            keliru = berkas.keliru(ujian, isi) if urutan == SESI_KELIRU else ([], 0)
            if keliru[1]:
                await _unggah(k, ujian, berkas.csv(nama, ujian.kolom, keliru[0]))
            jawaban = await _unggah(k, ujian, berkas.csv(nama, ujian.kolom, isi))
            if keliru[1] and jawaban.versi != 2:
                raise AturanDilanggar(f"{nama}: the corrected file became version {jawaban.versi}, not 2")
        terkirim += len(peserta)
        tahap.tampil(terkirim, len(ujian.peserta), f"{nama} ({len(isi)} baris)")

    await serentak(BERSAMAAN, semua, satu_sesi)
    lewat_bus = berkas.lewat_bus(benih, ujian)
    Undi(k.rencana.acak, f"urutan-bus-{ujian.jenis}", 0).kocok(lewat_bus)
    bus = await umumkan_nilai(k.bus, (berkas.peristiwa(benih, ujian, satu) for satu in lewat_bus), musim=k.rencana.musim)
    tahap.banyak, tahap.satuan = len(ujian.peserta), "nilai"
    tahap.keterangan.append(f"{len(semua)} berkas, {bus} lewat bus")


def _jalan(ujian: Ujian, satu: Berkas) -> str:
    return f"/v1/nilai/berkas/{quote(satu.nama)}?jenis={ujian.jenis}&mode=tolak&jumlah={satu.jumlah}&sha256={satu.sha256}"


async def _unggah(k: Keadaan, ujian: Ujian, satu: Berkas) -> bentuk.BerkasNilai:
    guna = f"{satu.nama}-{satu.sha256[:16]}"
    jawaban = await k.pintu.kirim(PENILAIAN, _jalan(ujian, satu), satu.isi, cara="PUT", jenis=satu.jenis, guna=guna, boleh=(200,))
    hasil = jawaban.sebagai(bentuk.BerkasNilai)
    if hasil.ditolak or hasil.baris != satu.jumlah:
        raise AturanDilanggar(f"{satu.nama}: {hasil.baris} of {satu.jumlah} rows read, {len(hasil.ditolak)} refused")
    return hasil


async def _unggah_rusak(k: Keadaan, ujian: Ujian, nama: str, isi: list[berkas.Baris]) -> None:
    """A file with impossible rows must be refused whole, with the lines at fault; so must one that does not match its manifest."""
    kacau, salah = berkas.rusak(ujian, isi)
    satu = berkas.csv(nama, ujian.kolom, kacau)
    jawaban = await k.pintu.kirim(
        PENILAIAN, _jalan(ujian, satu), satu.isi, cara="PUT", jenis=satu.jenis, guna=f"{nama}-rusak", boleh=range(200, 500)
    )
    ditunjuk = {galat.baris for galat in jawaban.sebagai(bentuk.Masalah).kesalahan} if jawaban.status == 422 else set()
    if not ditunjuk.issuperset(salah):
        raise AturanDilanggar(f"{nama} with bad lines {salah}: answered {jawaban.status}, lines {ditunjuk}")
    utuh = berkas.csv(nama, ujian.kolom, isi)
    lain = sha256(b"lain").hexdigest()
    jalan = f"/v1/nilai/berkas/{quote(utuh.nama)}?jenis={ujian.jenis}&mode=tolak&jumlah={utuh.jumlah}&sha256={lain}"
    jawaban = await k.pintu.kirim(PENILAIAN, jalan, utuh.isi, cara="PUT", jenis=utuh.jenis, guna=f"{nama}-manifes", boleh=range(200, 500))
    if jawaban.status != 422:
        raise AturanDilanggar(f"{nama} with a foreign manifest: answered {jawaban.status}")
    k.ditolak_sengaja += 2


async def _tutup(k: Keadaan, tahap: Tahap, jalan: str, permintaan: Mapping[str, object]) -> None:
    """Ask for the closing until penilaian says that it has everything (409 names what is missing)."""
    percobaan = 0

    async def diterima() -> Maju:
        nonlocal percobaan
        percobaan += 1
        isi = orjson.dumps(permintaan)
        jawaban = await k.pintu.kirim(PENILAIAN, jalan, isi, guna=f"{jalan}-{percobaan}", boleh=(200, 202, 409))
        terima = jawaban.status != 409
        return Maju(int(terima), 1, utuh=terima, kurang="" if terima else jawaban.isi[:600].decode(errors="replace"))

    await tahap.tunggu("menunggu data lengkap", diterima)


async def _sampai_selesai(k: Keadaan, tahap: Tahap, jalan: str) -> bentuk.Kemajuan:
    akhir: list[bentuk.Kemajuan] = []

    async def maju() -> Maju:
        jawaban = await k.pintu.tanya(PENILAIAN, jalan, bentuk.Kemajuan)
        akhir[:] = [jawaban]
        kurang = f"({jawaban.tertahan} held back)" if jawaban.tertahan else ""
        return Maju(jawaban.selesai, jawaban.total, utuh=jawaban.status == "SELESAI", kurang=kurang)

    await tahap.tunggu("kelompok dihitung", maju)
    return akhir[0]

"""The season between the final result and the first resignation: accepted objections, signed by two officers at two services."""

from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import quote, urlencode

import orjson

from deploy.gladi import bentuk, bentuk_koreksi, berkas
from deploy.gladi.benih import NilaiSkb, NilaiSkd, Undi, pelamar
from deploy.gladi.hasil import Kasus, ambil, kasus
from deploy.gladi.kegagalan import AturanDilanggar
from deploy.gladi.musim.keadaan import Keadaan
from deploy.gladi.papan import Maju, Tahap
from deploy.gladi.pintu import CSV, KEPEGAWAIAN, PENEMPATAN, PENILAIAN, Jawaban
from deploy.gladi.sanggah import Koreksi, Macam, Pengumuman, Sanggah, pilih
from deploy.gladi.serentak import serentak
from shared.contracts.types import JenisUjian

BERSAMAAN = 3
ALASAN = "Sanggah hasil akhir diterima: nilai yang tercatat bukan nilai peserta ini."


class _Langkah(NamedTuple):
    """One accepted objection on its way to becoming a version. `coba`: what must not pass is tried with it."""

    sanggah: Sanggah
    versi: int
    coba: bool

    @property
    def jalan(self) -> str:
        return f"/v1/kelompok/{quote(self.sanggah.kelompok, safe='')}"

    @property
    def guna(self) -> str:
        return f"sanggah-{self.sanggah.kelompok}-{self.versi}"

    @property
    def sumber(self) -> str:
        return f"Berita acara sanggah {self.sanggah.kelompok} versi {self.versi}"


async def sanggah_hasil_akhir(k: Keadaan) -> None:
    """Correct the rankings that were contested rightly, have them released and placed again, and wait until kepegawaian agrees."""
    async with k.papan.tahap("g2. sanggah hasil akhir") as tahap:
        hasil = await ambil(k.pintu, k.tms)
        k.kursi_sebelum = {satu.peserta: satu.kursi for satu in hasil.kursi if satu.peserta is not None}
        semua = pilih(k.rencana.benih, Pengumuman(k.formasi, hasil, lambda peserta: _studi(k, peserta), k.skb_benar))
        ditolak = k.ditolak_sengaja
        coba = next((isi[0].kelompok for isi in semua if isi[0].kehilangan), None)
        banyak = sum(map(len, semua))
        Undi(k.rencana.acak, "urutan-sanggah", 0).kocok(semua)

        async def satu_kelompok(isi: list[Sanggah]) -> None:
            for versi, satu in enumerate(isi, start=2):
                langkah = _Langkah(satu, versi, satu.kelompok == coba)
                await _koreksi_peringkat(k, langkah)
                k.koreksi.append(await _koreksi_penempatan(k, tahap, langkah))
                tahap.tampil(len(k.koreksi), banyak, satu.kelompok)

        await serentak(BERSAMAAN, semua, satu_kelompok)
        k.koreksi.sort(key=lambda satu: (satu.sanggah.kelompok, satu.versi))
        await _daftar_baru(k)
        await tahap.tunggu("kepegawaian sepakat", lambda: _sepakat(k))
        tahap.banyak, tahap.satuan = banyak, "koreksi"
        hilang = sum(len(satu.kehilangan) for satu in k.koreksi)
        tahap.keterangan.append(f"{banyak} sanggah diterima dalam {len(semua)} kelompok, {hilang} peserta kehilangan kursi")
        tahap.keterangan.append(f"{k.ditolak_sengaja - ditolak} kiriman yang melanggar aturan ditolak")


def _studi(k: Keadaan, peserta: str) -> str:
    return pelamar(k.rencana.benih, k.peserta[peserta], k.lowongan).kualifikasi


async def _koreksi_peringkat(k: Keadaan, langkah: _Langkah) -> None:
    """Penilaian: one officer proposes the right scores, another releases them, naming who goes out of the seats of the own formation."""
    satu = langkah.sanggah
    if langkah.coba and satu.dipanggil:
        tanpa_skb = await _usulkan(k, langkah, {}, f"{langkah.guna}-tanpa-skb")
        _harus(tanpa_skb, 409, "NILAI_SKB_BELUM_ADA", langkah)
        k.ditolak_sengaja += 1
    usul = await _usulkan(k, langkah, satu.skb, langkah.guna)
    _harus(usul, 201, "", langkah)
    diusulkan = usul.sebagai(bentuk_koreksi.KoreksiPeringkat)
    jalan = f"{langkah.jalan}/koreksi/{diusulkan.nomor}/rilis"
    isi = orjson.dumps({"kehilangan": diusulkan.selisih.kehilangan})
    if langkah.coba:
        await _coba_curang(k, PENILAIAN, jalan, isi, langkah)
    rilis = await k.pintu.kirim(PENILAIAN, jalan, isi, guna=f"{langkah.guna}-rilis", boleh=(200,), kedua=True)
    if rilis.sebagai(bentuk_koreksi.KoreksiPeringkat).versi != langkah.versi:
        raise AturanDilanggar(
            f"{satu.kelompok}: the correction became {rilis.isi[:300].decode(errors='replace')}, not version {langkah.versi}"
        )
    k.terkoreksi_skd.update(satu.skd)
    k.terkoreksi_skb.update(satu.skb)


async def _usulkan(k: Keadaan, langkah: _Langkah, skb: Mapping[str, NilaiSkb], guna: str) -> Jawaban:
    """Propose scores: as a file where ranks alone change, else as a list of scores."""
    boleh = range(200, 500)
    if langkah.sanggah.macam is Macam.PERINGKAT and langkah.versi == 2:
        baris = [(peserta, nilai.kehadiran, berkas.teks_ribuan(nilai.nilai), nilai.status) for peserta, nilai in sorted(skb.items())]
        satu = berkas.csv("koreksi", berkas.KOLOM_SKB, baris)
        minta = {"jenis": "SKB", "alasan": ALASAN, "sumber": langkah.sumber, "jumlah": satu.jumlah, "sha256": satu.sha256}
        return await k.pintu.kirim(
            PENILAIAN, f"{langkah.jalan}/koreksi/berkas?{urlencode(minta)}", satu.isi, jenis=CSV, guna=guna, boleh=boleh
        )
    perubahan = [_perubahan_skd(*satu) for satu in sorted(langkah.sanggah.skd.items())]
    perubahan += [_perubahan_skb(*satu) for satu in sorted(skb.items())]
    isi = orjson.dumps({"alasan": ALASAN, "sumber": langkah.sumber, "perubahan": perubahan})
    return await k.pintu.kirim(PENILAIAN, f"{langkah.jalan}/koreksi", isi, guna=guna, boleh=boleh)


def _perubahan_skd(peserta: str, nilai: NilaiSkd) -> dict[str, object]:
    return {"peserta": peserta, "jenis": JenisUjian.SKD, **nilai._asdict()}


def _perubahan_skb(peserta: str, nilai: NilaiSkb) -> dict[str, object]:
    hadir = {"nilai_skb": nilai.nilai, "status_skb": nilai.status} if nilai.kehadiran == "HADIR" else {}
    return {"peserta": peserta, "jenis": JenisUjian.SKB, "kehadiran": nilai.kehadiran, **hadir}


async def _koreksi_penempatan(k: Keadaan, tahap: Tahap, langkah: _Langkah) -> Koreksi:
    """Penempatan places the new version: at once where nobody loses or changes a seat, else when two officers have signed for whom."""
    satu = langkah.sanggah
    menunggu: list[bentuk_koreksi.KoreksiMenunggu] = []

    async def tiba() -> Maju:
        status = await k.pintu.tanya(PENEMPATAN, langkah.jalan, bentuk_koreksi.StatusKelompok)
        semua = (await k.pintu.tanya(PENEMPATAN, "/v1/koreksi", bentuk_koreksi.DaftarKoreksi)).root
        menunggu[:] = [lain for lain in semua if (lain.kelompok, lain.versi) == (satu.kelompok, langkah.versi)]
        sudah = bool(menunggu) or status.versi_ditempatkan == langkah.versi
        return Maju(int(sudah), 1, utuh=sudah, kurang=f"({satu.kelompok} {status.sebab or ''} {status.rincian or ''})")

    await tahap.tunggu(f"{satu.kelompok} versi {langkah.versi} di penempatan", tiba)
    kehilangan, pindah = (menunggu[0].kehilangan, menunggu[0].pindah) if menunggu else ((), ())
    if menunggu:
        await _tanda_tangani(k, langkah, kehilangan, pindah)

        async def berlaku() -> Maju:
            status = await k.pintu.tanya(PENEMPATAN, langkah.jalan, bentuk_koreksi.StatusKelompok)
            return Maju(int(status.versi_ditempatkan == langkah.versi), 1, utuh=True)

        await tahap.tunggu(f"{satu.kelompok} versi {langkah.versi} berlaku", berlaku)
    selisih = await k.pintu.tanya(PENEMPATAN, f"{langkah.jalan}/versi/{langkah.versi}/selisih", bentuk_koreksi.SelisihPenempatan)
    if langkah.coba and not menunggu:
        raise AturanDilanggar(f"{satu.kelompok}: {satu.kehilangan} lose a seat and nobody had to sign")
    # The version in force changes with every resignation; later it is read as it was when another replaced it.
    kini = await k.pintu.tanya(PENEMPATAN, f"{langkah.jalan}/versi/{langkah.versi}", bentuk_koreksi.VersiPenempatan)
    hasil = Koreksi(satu, langkah.versi, selisih.masuk, selisih.kehilangan, selisih.berpindah, kehilangan, pindah, kini.kursi)
    if not hasil.seperti_diharapkan:
        raise AturanDilanggar(f"{satu.kelompok} version {langkah.versi}: {hasil}")
    return hasil


async def _tanda_tangani(k: Keadaan, langkah: _Langkah, kehilangan: tuple[str, ...], pindah: tuple[str, ...]) -> None:
    jalan = f"{langkah.jalan}/koreksi/{langkah.versi}"
    siapa = {"kehilangan": kehilangan, "pindah": pindah}
    usul = orjson.dumps({"alasan": ALASAN, "sumber": langkah.sumber, **siapa})
    await k.pintu.kirim(PENEMPATAN, f"{jalan}/usul", usul, guna=f"{langkah.guna}-usul-tempat", boleh=(201,))
    isi = orjson.dumps(siapa)
    if langkah.coba:
        await _coba_curang(k, PENEMPATAN, f"{jalan}/rilis", isi, langkah)
    await k.pintu.kirim(PENEMPATAN, f"{jalan}/rilis", isi, guna=f"{langkah.guna}-rilis-tempat", boleh=(200,), kedua=True)


async def _coba_curang(k: Keadaan, layanan: str, jalan: str, isi: bytes, langkah: _Langkah) -> None:
    """The officer who proposed must not release, and nobody may release without naming who loses."""
    boleh = range(200, 500)
    sendiri = await k.pintu.kirim(layanan, jalan, isi, guna=f"{langkah.guna}-sendiri", boleh=boleh)
    _harus(sendiri, 403, "", langkah)
    diam: dict[str, list[str]] = {nama: [] for nama in orjson.loads(isi)}
    tanpa_nama = await k.pintu.kirim(layanan, jalan, orjson.dumps(diam), guna=f"{langkah.guna}-diam", boleh=boleh, kedua=True)
    _harus(tanpa_nama, 409, "", langkah)
    k.ditolak_sengaja += 2


def _harus(jawaban: Jawaban, status: int, kode: str, langkah: _Langkah) -> None:
    if jawaban.status != status or (kode and jawaban.sebagai(bentuk.Masalah).kode != kode):
        teks = jawaban.isi[:600].decode(errors="replace")
        raise AturanDilanggar(f"{langkah.guna}: answered {jawaban.status}, expected {status} {kode}: {teks}")


async def _daftar_baru(k: Keadaan) -> None:
    """The list for the SKB after the corrections, as expected and as penilaian counts and lists it."""
    for satu in k.koreksi:
        k.keluar_skb.update({peserta: k.terpanggil.pop(peserta) for peserta in satu.sanggah.keluar})
        k.terpanggil |= {peserta: k.formasi_peserta[peserta] for peserta in satu.sanggah.dipanggil}
    daftar = {satu.peserta: satu.formasi for satu in await k.pintu.baca(PENILAIAN, "/v1/skb/daftar.ndjson", bentuk.terpanggil)}
    k.ke_skb = (await k.pintu.tanya(PENILAIAN, "/v1/skd/tutup", bentuk.Kemajuan)).ke_skb or 0
    beda = daftar.items() ^ k.terpanggil.items()
    if beda or k.ke_skb != len(daftar):
        raise AturanDilanggar(f"after the objections {k.ke_skb} are called to the SKB by count, {len(daftar)} by list, {len(beda)} differ")


async def _sepakat(k: Keadaan) -> Maju:
    """Whether kepegawaian has a running case for exactly those who hold a seat now, in that seat."""
    kini = {
        satu.peserta: satu.kursi for satu in await k.pintu.baca(PENEMPATAN, "/v1/kursi.ndjson", bentuk.kursi) if satu.peserta is not None
    }
    satu = await k.pintu.tanya(KEPEGAWAIAN, "/v1/ringkasan", bentuk.RingkasanKepegawaian)
    berjalan = satu.kasus - satu.dicabut
    if berjalan != len(kini):
        return Maju(berjalan, len(kini), utuh=False)
    semua: list[Kasus] = await k.pintu.baca(KEPEGAWAIAN, "/v1/hasil.ndjson", kasus)
    sama = {satu.peserta: satu.kursi for satu in semua if satu.status != "DICABUT"} == kini
    if sama:
        k.kursi_sesudah = kini
    return Maju(berjalan, len(kini), utuh=sama)

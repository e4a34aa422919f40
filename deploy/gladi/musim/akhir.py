"""The season from the placement to the last resignation after the NIP."""

from collections import defaultdict
from functools import partial
from time import monotonic

import orjson

from deploy.gladi import bentuk
from deploy.gladi.benih import Mundur, mundur, pelamar
from deploy.gladi.kegagalan import AturanDilanggar
from deploy.gladi.musim.keadaan import Keadaan
from deploy.gladi.papan import Maju, Tahap
from deploy.gladi.pintu import CSV, KEPEGAWAIAN, PENDAFTARAN, PENEMPATAN, PENILAIAN
from deploy.gladi.serentak import serentak
from deploy.gladi.topik import PendengarPengganti, baca_topik
from shared.aturan.pengangkatan import load as load_pengangkatan
from shared.istilah import Rute

BERSAMAAN = 6
SEKALI_USUL = 2_000


async def _penempatan(k: Keadaan) -> bentuk.RingkasanPenempatan:
    return await k.pintu.tanya(PENEMPATAN, "/v1/ringkasan", bentuk.RingkasanPenempatan)


async def tempatkan(k: Keadaan) -> None:
    """Wait until every kelompok is placed and kepegawaian has a case for everyone who won a seat."""
    async with k.papan.tahap("g. penempatan") as tahap:

        async def selesai() -> Maju:
            satu = await _penempatan(k)
            utuh = satu.terisi + satu.kosong == k.kursi and satu.keputusan >= len(k.terpanggil)
            return Maju(satu.ditempatkan, k.kelompok, utuh=utuh, kurang=f"({satu.tertahan} held back)")

        await tahap.tunggu("kelompok ditempatkan", selesai)
        awal = await _penempatan(k)
        k.terisi_awal, k.kode_awal = awal.terisi, awal.kode
        k.antar_formasi = {rute: banyak for rute, banyak in awal.rute.items() if rute != Rute.FORMASI_SENDIRI}
        k.mode = (await k.pintu.tanya(PENEMPATAN, f"/v1/kelompok/{k.formasi[0].kelompok}", bentuk.KelompokDitempatkan)).mode or ""
        await tahap.tunggu("kepegawaian membuka kasus", partial(_kasus, k, k.terisi_awal))
        tahap.banyak, tahap.satuan = len(k.terpanggil), "keputusan"
        silang = sum(k.antar_formasi.values())
        tahap.keterangan.append(f"{k.terisi_awal} kursi terisi, {silang} di antaranya antarformasi; {k.kursi - k.terisi_awal} kosong")


async def _kasus(k: Keadaan, banyak: int) -> Maju:
    satu = await k.pintu.tanya(KEPEGAWAIAN, "/v1/ringkasan", bentuk.RingkasanKepegawaian)
    return Maju(satu.kasus, banyak, utuh=satu.kasus == banyak)


async def _pemegang(k: Keadaan) -> list[bentuk.Kursi]:
    """Seats that somebody holds now, in canonical order."""
    semua = await k.pintu.baca(PENEMPATAN, "/v1/kursi.ndjson", bentuk.kursi)
    if len(semua) != k.kursi:
        raise AturanDilanggar(f"{k.kursi} seats opened, penempatan lists {len(semua)}")
    return sorted(satu for satu in semua if satu.peserta is not None)


async def mundur_sebelum_nip(k: Keadaan) -> None:
    """Resignations in rounds: replacements who leave as well make the next one, until nobody does."""
    async with k.papan.tahap("h. pengunduran diri dan penggantian") as tahap, PendengarPengganti(k.bus) as pendengar:
        kirim: dict[str, float] = {}
        while pergi := await _yang_pergi(k, setelah_nip=False):
            k.putaran += 1
            await _ajukan(k, tahap, pergi, kirim)
            await _seimbang(k, tahap)
        diganti = (await _penempatan(k)).diganti

        async def terlihat() -> Maju:
            return Maju(len(pendengar.terlihat), diganti, utuh=True)

        await tahap.tunggu("candidate-replaced terlihat", terlihat)
        k.tunda = sorted(saat - kirim[peserta] for peserta, saat in pendengar.terlihat.items() if peserta in kirim)
        k.pindah_mundur = len(k.pindah.keys() & k.mundur.keys())
        k.tanpa_mau_mundur = sum(tanpa_mau for peserta, tanpa_mau in k.pindah.items() if peserta in k.mundur)
        tahap.banyak, tahap.satuan = len(k.mundur), "pengunduran diri"
        tahap.keterangan.append(f"{len(k.mundur)} mundur dalam {k.putaran} putaran, {diganti} diganti")


async def _yang_pergi(k: Keadaan, *, setelah_nip: bool) -> dict[str, list[tuple[str, Mundur]]]:
    """Who of those with a seat leaves now, by kelompok, each in canonical order."""
    pergi: dict[str, list[tuple[str, Mundur]]] = defaultdict(list)
    for satu in await _pemegang(k):
        if satu.peserta is not None:
            tanpa_mau = k.tanpa_mau(satu.peserta, satu.formasi)
            if satu.formasi != k.formasi_peserta[satu.peserta]:
                k.pindah[satu.peserta] = tanpa_mau
            niat = mundur(k.rencana.benih, k.peserta[satu.peserta], tanpa_mau=tanpa_mau)
            if niat is not None and niat.setelah_nip == setelah_nip:
                pergi[satu.kelompok].append((satu.peserta, niat))
    return dict(pergi)


async def _ajukan(k: Keadaan, tahap: Tahap, pergi: dict[str, list[tuple[str, Mundur]]], kirim: dict[str, float]) -> None:
    """Post the resignations: one after another inside a kelompok, because who goes first decides which seat the next in rank gets."""
    total = len(k.mundur) + sum(len(satu) for satu in pergi.values())

    async def satu_kelompok(isi: list[tuple[str, Mundur]]) -> None:
        for peserta, niat in isi:
            badan = orjson.dumps({"peserta": peserta, "jenis": niat.jenis, "alasan": niat.alasan, "tanggal": niat.tanggal})
            kirim[peserta] = monotonic()
            await k.pintu.kirim(KEPEGAWAIAN, "/v1/pengunduran-diri", badan, guna=f"mundur-{peserta}", boleh=(201,))
            k.mundur[peserta] = niat.alasan
            tahap.tampil(len(k.mundur), total, f"putaran {k.putaran}")

    await serentak(BERSAMAAN, pergi.values(), satu_kelompok)


async def _seimbang(k: Keadaan, tahap: Tahap) -> int:
    """Wait until penempatan applied each resignation and kepegawaian has a case for each newcomer; returns how many were replaced.

    Every resignation frees one seat, every newcomer takes one: who left = seats held before + newcomers - seats held now. Newcomers are
    asked for first, so the count can only be too low while something is under way.
    """
    akhir: list[bentuk.RingkasanPenempatan] = []

    async def terlaksana() -> Maju:
        kasus = await k.pintu.tanya(KEPEGAWAIAN, "/v1/ringkasan", bentuk.RingkasanKepegawaian)
        satu = await _penempatan(k)
        akhir[:] = [satu]
        # A case that a correction withdrew is no longer running; it runs again when that person comes in as a replacement.
        jalan = kasus.kasus - kasus.dicabut - satu.terisi
        return Maju(jalan, len(k.mundur), utuh=jalan == len(k.mundur))

    await tahap.tunggu("penempatan mengganti", terlaksana)
    return akhir[0].diganti


async def usul_nip(k: Keadaan) -> None:
    """Propose everyone who holds a seat, in bulk."""
    async with k.papan.tahap("i. usul NIP") as tahap:
        peserta = sorted(satu.peserta for satu in await _pemegang(k) if satu.peserta is not None)
        potongan = [peserta[awal : awal + SEKALI_USUL] for awal in range(0, len(peserta), SEKALI_USUL)]

        async def usul(satu: tuple[int, list[str]]) -> None:
            urutan, siapa = satu
            tmt = f"{load_pengangkatan(k.rencana.aturan).tahun + 1}-03-01"
            baris = ["peserta,tanggal_lahir,jenis_kelamin,tmt"]
            for nomor in siapa:
                orang = pelamar(k.rencana.benih, k.peserta[nomor], k.lowongan)
                baris.append(f"{nomor},{orang.tanggal_lahir.isoformat()},{orang.jenis_kelamin},{tmt}")
            isi = ("\n".join(baris) + "\n").encode()
            jalan = "/v1/usul-nip/massal?format=csv"
            jawaban = await k.pintu.kirim(KEPEGAWAIAN, jalan, isi, jenis=CSV, guna=f"usul-{urutan}", boleh=(200,))
            hasil = jawaban.sebagai(bentuk.UsulNip)
            if hasil.ditolak or hasil.terbit + hasil.sudah_ada != len(siapa):
                raise AturanDilanggar(f"NIP proposals {urutan}: {hasil}")
            k.nip += len(siapa)
            tahap.tampil(k.nip, len(peserta))

        await serentak(2, list(enumerate(potongan)), usul)
        tahap.banyak, tahap.satuan = k.nip, "NIP"


async def mundur_setelah_nip(k: Keadaan) -> None:
    """A few leave after the NIP: their seats stay empty and are carried over to the next need."""
    async with k.papan.tahap("j. mundur setelah NIP") as tahap:
        pergi = await _yang_pergi(k, setelah_nip=True)
        k.mundur_setelah_nip = sum(len(satu) for satu in pergi.values())
        await _ajukan(k, tahap, pergi, {})
        await _seimbang(k, tahap)

        async def dibawa() -> Maju:
            satu = await _penempatan(k)
            return Maju(
                satu.dibawa_ke_kebutuhan_berikut, k.mundur_setelah_nip, utuh=satu.dibawa_ke_kebutuhan_berikut == k.mundur_setelah_nip
            )

        await tahap.tunggu("kursi dibawa ke kebutuhan berikut", dibawa)
        tahap.banyak, tahap.satuan = k.mundur_setelah_nip, "pengunduran diri"
        tahap.keterangan.append(f"{k.mundur_setelah_nip} kursi dibawa ke kebutuhan berikut")


async def reda(k: Keadaan) -> None:
    """Wait until everything said has reached its topic and everything on the topics is applied."""
    async with k.papan.tahap("k. semua kabar sampai") as tahap:
        ditunggu = {
            "ranking-corrected": len(k.koreksi),
            "placement-corrected": len(k.koreksi),
            "vacancy-opened": k.kursi_dibuka,
            "vacancy-carried-over": k.mundur_setelah_nip,
            "nip-issued": k.nip,
            "nip-cancelled": k.mundur_setelah_nip,
        }
        for topik, banyak in ditunggu.items():
            await tahap.tunggu(topik, partial(_di_topik, k, topik, banyak))

        async def diterapkan() -> Maju:
            tersisa = 0
            for layanan in (PENDAFTARAN, PENILAIAN, PENEMPATAN, KEPEGAWAIAN):
                tersisa += sum(sum(satu.root.values()) for satu in await k.pintu.tanya_semua(layanan, "/v1/operasional/lag", bentuk.Lag))
            return Maju(0, 0, utuh=not tersisa, kurang=f"({tersisa} not applied)")

        await tahap.tunggu("semua diterapkan", diterapkan)


async def _di_topik(k: Keadaan, topik: str, banyak: int) -> Maju:
    unik: set[tuple[str, str]] = set()
    async for rekaman in baca_topik(k.bus, topik):
        unik.update(satu.id for satu in rekaman)
    return Maju(len(unik), banyak, utuh=True)

"""A small finished PPPK season, made without any service: right, so that a test can break one thing of it."""

from collections import defaultdict

from acuan import pppk
from deploy.gladi import answers
from deploy.gladi.evidence import Evidence
from deploy.gladi.hasil import Hasil, Kasus, NilaiPppk, Putusan
from deploy.gladi.invarian import Perkara
from deploy.gladi.invarian.perkara import Platform
from deploy.gladi.invented import Formasi, Jenis, Lowongan
from deploy.gladi.musim import Musim
from deploy.gladi.musim.babak import DaftarPeserta, PenempatanAwal, Pengunduran, Sanggahan
from deploy.gladi.plan import SESUAI_KEPUTUSAN, Plan
from shared.aturan.pendaftaran import load

ATURAN = "pppk-2024"
SEED = 7
_PERTAMA = 1_000_000_000


def _formasi() -> list[Formasi]:
    jabatan = ("GURU KELAS SD AHLI PERTAMA", "PERAWAT TERAMPIL", "ARSIPARIS TERAMPIL")
    return [
        Formasi(f"P{n}", f"0001-P{n // 2}", "Badan Contoh", "UMUM", ("S-1|S-1 HUKUM",), n % 3 + 1, f"Unit {n}", jabatan[n // 2])
        for n in range(6)
    ]


def daftar_pppk(banyak: int = 90) -> DaftarPeserta:
    """Person i has participant number 24000130000000000 + i and post i mod 6."""
    nomor = {str(24_000_130_000_000_000 + i): _PERTAMA + i for i in range(banyak)}
    lowongan = Lowongan(SEED, _formasi(), load(ATURAN), Jenis.PPPK)
    return DaftarPeserta(SEED, lowongan, nomor, {peserta: f"P{i % 6}" for i, peserta in enumerate(nomor)}, {}, ATURAN)


def perkara_pppk() -> Perkara:
    """The season played right: the best of each formation sit on its seats."""
    daftar = daftar_pppk()
    nilai = sorted(satu for kelompok in ("0001-P0", "0001-P1", "0001-P2") for satu in _kelompok(daftar, kelompok))
    putusan: dict[str, Putusan] = {}
    kursi: list[answers.Kursi] = []
    kasus: dict[str, Kasus] = {}
    for satu in daftar.lowongan.formasi:
        isi = [n for n in nilai if n.formasi == satu.formasi]
        putusan |= {n.peserta: Putusan(n.peserta, n.kelompok, n.formasi, "TIDAK_LULUS", None, "TL", None, None, b"[]") for n in isi}
        urut = sorted((n for n in isi if n.peringkat is not None), key=lambda n: (n.peringkat or 0, n.peserta))
        for ke in range(satu.kuota):
            nama, siapa = f"{satu.formasi}/{ke + 1}", urut[ke].peserta if ke < len(urut) else None
            kursi.append(answers.Kursi(nama, satu.formasi, satu.kelompok, "TERISI" if siapa else "KOSONG", siapa))
            if siapa is not None:
                putusan[siapa] = Putusan(siapa, satu.kelompok, satu.formasi, "LULUS", "FORMASI_SENDIRI", "L", satu.formasi, nama, b"[]")
                kasus[siapa] = Kasus(siapa, satu.kelompok, satu.formasi, nama, "TERBIT", None, nip_terbit=True)
    return _susun(daftar, nilai, putusan, kursi, kasus)


def _kelompok(daftar: DaftarPeserta, kelompok: str) -> list[NilaiPppk]:
    formasi = [satu for satu in daftar.lowongan.formasi if satu.kelompok == kelompok]
    kuota = {satu.formasi: satu.kuota for satu in formasi}
    menurut = pppk.ujian(ATURAN, formasi[0].jabatan)
    assert menurut is not None
    orang = [_orang(daftar, peserta) for peserta, pilihan in daftar.formasi.items() if pilihan in kuota]
    hasil = {str(satu["peserta"]): satu for satu in pppk.putuskan(orang, menurut, kuota)}
    return [_nilai(daftar, kelompok, satu.peserta, hasil[satu.peserta]) for satu in orang]


def _orang(daftar: DaftarPeserta, peserta: str) -> pppk.Orang:
    nilai = daftar.kompetensi(peserta)
    butir = (nilai.teknis or 0, nilai.manajerial_sosiokultural or 0, nilai.wawancara or 0)
    return pppk.Orang(peserta, daftar.formasi[peserta], nilai.kehadiran == "HADIR", *butir, daftar.orang(peserta).tanggal_lahir)


def _nilai(daftar: DaftarPeserta, kelompok: str, peserta: str, hasil: dict[str, object]) -> NilaiPppk:
    nilai = daftar.kompetensi(peserta)
    total = nilai.total if nilai.kehadiran == "HADIR" else None
    rank = (hasil["peringkat"], hasil["peringkat_kelompok"], hasil["seri"])
    return NilaiPppk(peserta, daftar.formasi[peserta], kelompok, *nilai, total, None, *rank, b"[]")  # type: ignore[arg-type]


def _susun(
    daftar: DaftarPeserta, nilai: list[NilaiPppk], putusan: dict[str, Putusan], kursi: list[answers.Kursi], kasus: dict[str, Kasus]
) -> Perkara:
    duduk = {peserta: satu.kursi for peserta, satu in kasus.items()}
    musim = Musim(
        Plan("uji-pppk", SEED, 0, len(daftar.nomor), {}, ATURAN),
        daftar,
        None,
        PenempatanAwal(len(kasus), {}, {}, SESUAI_KEPUTUSAN),
        Sanggahan((), daftar.formasi, len(daftar.formasi), duduk, duduk),
        Pengunduran({}, {}),
        len(kasus),
        {},
    )
    per_formasi: defaultdict[str, list[answers.Kursi]] = defaultdict(list)
    for satu in kursi:
        per_formasi[satu.formasi].append(satu)
    pengaruh = answers.PengaruhPersetujuan(pilihan=0, tanpa_persetujuan=0, mendapat=0, melepas=0, pindah=0, kursi_lebih_kosong=0)
    penempatan = answers.RingkasanPenempatan(
        ditempatkan=3,
        tertahan=0,
        kursi=len(kursi),
        terisi=len(kasus),
        kosong=len(kursi) - len(kasus),
        diganti=0,
        dibawa_ke_kebutuhan_berikut=0,
        keputusan=len(putusan),
        kode={},
        rute={},
        persetujuan=pengaruh,
    )
    return Perkara(
        musim,
        Hasil([], putusan, kursi, kasus, {}, dict(per_formasi), nilai),
        Evidence(),
        answers.RingkasanPendaftaran(formasi=6, lamaran=len(daftar.nomor), ms=len(daftar.nomor)),
        penempatan,
        answers.RingkasanKepegawaian(kasus=len(kasus), nip_terbit=len(kasus), nip_batal=0),
        Platform(),
        {},
    )

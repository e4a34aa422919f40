"""A new year is a new file: an invented rule set runs from the SKD to the ranking without a line of code for it."""

import tomllib
from datetime import date
from pathlib import Path

from services.penilaian.domain.bawaan import PilihanBawaan, periksa_bawaan
from services.penilaian.domain.berkas import mungkin
from services.penilaian.domain.integrasi import integrasikan
from services.penilaian.domain.peringkat import PesertaSkb, peringkatkan
from services.penilaian.domain.skb import BagianSkb, HasilBagian, gabungkan, periksa_bagian
from services.penilaian.domain.skd import Formasi, PesertaSkd, putuskan_skd
from services.penilaian.domain.usia import usia
from shared.aturan import JenisBagian, Kehadiran, StatusSkb, parse, sanggah
from shared.aturan.pasal import tanpa_pasal

TABEL = tomllib.loads((Path(__file__).parent / "cpns-2027.toml").read_text(encoding="utf-8"))
ATURAN = parse(TABEL, name="cpns-2027")
KODE = dict(ATURAN.kode_skd)
BAGIAN = (
    BagianSkb("cat", JenisBagian.CAT, 50, skala=200),
    BagianSkb("wawancara", JenisBagian.WAWANCARA, 30, menggugurkan=True, minimum=40_000),
    BagianSkb("praktik", JenisBagian.PRAKTIK, 20, wajib=False),
)


def test_the_file_is_complete() -> None:
    assert tanpa_pasal(TABEL) == ()
    assert sanggah.parse(TABEL, name="cpns-2027")[0].hari_mengajukan == 5
    assert (ATURAN.nama, ATURAN.versi, ATURAN.tahun) == ("cpns-2027", 3, 2027)


def test_from_the_file_to_the_cut_off() -> None:
    rows = [("1", 80, 60, 90), ("2", 40, 80, 110), ("3", 60, 60, 110), ("4", 60, 72, 98), ("5", 40, 40, 119), ("6", 80, 80, 89)]
    people = []
    for peserta, twk, tiu, tkp in rows:
        assert mungkin(twk, tiu, tkp, ATURAN.skd)
        people.append(PesertaSkd(peserta, Kehadiran.HADIR, twk, tiu, tkp))
    assert not mungkin(65, 0, 0, ATURAN.skd)

    decided = putuskan_skd(Formasi("f", "PENATA", "UMUM", 1), people, ATURAN)
    # 2 x 1 places; equal totals 230 by TWK alone: 1, then 3 and 4 alike, so three go on. 5 misses the total, 6 the TKP.
    assert {satu.peserta: KODE[satu.hasil] for satu in decided.putusan} == {"1": "M", "2": "C", "3": "M", "4": "M", "5": "G", "6": "G"}
    assert decided.alasan[0].pasal == "Peraturan Contoh 1/2027 Pasal 6"
    pilot = putuskan_skd(Formasi("g", "PILOT MUDA", "UMUM", 3), people, ATURAN)
    assert [satu.peserta for satu in pilot.putusan if KODE[satu.hasil] == "M"] == ["2", "6"]


def test_the_choice_of_an_earlier_score() -> None:
    pilihan = PilihanBawaan("1", 2025, date(2027, 1, 31), nik_sama=True, jenjang_asal="s-1", twk=0, tiu=0, tkp=200)
    ambang = ATURAN.ambang_batas("PAPUA", "PENATA")
    assert periksa_bawaan(pilihan, "S-1|S-1 GIZI", ambang, ATURAN, None) == ()
    assert [satu.kode for satu in periksa_bawaan(pilihan, "D-III|GIZI", ATURAN.ambang_batas("UMUM", "PILOT"), ATURAN, None)] == [
        "BAWAAN_JENJANG",
        "BAWAAN_DI_BAWAH_AMBANG",
    ]


def test_parts_of_the_skb() -> None:
    assert periksa_bagian(BAGIAN, "Kementerian X", ATURAN.skb, persetujuan=True) == ()
    assert [satu.kode for satu in periksa_bagian(BAGIAN, "Kementerian X", ATURAN.skb)] == ["BAGIAN_PERSETUJUAN"]
    assert [satu.kode for satu in periksa_bagian(BAGIAN, "Pemda Y", ATURAN.skb)] == [
        "BAGIAN_CAT",
        "BAGIAN_TAMBAHAN",
        "BAGIAN_TERLALU_BANYAK",
    ]

    whole = gabungkan(BAGIAN, {"cat": HasilBagian(151_000), "wawancara": HasilBagian(40_050)}, ATURAN.skb)
    # 151/200 of 50, and 30 % of 40.05: 37.75 + 12.015 = 49.765, a half at two decimals, to the even one.
    assert (whole.nilai, whole.status) == (49_760, StatusSkb.HADIR)
    failed = gabungkan(BAGIAN, {"cat": HasilBagian(151_000), "wawancara": HasilBagian(39_999)}, ATURAN.skb)
    assert (failed.status, failed.gugur_di) == (StatusSkb.TMS_1, "wawancara")


def test_integration_and_rank() -> None:
    nilai = integrasikan(230, 49_760, ATURAN.integrasi)
    # 57.5; 17.25 and 34.832 are carried on exactly, 52.082 is rounded to two decimals.
    assert (nilai.skd_100, nilai.nilai_akhir) == (57_500, 52_080)

    def orang(peserta: str, tiu: int, lahir: date | None, ipk: int) -> PesertaSkb:
        return PesertaSkb(peserta, "f", 80, tiu, 150 - tiu, StatusSkb.HADIR, 49_760, ipk, "IPK", None if lahir is None else usia(lahir))

    people = [orang("1", 60, None, 400), orang("2", 64, date(2001, 1, 1), 300), orang("3", 64, date(2000, 1, 1), 200)]
    people += [orang("4", 60, date(1990, 1, 1), 410), orang("5", 64, date(2001, 1, 1), 310)]
    ranked = peringkatkan(people, ATURAN, {"f": 2})
    assert [(satu.peserta, satu.peringkat) for satu in sorted(ranked, key=lambda satu: satu.peringkat or 0)] == [
        ("3", 1),
        ("5", 2),
        ("2", 3),
        ("4", 4),
        ("1", 5),
    ]
    last = dict(ranked[0].alasan[-1].angka)
    assert (ranked[0].alasan[-1].kode, last["peserta_terakhir"], last["nilai_terakhir"]) == ("DI_LUAR_KUOTA", "5", 52_080)
    cukup = int(last["skb_perlu"])
    assert integrasikan(230, cukup, ATURAN.integrasi).nilai_akhir > 52_080 >= integrasikan(230, cukup - 1, ATURAN.integrasi).nilai_akhir

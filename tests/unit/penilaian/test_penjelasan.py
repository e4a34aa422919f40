"""One paragraph about one person: rule, numbers, the last one in, and what would have changed it."""

from services.penilaian.domain.integrasi import integrasikan, skb_untuk_melebihi
from services.penilaian.domain.penjelasan import jelaskan
from services.penilaian.domain.peringkat import PesertaSkb, peringkatkan
from services.penilaian.domain.skd import Formasi, PesertaSkd, putuskan_skd
from shared.aturan import Kehadiran, StatusSkb, load

ATURAN = load("cpns-2024")


def test_why_somebody_was_not_called() -> None:
    people = [PesertaSkd(str(n), Kehadiran.HADIR, 65, 80, 166 + n) for n in range(5)]
    putusan = putuskan_skd(Formasi("f-1", "PENATA", "UMUM", 1), people, ATURAN).putusan[1]

    assert jelaskan("1", "f-1", "cpns-2024 versi 1", putusan.alasan) == (
        "Hasil peserta 1 pada formasi f-1 diputuskan menurut aturan cpns-2024 versi 1. "
        "Nilai SKD Anda memenuhi nilai ambang batas. Anda berada di urutan 4, di luar 3 tempat SKB untuk 1 kebutuhan. "
        "Peserta terakhir yang dipanggil bernilai SKD 313 (TKP 168, TIU 80); "
        "dengan SKD 314 atau lebih, dari nilai Anda 312, Anda mengikuti SKB. "
        "Dasar: KepmenPANRB 321/2024; PermenPANRB 6/2024."
    )


def test_why_somebody_is_below_the_grade() -> None:
    putusan = putuskan_skd(Formasi("f-1", "PENATA", "UMUM", 1), [PesertaSkd("1", Kehadiran.HADIR, 60, 75, 200)], ATURAN).putusan[0]
    teks = jelaskan("1", "f-1", "cpns-2024 versi 1", putusan.alasan)

    assert "diperlukan 5 poin lagi pada TWK" in teks
    assert "diperlukan 5 poin lagi pada TIU" in teks


def skb(peserta: str, nilai: int, status: StatusSkb = StatusSkb.HADIR, tkp: int = 200, gugur: str = "") -> PesertaSkb:
    return PesertaSkb(peserta, "f-1", 100, 100, tkp, status, nilai, 350, "IPK", 9_000, gugur)


def test_why_somebody_is_outside_the_seats() -> None:
    ranked = {
        satu.peserta: satu for satu in peringkatkan([skb("1", 70_000), skb("2", 65_000), skb("3", 100_000, tkp=166)], ATURAN, {"f-1": 1})
    }
    teks = jelaskan("2", "f-1", "cpns-2024 versi 1", ranked["2"].alasan)

    assert "di luar jumlah kebutuhan formasi ini, yaitu 1; peserta terakhir di dalamnya, nomor 3, bernilai 86,618." in teks
    perlu = dict(ranked["2"].alasan[-1].angka)["skb_perlu"]
    assert integrasikan(400, int(perlu), ATURAN.integrasi).nilai_akhir > 86_618
    assert f"Dengan nilai SKB {int(perlu) // 1000},{int(perlu) % 1000:03d} atau lebih" in teks
    assert ranked["3"].alasan[-1].kode == "DI_DALAM_KUOTA"


def test_when_no_skb_would_have_sufficed() -> None:
    ranked = peringkatkan([skb("1", 100_000), skb("2", 99_000, tkp=166)], ATURAN, {"f-1": 1})

    assert "nilai SKB tertinggi pun tidak melampaui" in jelaskan("2", "f-1", "x", ranked[1].alasan)
    assert skb_untuk_melebihi(ranked[0].nilai.nilai_akhir if ranked[0].nilai else 0, 366, ATURAN.integrasi) is None


def test_a_tie_over_the_last_seat_is_not_a_place() -> None:
    ranked = peringkatkan([skb("1", 70_000), skb("2", 70_000), skb("3", 60_000)], ATURAN, {"f-1": 1})

    assert [satu.alasan[-1].kode for satu in ranked] == ["SERI_DI_BATAS_KUOTA", "SERI_DI_BATAS_KUOTA", "DI_LUAR_KUOTA"]
    assert "keputusan Panselnas yang ditandatangani" in jelaskan("1", "f-1", "x", ranked[0].alasan)
    # A tie wholly inside the seats, or wholly outside, decides nothing about a seat.
    inside = peringkatkan([skb("1", 70_000), skb("2", 70_000), skb("3", 60_000), skb("4", 60_000)], ATURAN, {"f-1": 2})
    assert [satu.alasan[-1].kode for satu in inside] == ["DI_DALAM_KUOTA", "DI_DALAM_KUOTA", "DI_LUAR_KUOTA", "DI_LUAR_KUOTA"]


def test_the_part_that_ended_it_is_named() -> None:
    [satu] = peringkatkan([skb("1", 90_000, StatusSkb.TMS_1, gugur="praktik")], ATURAN)

    assert "menggugurkan, yaitu bagian praktik." in jelaskan("1", "f-1", "x", satu.alasan)


def test_the_score_that_would_have_sufficed_is_the_lowest() -> None:
    for skd in (311, 377, 451, 550):
        for batas in range(60_000, 90_000, 997):
            found = skb_untuk_melebihi(batas, skd, ATURAN.integrasi)
            if found is None:
                assert integrasikan(skd, 100_000, ATURAN.integrasi).nilai_akhir <= batas
                continue
            assert integrasikan(skd, found, ATURAN.integrasi).nilai_akhir > batas
            assert found == 0 or integrasikan(skd, found - 1, ATURAN.integrasi).nilai_akhir <= batas

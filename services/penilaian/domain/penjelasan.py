"""Why this result: one paragraph for one person, from the reasons that were decided (UU 30/2014 Pasal 55: a decision states its reasons).

After the reasons it says what would have changed the result. Nothing that was decided is computed again: the paragraph cannot differ from
the published reasons.
"""

from collections.abc import Iterable, Mapping, Sequence

from services.penilaian.domain.kalimat import isi_kalimat
from services.penilaian.domain.kode import KodeAlasan
from services.penilaian.domain.skb import BagianSkb
from shared.alasan import Alasan, ribuan

_AMBANG: dict[str, str] = {
    KodeAlasan.SKD_AMBANG_TOTAL: "jumlah nilai SKD",
    KodeAlasan.SKD_AMBANG_TWK: "TWK",
    KodeAlasan.SKD_AMBANG_TIU: "TIU",
    KodeAlasan.SKD_AMBANG_TKP: "TKP",
    KodeAlasan.PPPK_AMBANG_TEKNIS: "kompetensi teknis",
    KodeAlasan.PPPK_AMBANG_MANAJERIAL_SOSIOKULTURAL: "manajerial dan sosial kultural",
    KodeAlasan.PPPK_AMBANG_WAWANCARA: "wawancara",
}
_MENUNGGU = "Siapa yang mendapat kebutuhan itu ditentukan oleh keputusan Panselnas yang ditandatangani."

# Nothing was compared in these, so no score would have changed them: only the record can be wrong.
_TERCATAT = (
    KodeAlasan.SKD_TIDAK_HADIR,
    KodeAlasan.SKD_DISKUALIFIKASI,
    KodeAlasan.SKB_TIDAK_HADIR,
    KodeAlasan.SKB_DISKUALIFIKASI,
    KodeAlasan.PPPK_TIDAK_HADIR,
    KodeAlasan.PPPK_DISKUALIFIKASI,
)
_TANPA_ANGKA: dict[str, str] = {
    **dict.fromkeys(_TERCATAT, "Nilai Anda tidak diperbandingkan; hasil ini berubah hanya bila catatan itu dikoreksi dengan berita acara."),
    KodeAlasan.SKB_GUGUR_BAGIAN_WAJIB: "Tanpa lulus bagian itu peringkat tidak dihitung, berapa pun nilai bagian lain.",
    KodeAlasan.SERI_DI_BATAS_KUOTA: _MENUNGGU,
    KodeAlasan.PPPK_SERI_DI_BATAS_KUOTA: _MENUNGGU,
}


def jelaskan(peserta: str, formasi: str, aturan: str, alasan: Sequence[Alasan], bagian: str = "") -> str:
    """The paragraph about one participant.

    Args:
        peserta: participant number.
        formasi: the post applied for.
        aturan: name and version of the rule set, as it is printed.
        alasan: every reason, in the order of the stages.
        bagian: the parts of the SKB (`sebutkan_bagian`), where it has parts.

    Source: UU 30/2014 Pasal 55; the articles are those of the reasons.
    """
    pembuka = f"Hasil peserta {peserta} pada formasi {formasi} diputuskan menurut aturan {aturan}."
    pasal = dict.fromkeys(satu.pasal for satu in alasan)
    penutup = f"Dasar: {'; '.join(pasal)}." if pasal else ""
    return " ".join(part for part in (pembuka, *map(_sebutkan, alasan), bagian, *seandainya(alasan), penutup) if part)


def sebutkan_bagian(bagian: Sequence[BagianSkb], nilai: Mapping[str, int | None]) -> str:
    """The person's parts of the SKB with what they were held against (PermenPANRB 27/2021; 6/2024 Pasal 34-37); empty without parts.

    Args:
        bagian: the parts as announced.
        nilai: score by part in thousandths of its scale; None = did not attend, or failed without a score.
    """
    teks = [_bagian(satu, nilai[satu.kode]) for satu in bagian if satu.kode in nilai]
    return f"Bagian SKB Anda: {'; '.join(teks)}." if teks else ""


def _bagian(satu: BagianSkb, nilai: int | None) -> str:
    minimum = f", nilai terendah {ribuan(satu.minimum)}" if satu.minimum is not None else ""
    didapat = "tanpa nilai" if nilai is None else ribuan(nilai)
    return f"{satu.kode} {didapat} dari {satu.skala} (bobot {satu.bobot} persen{minimum})"


def seandainya(alasan: Iterable[Alasan]) -> tuple[str, ...]:
    """Say what would have changed the result, as far as it lies in the person's own scores (UU 30/2014 Pasal 55)."""
    return tuple(kalimat for satu in alasan if (kalimat := _seandainya(satu)))


def _sebutkan(satu: Alasan) -> str:
    kalimat = isi_kalimat(satu)
    bagian = dict(satu.angka).get("bagian")
    if bagian and satu.kode in {KodeAlasan.SKB_TIDAK_HADIR, KodeAlasan.SKB_GUGUR_BAGIAN_WAJIB}:
        return f"{kalimat.removesuffix('.')}, yaitu bagian {bagian}."
    return kalimat


def _seandainya(satu: Alasan) -> str:
    angka = dict(satu.angka)
    if satu.kode in _AMBANG:
        kurang = int(angka["batas"]) - int(angka["nilai"])
        return f"Untuk memenuhi nilai ambang batas diperlukan {kurang} poin lagi pada {_AMBANG[satu.kode]}."
    if satu.kode == KodeAlasan.SKB_DI_LUAR_BATAS and "batas_skd" in angka:
        batas = int(angka["batas_skd"])
        return (
            f"Peserta terakhir yang dipanggil bernilai SKD {batas} (TKP {angka['batas_tkp']}, TIU {angka['batas_tiu']}); "
            f"dengan SKD {batas + 1} atau lebih, dari nilai Anda {angka['skd']}, Anda mengikuti SKB."
        )
    if satu.kode == KodeAlasan.DI_LUAR_KUOTA:
        if "skb_perlu" not in angka:
            return "Dengan nilai SKD Anda, nilai SKB tertinggi pun tidak melampaui peserta terakhir itu."
        return f"Dengan nilai SKB {ribuan(int(angka['skb_perlu']))} atau lebih Anda berada di atas peserta terakhir itu."
    if satu.kode == KodeAlasan.PPPK_DI_LUAR_KUOTA and "total_perlu" in angka:
        return f"Dengan jumlah nilai {angka['total_perlu']} atau lebih Anda berada di atas peserta terakhir itu."
    return _TANPA_ANGKA.get(satu.kode, "")

"""A result turned round, so that properties can be read off it."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from services.penempatan.domain.jenis import Formasi, Keputusan, Kursi, StatusKursi
from services.penempatan.domain.ketentuan import Ketentuan
from shared.aturan.pengisian import LangkahPengisian
from shared.istilah import Hasil, ModePengisian, Rute


@dataclass(frozen=True, slots=True)
class Potret:
    """One kelompok with its result.

    Attributes:
        langkah: route -> the filling step that is printed with it.
        kosong: formation -> open seats that are nobody's.
        ditunggu: formation -> open seats held for a tie while people of its own are without a seat: theirs is the tie.
        ditahan: formation -> the other open seats held for a tie: whoever may come into them is of another formation.
        tanpa_kursi: people of the ranking who have a rank, have no seat and never left one; decided TIDAK_LULUS or MENUNGGU.
        pengisi: formation -> decisions about the people whom a step placed there.
    """

    formasi: Mapping[str, Formasi]
    keputusan: tuple[Keputusan, ...]
    kursi: tuple[Kursi, ...]
    ketentuan: Ketentuan
    mode: ModePengisian
    langkah: Mapping[Rute, LangkahPengisian]
    kosong: Mapping[str, int]
    ditunggu: Mapping[str, int]
    ditahan: Mapping[str, int]
    tanpa_kursi: tuple[Keputusan, ...]
    pengisi: Mapping[str, tuple[Keputusan, ...]]


def potret(
    formasi: Mapping[str, Formasi], keputusan: Iterable[Keputusan], kursi: Iterable[Kursi], ketentuan: Ketentuan, mode: ModePengisian
) -> Potret:
    """Turn a result round. Which seats are held is read off the seats, for whom off the people: both are then held against the rules."""
    semua, bangku = tuple(keputusan), tuple(kursi)
    langkah = {satu.rute: satu for satu in ketentuan.pengisian.langkah}
    pengisi: defaultdict[str, list[Keputusan]] = defaultdict(list)
    for k in semua:
        if k.hasil is Hasil.LULUS and not k.mundur and k.rute is not None and k.rute in langkah and k.formasi_tujuan is not None:
            pengisi[k.formasi_tujuan].append(k)
    hadir = (k for k in semua if k.dasar.peringkat is not None and not k.di_luar_peringkat)
    tanpa = tuple(k for k in hadir if k.hasil is not Hasil.LULUS and not k.mundur)
    sendiri = {k.formasi_asal for k in tanpa}
    kosong = Counter(satu.formasi for satu in bangku if satu.status is StatusKursi.KOSONG)
    tertahan = Counter(satu.formasi for satu in bangku if satu.status is StatusKursi.DITAHAN)
    return Potret(
        formasi=formasi,
        keputusan=semua,
        kursi=bangku,
        ketentuan=ketentuan,
        mode=mode,
        langkah=langkah,
        kosong=kosong,
        ditunggu={kode: banyak for kode, banyak in tertahan.items() if kode in sendiri},
        ditahan={kode: banyak for kode, banyak in tertahan.items() if kode not in sendiri},
        tanpa_kursi=tanpa,
        pengisi={kode: tuple(isi) for kode, isi in pengisi.items()},
    )

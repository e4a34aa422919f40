"""Whatever order acts on seasons come in, what was accepted of them never contradicts itself."""

from collections.abc import Iterator
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from services.pendaftaran.domain.musim import MusimTercatat, akar, periksa_musim
from shared.istilah import KeadaanMusim, ModePengisian
from shared.musim import Musim

# Rule set: kind, year, and how its participant numbers begin. Two of them begin alike, two have one root, and one version begins otherwise.
ATURAN = {
    "cpns-2024": ("CPNS", 2024, "2420"),
    "pppk-2024": ("PPPK", 2024, "2430"),
    "pppk-2021": ("PPPK", 2021, "2130"),
    "cpns-2026": ("CPNS", 2026, "2620"),
    "pppk-2026": ("PPPK", 2026, "2620"),
}
LAIN_AWALAN = ("cpns-2024", 3)
URUTAN = list(KeadaanMusim)


def _awalan(musim: Musim) -> str:
    return "2499" if (musim.aturan, musim.aturan_versi) == LAIN_AWALAN else ATURAN[musim.aturan][2]


@st.composite
def _baru(draw: st.DrawFn, kode: str) -> Musim:
    """A season that is proposed for the first time, rightly or not."""
    aturan = draw(st.sampled_from(sorted(ATURAN)))
    jenis, tahun, _ = ATURAN[aturan]
    keadaan = draw(st.sampled_from([KeadaanMusim.BERJALAN, *KeadaanMusim]))
    mode = draw(st.sampled_from(ModePengisian))
    return Musim(kode, jenis, 1, tahun, aturan, draw(st.integers(1, 2)), mode, keadaan, False, draw(st.sampled_from([1, 1, 2])))


@st.composite
def _lanjutan(draw: st.DrawFn, lama: Musim) -> Musim:
    """The next version of a season, with up to three things changed, rightly or not."""
    berikut = URUTAN[min(URUTAN.index(lama.keadaan) + 1, 2)]
    baru = lama._replace(versi=lama.versi + draw(st.sampled_from([1, 1, 1, 1, 0, 2])))
    for apa in draw(st.lists(st.sampled_from(["aturan", "versi", "mode", "keadaan", "keadaan", "gelombang"]), min_size=1, max_size=3)):
        if apa == "aturan":
            aturan = draw(st.sampled_from(sorted(ATURAN)))
            baru = baru._replace(aturan=aturan, jenis_pengadaan=ATURAN[aturan][0], tahun=ATURAN[aturan][1])
        elif apa == "versi":
            baru = baru._replace(aturan_versi=draw(st.integers(1, 3)))
        elif apa == "mode":
            baru = baru._replace(mode_pengisian=draw(st.sampled_from(ModePengisian)))
        elif apa == "keadaan":
            baru = baru._replace(keadaan=draw(st.sampled_from([berikut, berikut, berikut, *URUTAN])))
        else:
            baru = baru._replace(gelombang=draw(st.integers(1, 2)))
    return baru


def _mainkan(data: st.DataObject) -> Iterator[tuple[MusimTercatat | None, MusimTercatat, list[MusimTercatat]]]:
    """Acts one after the other; of each that was accepted what was before, what is now, and all there is."""
    ada: dict[str, MusimTercatat] = {}
    for kode in data.draw(st.lists(st.sampled_from("aaabc"), max_size=14)):
        lama = ada.get(kode)
        baru = data.draw(_baru(kode) if lama is None else _lanjutan(lama.musim))
        diputuskan = data.draw(st.sampled_from([True, True, True, False]))
        if not periksa_musim(baru, _awalan(baru), [replace(satu, diputuskan=diputuskan) for satu in ada.values()]):
            ada[kode] = MusimTercatat(baru, _awalan(baru), diputuskan)
            yield lama, ada[kode], list(ada.values())


@settings(max_examples=400)
@given(st.data())
def test_no_order_of_acts_makes_two_seasons_one_or_takes_a_promise_back(data: st.DataObject) -> None:
    for lama, kini, ada in _mainkan(data):
        baru = kini.musim
        if lama is None:
            assert (baru.versi, baru.keadaan) == (1, KeadaanMusim.BERJALAN)
        else:
            tetap = ("jenis_pengadaan", "tahun", "aturan", "gelombang")
            assert all(getattr(baru, satu) == getattr(lama.musim, satu) for satu in tetap)
            assert kini.awalan_nomor == lama.awalan_nomor
            assert baru.versi == lama.musim.versi + 1
            assert baru.aturan_versi >= lama.musim.aturan_versi
            langkah = URUTAN.index(baru.keadaan) - URUTAN.index(lama.musim.keadaan)
            assert langkah == 0 or (langkah == 1 and kini.diputuskan)
            assert lama.musim.keadaan is not KeadaanMusim.DIARSIPKAN
            assert baru._replace(versi=lama.musim.versi) != lama.musim
        assert len({akar(satu.musim.musim, satu.musim.jenis_pengadaan, satu.musim.tahun) for satu in ada}) == len(ada)
        assert len({satu.awalan_nomor for satu in ada}) == len(ada)


def test_the_acts_drawn_carry_seasons_from_the_beginning_into_the_archive() -> None:
    """The control: what is accepted is not only the first version of one season."""
    dicapai: set[tuple[int, KeadaanMusim]] = set()
    banyak: set[int] = set()

    @settings(max_examples=400, database=None, derandomize=True)
    @given(st.data())
    def mainkan(data: st.DataObject) -> None:
        for _, kini, ada in _mainkan(data):
            dicapai.add((kini.musim.versi, kini.musim.keadaan))
            banyak.add(len(ada))

    mainkan()
    assert {versi for versi, _ in dicapai} >= {1, 2, 3}
    assert {keadaan for _, keadaan in dicapai} == set(KeadaanMusim)
    assert banyak == {1, 2, 3}

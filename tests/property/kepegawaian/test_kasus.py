"""NIP: format, serials without gaps or repeats, and no trace of the order of proposals."""

import random
from collections import defaultdict
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from services.kepegawaian.domain.jenis import JenisKelamin
from services.kepegawaian.domain.nip import BatasNip, Usulan, beri_nomor, periksa_usulan

_USULAN = st.builds(
    Usulan,
    baris=st.just(1),
    peserta=st.integers(1, 10**17 - 1).map(str),
    tanggal_lahir=st.sampled_from([date(1996, 8, 18), date(1999, 12, 31), date(2000, 2, 29)])
    | st.dates(date(1970, 1, 1), date(2006, 1, 1)),
    jenis_kelamin=st.sampled_from(JenisKelamin),
    tmt=st.sampled_from([date(2025, 3, 1), date(2025, 4, 1)]),
)
_DAFTAR = st.lists(_USULAN, max_size=40, unique_by=lambda satu: satu.peserta)


@given(_DAFTAR)
def test_every_number_has_the_form_of_the_decree(daftar: list[Usulan]) -> None:
    hasil = beri_nomor(daftar, {})
    assert len(hasil.terbit) == len(daftar)
    assert len({satu.nip for satu in hasil.terbit}) == len(daftar)
    for satu in hasil.terbit:
        u = satu.usulan
        assert len(satu.nip) == 18
        assert satu.nip.isdigit()
        assert satu.nip[:8] == u.tanggal_lahir.isoformat().replace("-", "")
        assert satu.nip[8:14] == u.tmt.isoformat().replace("-", "")[:6]
        assert satu.nip[14] == {"L": "1", "P": "2"}[u.jenis_kelamin]
        assert periksa_usulan(u, BatasNip(2024, 58, 18)) is None


@given(_DAFTAR, st.integers(0, 990))
def test_serials_of_the_same_fifteen_digits_follow_each_other(daftar: list[Usulan], sebelumnya: int) -> None:
    terakhir = {satu.awalan: sebelumnya for satu in daftar}
    hasil = beri_nomor(daftar, terakhir)
    per_awalan: defaultdict[str, list[int]] = defaultdict(list)
    for satu in hasil.terbit:
        per_awalan[satu.nip[:15]].append(int(satu.nip[15:]))
    for awalan, urut in per_awalan.items():
        assert sorted(urut) == list(range(sebelumnya + 1, sebelumnya + 1 + len(urut)))
        assert dict(hasil.terakhir)[awalan] == max(urut)
    assert len(hasil.terbit) + len(hasil.ditolak) == len(daftar)
    assert all(dict(hasil.terakhir)[satu.usulan.awalan] == 999 for satu in hasil.ditolak)


@given(_DAFTAR, st.randoms(use_true_random=False))
def test_the_order_of_proposals_leaves_no_trace(daftar: list[Usulan], acak: random.Random) -> None:
    kocok = list(daftar)
    acak.shuffle(kocok)
    assert beri_nomor(kocok, {}) == beri_nomor(daftar, {})


@given(_DAFTAR, st.integers(0, 40))
def test_two_lists_one_after_the_other_never_share_a_number(daftar: list[Usulan], potong: int) -> None:
    satu = beri_nomor(daftar[:potong], {})
    dua = beri_nomor(daftar[potong:], dict(satu.terakhir))
    assert not {n.nip for n in satu.terbit} & {n.nip for n in dua.terbit}

"""A request about a whole season says which; one about a person, a kelompok or a post does not need to."""

import pytest

from deploy.gladi.seasonal import naming

WHOLE = (
    "/v1/formasi/berkas/formasi-01.csv",
    "/v1/formasi/buka",
    "/v1/formasi.ndjson",
    "/v1/peserta.ndjson",
    "/v1/seleksi-administrasi/umumkan",
    "/v1/jadwal",
    "/v1/jadwal/usul",
    "/v1/skd/tutup",
    "/v1/peringkat/rilis",
    "/v1/skb/daftar.ndjson",
    "/v1/penempatan/rilis",
    "/v1/kursi.ndjson",
    "/v1/ringkasan",
    "/v1/hasil.ndjson",
)
OTHERS = (
    "/v1/lamaran",
    "/v1/kelompok/0001-J0/koreksi",
    "/v1/pengunduran-diri",
    "/v1/operasional/lag",
    "/v1/jejak?limit=9",
    "/v1/musim/usul",
)


@pytest.mark.parametrize("path", WHOLE)
def test_what_is_about_a_whole_season_names_it(path: str) -> None:
    assert naming(path, "gladi-1-100") == f"{path}?musim=gladi-1-100"


def test_a_query_that_is_there_stays() -> None:
    path = "/v1/nilai/berkas/skd-sesi-001.csv?jenis=SKD&jumlah=3"
    assert naming(path, "gladi 1") == f"{path}&musim=gladi%201"


@pytest.mark.parametrize("path", OTHERS)
def test_what_is_about_one_of_them_stays_as_it_is(path: str) -> None:
    assert naming(path, "gladi-1-100") == path

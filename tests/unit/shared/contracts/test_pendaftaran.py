"""An outcome of the document check says what the ranking needs exactly for MS, and in one of two ways."""

from datetime import UTC, date, datetime

import pytest
from pydantic import ValidationError

from shared.contracts.pendaftaran import ApplicationVerified

_DASAR: dict[str, object] = {
    "lamaran": "L",
    "formasi": "f",
    "kelompok": "0001-J",
    "jenis_kebutuhan": "UMUM",
    "aturan": {"nama": "cpns-2024", "versi": 1},
    "diputuskan_pada": datetime(2024, 9, 19, tzinfo=UTC),
    "versi": 1,
}
_URUTAN = {"usia": 1, "ijazah": 1, "skala_ipk": "IPK", "kualifikasi": "S-1|X"}
_FAKTA = {"tanggal_lahir": date(2000, 1, 1), "ipk": 350, "skala_ipk": "IPK", "kualifikasi": "S-1|X"}
_MS: dict[str, object] = {"status": "MS", "peserta": "24900120110000001"}


@pytest.mark.parametrize(
    "isi",
    [
        pytest.param({**_MS, "urutan": _URUTAN}, id="places"),
        pytest.param({**_MS, "urutan": _URUTAN, "afirmasi": ["THK_II", "USIA_35"]}, id="added points"),
        pytest.param({**_MS, "fakta": _FAKTA}, id="facts"),
        pytest.param({"status": "TMS"}, id="TMS"),
    ],
)
def test_each_way_is_read(isi: dict[str, object]) -> None:
    assert ApplicationVerified.model_validate({**_DASAR, **isi}).status == isi["status"]


@pytest.mark.parametrize(
    "isi",
    [
        pytest.param(_MS, id="MS without anything to rank by"),
        pytest.param({**_MS, "urutan": _URUTAN, "fakta": _FAKTA}, id="both ways at once"),
        pytest.param({"status": "MS", "urutan": _URUTAN}, id="MS without a number"),
        pytest.param({"status": "TMS", "urutan": _URUTAN}, id="places of no participant"),
        pytest.param({"status": "TMS", "fakta": _FAKTA}, id="facts about no participant"),
        pytest.param({"status": "TMS", "peserta": "24900120110000001"}, id="a number of no participant"),
        pytest.param({"status": "TMS", "afirmasi": ["THK_II"]}, id="added points of no participant"),
        pytest.param({**_MS, "urutan": _URUTAN, "afirmasi": ["THK_II", "THK_II"]}, id="points added twice"),
        pytest.param({**_MS, "urutan": _URUTAN, "afirmasi": []}, id="nothing, said in two ways"),
        pytest.param({**_MS, "urutan": _URUTAN, "afirmasi": ["TETANGGA"]}, id="an unknown reason"),
        pytest.param({**_MS, "urutan": {**_URUTAN, "usia": 0}}, id="no first place by age"),
        pytest.param({**_MS, "urutan": {**_URUTAN, "ijazah": 0}}, id="no first place by GPA"),
        pytest.param({**_MS, "urutan": {**_URUTAN, "skala_ipk": "NEM"}}, id="an unknown scale"),
    ],
)
def test_anything_else_is_refused(isi: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        ApplicationVerified.model_validate({**_DASAR, **isi})

"""Free text that is published as it was written: nothing in it may lead to a person (UU 27/2022)."""

import re
from typing import Annotated

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from shared.contracts.privacy import kinds_in

# Stricter than the search of records, where digits inside a digest are nobody's: "skd0001010101900001.csv" is a NIK that somebody typed.
_NIK = re.compile(r"(?<![0-9])(?:[0-9]{16}|[0-9]{4}(?:[ .-][0-9]{4}){3})(?![0-9])")
_NAMES = {"birth date": "tanggal lahir", "e-mail address": "alamat surel", "telephone number": "nomor telepon"}


def without_personal_data(text: str) -> str:
    """Let a text pass in which nothing has the shape of personal data; for `pydantic.AfterValidator`.

    Sixteen digits are a NIK, and what stands on an agency topic is copied at once by everybody who reads it and cannot be taken back, so it
    is refused where it is typed. Names have no shape: the form asks for none. A participant number (17 digits) is what lists print.

    Raises:
        PydanticCustomError: `data_pribadi`, with what was found, never the value.
    """
    found = dict.fromkeys((*(["NIK"] if _NIK.search(text) else []), *kinds_in(text)))
    if found:
        raise PydanticCustomError("data_pribadi", "personal data", {"apa": ", ".join(_NAMES.get(kind, kind) for kind in found)})
    return text


_NOBODY = "Diterbitkan: tanpa nama orang, NIK, atau data pribadi lain."
AlasanTerbit = Annotated[
    str,
    Field(min_length=10, max_length=1000, description=f"Mengapa: keputusan sanggah atau berita acara. {_NOBODY}"),
    AfterValidator(without_personal_data),
]
SumberTerbit = Annotated[
    str,
    Field(min_length=3, max_length=200, description=f"Dokumen atau berkas yang menjadi dasar. {_NOBODY}"),
    AfterValidator(without_personal_data),
]

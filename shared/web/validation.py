"""Pydantic's findings as Indonesian sentences. The offending value is left out: it may be a NIK or a name."""

from collections.abc import Mapping, Sequence

from shared.errors import Fault

# By the error types of pydantic-core; the braces are filled from the error's own context.
_SENTENCES = {
    "missing": "wajib diisi",
    "extra_forbidden": "tidak dikenal; hapus dari kiriman",
    "json_invalid": "bukan JSON yang sah",
    "json_type": "bukan JSON yang sah",
    "string_type": "harus berupa teks",
    "string_too_short": "paling sedikit {min_length} karakter",
    "string_too_long": "paling banyak {max_length} karakter",
    "string_pattern_mismatch": "tidak sesuai bentuk yang diminta ({pattern})",
    "int_type": "harus berupa bilangan bulat",
    "int_parsing": "harus berupa bilangan bulat",
    "int_from_float": "harus berupa bilangan bulat",
    "float_type": "harus berupa angka",
    "float_parsing": "harus berupa angka",
    "decimal_type": "harus berupa angka",
    "decimal_parsing": "harus berupa angka",
    "decimal_max_places": "paling banyak {decimal_places} angka di belakang koma",
    "bool_type": "harus true atau false",
    "bool_parsing": "harus true atau false",
    "greater_than": "harus lebih dari {gt}",
    "greater_than_equal": "paling kecil {ge}",
    "less_than": "harus kurang dari {lt}",
    "less_than_equal": "paling besar {le}",
    "enum": "harus salah satu dari {expected}",
    "literal_error": "harus salah satu dari {expected}",
    "date_type": "harus berupa tanggal TTTT-BB-HH",
    "date_parsing": "harus berupa tanggal TTTT-BB-HH",
    "date_from_datetime_parsing": "harus berupa tanggal TTTT-BB-HH",
    "date_from_datetime_inexact": "harus berupa tanggal tanpa jam",
    "datetime_type": "harus berupa waktu ISO 8601",
    "datetime_parsing": "harus berupa waktu ISO 8601",
    "datetime_from_date_parsing": "harus berupa waktu ISO 8601",
    "timezone_aware": "harus memuat zona waktu",
    "list_type": "harus berupa daftar",
    "too_short": "paling sedikit {min_length} isian",
    "too_long": "paling banyak {max_length} isian",
    "dict_type": "harus berupa objek",
    "model_type": "harus berupa objek",
    "model_attributes_type": "harus berupa objek",
    "uuid_parsing": "harus berupa UUID",
    # Of our own validators, which speak Indonesian and name fields, never values.
    "value_error": "tidak sah: {error}",
    "data_pribadi_tersimpan": "memuat {apa}; tulis tanpa itu, nomor peserta sudah menunjukkan orangnya",
    "data_pribadi": "memuat {apa}, padahal diterbitkan; sebutkan orang dengan nomor peserta dan surat dengan nomornya",
}
_PLACES = {"body": "Isian", "query": "Parameter", "path": "Bagian alamat", "header": "Header", "cookie": "Cookie"}


def faults_of(errors: Sequence[Mapping[str, object]]) -> tuple[Fault, ...]:
    """One fault per finding of pydantic (`ValidationError.errors()`, or FastAPI's with the place of the parameter in front)."""
    return tuple(_fault(error) for error in errors)


def _fault(error: Mapping[str, object]) -> Fault:
    location = error.get("loc")
    path = [str(part) for part in location] if isinstance(location, tuple | list) else []
    place = _PLACES["body"]
    if path and path[0] in _PLACES:
        place = _PLACES[path.pop(0)]
    kind = str(error.get("type"))
    # Pydantic gives the position of a syntax error where a field name would stand.
    kolom = None if kind == "json_invalid" else ".".join(path) or None
    context = error.get("ctx")
    sentence = _SENTENCES.get(kind, "tidak sah")
    if isinstance(context, Mapping):
        sentence = sentence.format_map(_Context(context))
    pesan = f"{place} '{kolom}' {sentence}." if kolom else f"{place} {sentence}."
    return Fault("ISIAN_TIDAK_SAH", pesan, kolom=kolom)


class _Context(dict[str, object]):
    def __missing__(self, key: str) -> str:
        return "?"

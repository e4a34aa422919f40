"""Names and numbers of people and posts as officers type them: what is the same is made the same, what only looks the same is refused."""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence

from shared.tabular import FaultList, visible

Tell = Callable[[str], None]

# Word and Excel put these in by themselves.
_PUNCTUATION = str.maketrans(
    dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-")
    | dict.fromkeys("\u2018\u2019\u02bc", "'")
    | dict.fromkeys("\u201c\u201d", '"')
)
_AS_TEXT = re.compile(r'="([^"]*)"')
_FRACTION = re.compile(r"([0-9]+)[.,]0+", re.ASCII)
# Up to here a number with a point still has all its digits.
_WHOLE_DIGITS = 15
_SCIENTIFIC = re.compile(r"[0-9]([.,][0-9]+)?[Ee]\+?[0-9]+", re.ASCII)
_ROUNDED = re.compile(r"[1-9][0-9]{14}0{2,}", re.ASCII)
_MOST = 0.9
_ENOUGH = 5
_LONG_ENOUGH, _TOO_LONG = 6, 100
_SHORT_WORD = 4
_RARE = 10


class Spellings:
    """The names of one column through all tables of a run: one spelling each."""

    def __init__(self, kolom: str) -> None:
        """No name is known yet."""
        self._kolom = kolom
        self._by_key: dict[str, str] = {}
        self._by_bare: dict[str, str] = {}
        self._known: dict[str, str] = {}

    def one(self, value: str, baris: int, faults: FaultList, tell: Tell) -> str:
        """The name in the spelling that came first; blanks, capitals and the shape of dashes and quotes make no other name."""
        known = self._known.get(value)
        if known is not None or not value:
            return known or ""
        strange = next((letter for letter in value if _strange(letter)), None)
        if strange is not None:
            sebut = unicodedata.name(strange, f"U+{ord(strange):04X}")
            pesan = f"Kolom {self._kolom} memuat huruf yang tidak tampak atau menyerupai huruf lain ({sebut}). Ketik ulang nama ini."
            faults.add("HURUF_ASING", pesan, baris=baris, kolom=self._kolom, nilai=value)
            return value
        tidy = " ".join(unicodedata.normalize("NFC", value).split())
        first = self._by_key.setdefault(unicodedata.normalize("NFKC", tidy.translate(_PUNCTUATION)).casefold(), tidy)
        if first != value:
            sebab = "spasi, huruf besar-kecil, dan bentuk tanda baca tidak membedakan"
            tell(f"Kolom {self._kolom}: {value!r} dibaca sebagai {first!r} ({sebab}).")
        bare = first.casefold().lstrip("0") if first.isascii() and first.isdecimal() else None
        other = self._by_bare.setdefault(bare, first) if bare is not None else first
        if other != first:
            pesan = f"Kolom {self._kolom}: {first} dan {other} hanya berbeda nol di depan. Pakai satu penulisan."
            faults.add("NOL_DI_DEPAN", pesan, baris=baris, kolom=self._kolom, nilai=value)
            return first
        self._known[value] = first
        return first

    def refused(self, value: str) -> bool:
        """Whether this was looked at and refused."""
        return bool(value) and value not in self._known


def _strange(letter: str) -> bool:
    """Neither visible text nor of the Latin script, though it may look like it."""
    if letter.isascii():
        return not letter.isprintable() and not letter.isspace()
    kind = unicodedata.category(letter)
    return kind in {"Cf", "Cc", "Co", "Cn"} or (kind[0] == "L" and not unicodedata.name(letter, "").startswith("LATIN"))


def warn_of_typos(kolom: str, names: Counter[str], tell: Tell) -> None:
    """Tell where a rare name differs from a common one by one letter left out, added or exchanged."""
    near: dict[str, list[str]] = defaultdict(list)
    for name in names:
        # Digits and numerals tell posts and units apart that are meant to be different.
        if _LONG_ENOUGH <= len(name) <= _TOO_LONG and not any(map(str.isdecimal, name)):
            for without in {name, *(name[:place] + name[place + 1 :] for place in range(len(name)))}:
                near[without].append(name)
    said: set[str] = set()
    for alike in near.values():
        common = max(alike, key=lambda name: (names[name], name))
        for name in alike:
            if name not in said and names[name] * _RARE <= names[common] and _one_letter(name, common):
                said.add(name)
                tell(
                    f"Peringatan: kolom {kolom} memuat {name!r} ({names[name]} kali), mirip {common!r} ({names[common]} kali). Salah ketik?"
                )


def _one_letter(one: str, other: str) -> bool:
    """Whether what differs is one letter within a word; a numeral such as I or II is a word of its own."""
    mine, theirs = one.casefold().split(), other.casefold().split()
    differing = [pair for pair in zip(mine, theirs, strict=False) if pair[0] != pair[1]]
    if len(mine) != len(theirs) or len(differing) != 1:
        return False
    return not any(set(word) <= set("ivx") or len(word) < _SHORT_WORD for word in differing[0])


def participant(value: str, baris: int, faults: FaultList, tell: Tell) -> str:
    """A participant number without what spreadsheets put around it; what they made of it is refused."""
    if value.isdecimal() and value.isascii():
        return value
    bare = visible(unicodedata.normalize("NFKC", value)).removeprefix("'").strip()
    if as_text := _AS_TEXT.fullmatch(bare):
        bare = as_text[1].strip()
    # Blanks between digits only: other texts are codes of an agency of its own.
    if (joined := "".join(bare.split())).isdecimal():
        bare = joined
    if (fraction := _FRACTION.fullmatch(bare)) and len(fraction[1]) <= _WHOLE_DIGITS:
        bare = fraction[1]
    if bare != value:
        tell("Kolom peserta: apostrof, spasi, dan tanda lain yang ditambahkan lembar kerja pada nomor peserta dibuang.")
    if bare.isdecimal() and not bare.isascii():
        pesan = "Nomor peserta ini memuat angka dari aksara lain. Ketik ulang dengan angka 0 sampai 9."
        faults.add("HURUF_ASING", pesan, baris=baris, kolom="peserta", nilai=value)
    if _SCIENTIFIC.fullmatch(bare) or _FRACTION.fullmatch(bare):
        pesan = (
            "Nomor peserta ini sudah diubah menjadi bilangan ilmiah atau pecahan, dan digit terakhirnya mungkin hilang. "
            "Ubah format kolom menjadi Teks, lalu isi ulang dari sumbernya."
        )
        faults.add("NOMOR_ILMIAH", pesan, baris=baris, kolom="peserta", nilai=value)
    return bare


def warn_of_numbers(numbers: list[str], tell: Tell) -> None:
    """Tell when participant numbers look as if digits were lost."""
    lengths = Counter(map(len, numbers))
    if len(numbers) >= _ENOUGH and len(lengths) > 1:
        usual, often = lengths.most_common(1)[0]
        if often >= _MOST * len(numbers):
            others = [number for number in numbers if len(number) != usual]
            tell(f"Peringatan: {len(others)} nomor peserta tidak terdiri atas {usual} karakter seperti yang lain, misalnya {others[0]}.")
    rounded = [number for number in numbers if _ROUNDED.fullmatch(number)]
    if (rounded and len(rounded) * 2 > len(numbers)) or len(rounded) > 1:
        tell(
            f"Peringatan: {len(rounded)} nomor peserta berakhir dengan nol sesudah digit ke-15, misalnya {rounded[0]}. "
            "Excel membulatkan angka panjang; cocokkan dengan sumbernya."
        )


ALIASES: dict[str, tuple[str, ...]] = {
    "peserta": ("no peserta", "nomor peserta", "no ujian", "nomor ujian"),
    "formasi": ("nama formasi", "kode formasi", "formasi jabatan", "no formasi", "nomor formasi"),
    "kelompok": ("kelompok jabatan", "kode kelompok"),
    "kuota": ("jumlah formasi", "jml formasi", "alokasi formasi", "kuota formasi", "jumlah kebutuhan"),
    "twk": ("nilai twk", "skor twk"),
    "tiu": ("nilai tiu", "skor tiu"),
    "tkp": ("nilai tkp", "skor tkp"),
    "skd": ("nilai skd", "total skd", "skor skd total", "nilai total skd"),
    "skb": ("nilai skb", "total skb", "nilai total skb"),
    "ipk": ("nilai ipk", "ipk/nilai ijazah", "ipk / nilai ijazah", "ipk atau nilai ijazah"),
    "tanggal_lahir": ("tanggal lahir", "tgl lahir"),
    "jenis_kebutuhan": ("jenis kebutuhan", "jenis formasi"),
    "nilai_akhir": ("nilai akhir", "total nilai", "nilai integrasi", "hasil integrasi"),
    "peringkat": ("ranking", "rank", "peringkat formasi"),
    "peringkat_kelompok": ("peringkat kelompok", "peringkat jabatan"),
    "keterangan": ("ket",),
    "kualifikasi": ("pendidikan", "kualifikasi pendidikan"),
    "unit": ("unit kerja", "unit penempatan", "lokasi formasi", "lokasi"),
    "jabatan": ("nama jabatan",),
    "status_skb": ("status skb",),
    "memenuhi_ambang_umum": ("memenuhi ambang umum",),
    "manajerial_sosiokultural": ("manajerial dan sosiokultural", "manajerial sosiokultural", "manajerial & sosiokultural"),
    "teknis": ("nilai teknis", "kompetensi teknis"),
    "wawancara": ("nilai wawancara",),
}
"""Names under which published tables have a column, without dots, underscores and line breaks."""


def places_of(column: str, names: Sequence[str]) -> list[int]:
    """The places of the columns that have this name, or else one that stands for it."""
    keys = [column_key(name) for name in names]
    plain = [place for place, name in enumerate(names) if visible(name).strip().casefold() == column]
    known = {column_key(column), *ALIASES.get(column, ())}
    return plain or [place for place, key in enumerate(keys) if key in known]


def column_key(name: str) -> str:
    """A name of a column as it is compared."""
    return " ".join(re.sub(r"[._]", " ", visible(name)).split()).casefold()

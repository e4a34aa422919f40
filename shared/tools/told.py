"""Messages at the end of a tool: every fault by row and column, or the result; in Indonesian, whichever library found it."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import typer

from shared.aturan import AturanTidakSah, jenis_pengadaan, names
from shared.errors import Rejected
from shared.tools.pages import in_indonesian

# What the library raises for a wrong command line; it exports the narrowest of them.
_Refusal: type[Exception] = typer.BadParameter.__mro__[2]
_WORDS = (
    ("No such command ", "Perintah tidak dikenal: "),
    ("No such option: ", "Pilihan tidak dikenal: "),
    ("No such option ", "Pilihan tidak dikenal: "),
    ("Missing argument ", "Belum disebut: "),
    ("Missing option ", "Pilihan belum diisi: "),
    ("Missing parameter: ", "Belum disebut: "),
    ("Missing command.", "Perintah belum disebut."),
    ("Got unexpected extra argument(s) ", "Terlalu banyak isian: "),
    ("Got unexpected extra arguments ", "Terlalu banyak isian: "),
    ("Got unexpected extra argument ", "Terlalu banyak isian: "),
    (" requires an argument.", " memerlukan isi."),
    ("Did you mean ", "Maksud Anda "),
    ("Possible options: ", "Yang mungkin: "),
    ("Invalid value for ", "Isi tidak sah untuk "),
    ("Invalid value: ", "Isi tidak sah: "),
    (" does not exist.", " tidak ada."),
    (" is a directory.", " ialah folder."),
    ("Value error, ", ""),
    ("File ", "Berkas "),
    (" is not one of ", " bukan salah satu dari "),
    ("Option ", "Pilihan "),
)


@contextmanager
def told() -> Iterator[None]:
    """Say on standard error what was refused, each fault by row and column, and end with status 1; 2 when the rules cannot be used."""
    try:
        yield
    except Rejected as error:
        sys.stderr.write(f"{error.pesan}\n")
        for fault in error.faults:
            place = ", ".join(
                part for part in (f"baris {fault.baris}" if fault.baris else "", f"kolom {fault.kolom}" if fault.kolom else "") if part
            )
            value = f" (tertulis {fault.nilai!r})" if fault.nilai else ""
            sys.stderr.write(f"  {place + ': ' if place else ''}{fault.pesan}{value}\n")
        raise typer.Exit(1) from error
    except AturanTidakSah as error:
        sys.stderr.write(f"Aturan tidak dapat dipakai: {error}\n")
        raise typer.Exit(2) from error


def only_cpns(name: str) -> None:
    """Refuse a rule set that has no SKD.

    Raises:
        Rejected: of PPPK.
    """
    if jenis_pengadaan(name) == "PPPK":
        pesan = f"Aturan {name} ialah aturan PPPK; perintah ini hanya untuk CPNS. Untuk PPPK ada: python -m services.penilaian peringkat."
        raise Rejected("BUKAN_CPNS", pesan)


def rule_set(value: str) -> str:
    """The name of a rule set as it is filed.

    Raises:
        typer.BadParameter: there is none of that name.
    """
    name = value.strip().lower()
    if name not in names():
        raise typer.BadParameter(f"aturan {value} tidak ada; yang ada: {', '.join(names())}.")
    return name


def run(app: typer.Typer, program: str) -> None:
    """Run a tool as a program; what the command library finds wrong is said in Indonesian.

    Raises:
        SystemExit: always.
    """
    arguments = sys.argv[1:] or ["--help"]
    try:
        code = in_indonesian(app)(args=arguments, prog_name=program, standalone_mode=False)
    except typer.Abort:
        sys.stderr.write("Dihentikan; tidak ada berkas hasil yang ditulis separuh.\n")
        sys.exit(130)
    except _Refusal as error:
        sys.stderr.write(f"{indonesian(_message(error))}\nBantuan: {program} --help\n")
        sys.exit(2)
    sys.exit(code if isinstance(code, int) else 0)


def _message(error: Exception) -> str:
    say: Callable[[], str] = getattr(error, "format_message")  # noqa: B009 - the library does not export the type
    return say()


def indonesian(message: str) -> str:
    """A message of the command library in the language of the tool."""
    for english, own in _WORDS:
        message = message.replace(english, own)
    return message

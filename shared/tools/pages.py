"""Pages of help in the language of the tool: what the command library keeps as words of its own is replaced in this one place."""

from functools import partial
from typing import Any

import typer
from typer import rich_utils
from typer.core import TyperCommand, TyperGroup

_TITLES = {
    "ARGUMENTS_PANEL_TITLE": "Isian",
    "OPTIONS_PANEL_TITLE": "Pilihan",
    "COMMANDS_PANEL_TITLE": "Perintah",
    "REQUIRED_LONG_STRING": "[wajib]",
    "DEFAULT_STRING": "[bila tidak disebut: {}]",
}
_TYPES = {"<path>": "<berkas>", "<str>": "<nama>", "<bool>": ""}
_HELP = "Tampilkan keterangan ini."
_OPTIONS, _COMMAND = "[PILIHAN]", "PERINTAH [ISIAN] …"


class _Pages:
    """What a command and a group of commands say alike."""

    def format_usage(self: Any, ctx: Any, formatter: Any) -> None:  # noqa: ANN401 - the library does not export these types
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), prefix="Pakai: ")

    def get_params(self: Any, ctx: Any) -> list[Any]:  # noqa: ANN401 - as above
        params: list[Any] = super().get_params(ctx)  # type: ignore[misc]
        for param in params:
            if param.name == "help":
                param.help = _HELP
            shown = str(param.display_type_rich(ctx=ctx))
            if shown in _TYPES:
                param.display_type_rich = partial(_type, _TYPES[shown])
        return params


class _Command(_Pages, TyperCommand):
    """A command whose page is Indonesian."""


class _Group(_Pages, TyperGroup):
    """Several of them."""


def _type(shown: str, ctx: typer.Context) -> str:
    del ctx  # asked for by the library
    return shown


def in_indonesian(app: typer.Typer) -> typer.Typer:
    """The same tool with its pages of help in Indonesian."""
    for name, own in _TITLES.items():
        setattr(rich_utils, name, own)
    app.info.cls, app.info.options_metavar, app.info.subcommand_metavar = _Group, _OPTIONS, _COMMAND
    for command in app.registered_commands:
        command.cls, command.options_metavar = _Command, _OPTIONS
    return app

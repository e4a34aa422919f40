"""`python -m shared.db migrate --service penilaian`: brings the database named by DATABASE_URL up to date."""

import asyncio
from typing import Annotated

import typer

from shared.db.migrate import MigrationError, migrate

app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False)


@app.callback()
def main() -> None:
    """Look after the database of one service."""


@app.command("migrate")
def migrate_command(
    service: Annotated[str, typer.Option(help="Service whose database this is.")],
    database_url: Annotated[str, typer.Option(envvar="DATABASE_URL", show_envvar=True, help="DSN of the database.")],
) -> None:
    """Apply the migrations that are missing; safe to run from several replicas at once."""
    try:
        applied = asyncio.run(migrate(database_url, service=service))
    except MigrationError as error:
        typer.echo(f"migrate {service}: {error}", err=True)
        raise typer.Exit(1) from error
    typer.echo(f"migrate {service}: " + (", ".join(applied) or "nothing to do"))


if __name__ == "__main__":
    app()

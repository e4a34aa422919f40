"""`python -m shared.db`: what operators do with the database of one service."""

import asyncio
from typing import Annotated

import typer

from shared.db import grants
from shared.db.grants import GrantError
from shared.db.migrate import MigrationError, WaitsForTool, migrate
from shared.db.roles import PREFIX, RoleError, Roles, prepare
from shared.db.tls import PLAINTEXT_HOSTS, require_tls

# Exit code: run the tool that is named, then this again.
WAITS_FOR_TOOL = 3

app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False)

Service = Annotated[str, typer.Option(help="Service whose database this is.")]
PlaintextHosts = Annotated[
    str, typer.Option(envvar=PLAINTEXT_HOSTS, show_envvar=True, help="Hosts, separated by commas, to which clear text is allowed.")
]


@app.callback()
def main() -> None:
    """Look after the database of one service."""


@app.command("migrate")
def migrate_command(
    service: Service,
    database_url: Annotated[
        str, typer.Option(envvar="MIGRATION_DATABASE_URL", show_envvar=True, help="DSN of the database, for the role that owns it.")
    ],
    plaintext_hosts: PlaintextHosts = "",
) -> None:
    """Apply the migrations that are missing and set the roles' rights; safe to run from several replicas at once.

    Ends with 3 when a file waits for a tool of the service, which it names; run that, then this again.
    """
    try:
        applied = asyncio.run(migrate(require_tls(database_url, plaintext_hosts), service=service))
    except (MigrationError, GrantError, RoleError, ValueError) as error:
        typer.echo(f"migrate {service}: {error}", err=True)
        raise typer.Exit(WAITS_FOR_TOOL if isinstance(error, WaitsForTool) else 1) from error
    typer.echo(f"migrate {service}: " + (", ".join(applied) or "nothing to do"))


@app.command("roles")
def roles_command(
    *,
    service: Service,
    database_url: Annotated[
        str, typer.Option(envvar="ADMIN_DATABASE_URL", show_envvar=True, help="DSN of a role that may create roles and databases.")
    ],
    database: Annotated[str, typer.Option(help="Name of the service's database.")],
    owner_password: Annotated[str, typer.Option(envvar="OWNER_PASSWORD", show_envvar=True)],
    application_password: Annotated[str, typer.Option(envvar="APPLICATION_PASSWORD", show_envvar=True)],
    relay_password: Annotated[str, typer.Option(envvar="RELAY_PASSWORD", show_envvar=True)],
    prefix: Annotated[str, typer.Option(help="Beginning of the roles' names.")] = PREFIX,
    plaintext_hosts: PlaintextHosts = "",
) -> None:
    """Make the three roles of a service and its database, or bring them to what they must be; may be repeated."""
    try:
        roles = Roles.of(service, prefix)
        passwords = dict(zip(roles.names, (owner_password, application_password, relay_password), strict=True))
        may = service in grants.load().temporary
        asyncio.run(prepare(require_tls(database_url, plaintext_hosts), database, roles, passwords, temporary=may))
    except (RoleError, ValueError) as error:
        typer.echo(f"roles {service}: {error}", err=True)
        raise typer.Exit(1) from error
    typer.echo(f"roles {service}: {', '.join(roles.names)}")


if __name__ == "__main__":
    app()

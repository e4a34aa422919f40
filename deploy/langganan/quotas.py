"""Quotas of accounts. Neither confluent-kafka nor aiokafka's admin asks for them, so the two requests of the protocol are written here."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import for_code
from aiokafka.protocol.api import Request, RequestStruct, Response
from aiokafka.protocol.types import Array, Boolean, Float64, Int8, Int16, Int32, Schema, String

from deploy.langganan.grants import Quota
from shared.messaging import Access

_TEXT = String("utf-8")
_ENTITY = Array(("entity_type", _TEXT), ("entity_name", _TEXT))
_ANY = 2  # of the match types of DescribeClientQuotas: every account that has a name
_ONLY_USERS = True
_NOT_ONLY_A_TRIAL = False


class _DescribeResponse(Response):  # type: ignore[misc] # aiokafka gives it no types
    API_KEY = 48
    API_VERSION = 0
    SCHEMA = Schema(
        ("throttle_time_ms", Int32),
        ("error_code", Int16),
        ("error_message", _TEXT),
        ("entries", Array(("entity", _ENTITY), ("values", Array(("key", _TEXT), ("value", Float64))))),
    )


class _DescribeStruct(RequestStruct):  # type: ignore[misc] # aiokafka gives it no types
    API_KEY = 48
    API_VERSION = 0
    RESPONSE_TYPE = _DescribeResponse
    SCHEMA = Schema(("components", Array(("entity_type", _TEXT), ("match_type", Int8), ("match", _TEXT))), ("strict", Boolean))


class _AlterResponse(Response):  # type: ignore[misc] # aiokafka gives it no types
    API_KEY = 49
    API_VERSION = 0
    SCHEMA = Schema(("throttle_time_ms", Int32), ("entries", Array(("error_code", Int16), ("error_message", _TEXT), ("entity", _ENTITY))))


class _AlterStruct(RequestStruct):  # type: ignore[misc] # aiokafka gives it no types
    API_KEY = 49
    API_VERSION = 0
    RESPONSE_TYPE = _AlterResponse
    SCHEMA = Schema(
        ("entries", Array(("entity", _ENTITY), ("ops", Array(("key", _TEXT), ("value", Float64), ("remove", Boolean))))),
        ("validate_only", Boolean),
    )


class _Describe(Request[_DescribeStruct]):  # type: ignore[misc] # aiokafka gives it no types
    API_KEY = 48

    def build(self, request_struct_class: type[_DescribeStruct]) -> _DescribeStruct:
        return request_struct_class([("user", _ANY, None)], _ONLY_USERS)


class _Alter(Request[_AlterStruct]):  # type: ignore[misc] # aiokafka gives it no types
    API_KEY = 49

    def __init__(self, account: str, operations: list[tuple[str, float, bool]]) -> None:
        self._entry = ([("user", account)], operations)

    def build(self, request_struct_class: type[_AlterStruct]) -> _AlterStruct:
        return request_struct_class([self._entry], _NOT_ONLY_A_TRIAL)


async def described(servers: str, access: Access) -> dict[str, dict[str, float]]:
    """The quotas of every account that has some.

    Raises:
        KafkaError: the cluster refused.
    """
    async with _admin(servers, access) as admin:
        answer = await admin._send_request(_Describe())  # noqa: SLF001 - its public methods ask for other things
    if answer.error_code:
        raise for_code(answer.error_code)(answer.error_message)
    return {entity[0][1]: dict(values) for entity, values in answer.entries or []}


async def alter(servers: str, access: Access, account: str, quota: Quota, before: Quota) -> None:
    """Set the quotas of an account, and take away those that it had and shall not have.

    Raises:
        KafkaError: the cluster refused.
    """
    set_now = [(key, value, False) for key, value in quota.items()]
    gone = [(key, 0.0, True) for key in before if key not in quota]
    async with _admin(servers, access) as admin:
        answer = await admin._send_request(_Alter(account, set_now + gone))  # noqa: SLF001 - its public methods ask for other things
    for code, message, _entity in answer.entries:
        if code:
            raise for_code(code)(f"{account}: {message}")


@asynccontextmanager
async def _admin(servers: str, access: Access) -> AsyncIterator[AIOKafkaAdminClient]:
    admin = AIOKafkaAdminClient(**access.options(servers))
    try:
        await admin.start()
        yield admin
    finally:
        await admin.close()

"""An installation as an earlier version left it, laid down for a stack: databases, topics and keys (tests/data/instalasi_lama)."""

import gzip
import json
import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import asyncpg
from aiokafka import AIOKafkaProducer

from deploy.lokal.kafka import KafkaCluster
from deploy.lokal.postgres import BIN, Postgres
from deploy.lokal.stack import SERVICES
from deploy.lokal.topics import catalogue, create_topics
from deploy.lokal.waiting import run_async
from shared.messaging import Access

DATA = Path(__file__).parents[1] / "data" / "instalasi_lama"
SEED, PEOPLE, POSTS = 21, 300, 12
WHOLE = (DATA / "sha256").read_text(encoding="ascii").strip()
"""The digest that the version of then gave the season it left half played."""


def lay_down(half: str, folder: Path) -> None:
    """Fill the folder of a stack that was never started with what the earlier version left there."""
    source = DATA / half
    folder.mkdir(parents=True)
    for keys in (*source.glob("*.secret"), *source.glob("*.json")):
        shutil.copy(keys, folder / keys.name)
        (folder / keys.name).chmod(0o600)
    with Postgres(folder / "postgres", durable=False) as server:
        for service in SERVICES:
            _restore(server, service, gzip.decompress((source / f"{service}.sql.gz").read_bytes()))
    with KafkaCluster(folder / "kafka", brief=True) as kafka:
        lines = [json.loads(line) for line in gzip.decompress((source / "topik.ndjson.gz").read_bytes()).splitlines()]
        there = {line["topic"] for line in lines}
        create_topics(kafka.bootstrap_servers, 1, [spec for spec in catalogue() if spec.name in there], access=kafka.operator)
        run_async(lambda: _produce(kafka.bootstrap_servers, kafka.operator, lines))


def _restore(server: Postgres, service: str, dump: bytes) -> None:
    name = f"casn_{service}"
    run_async(lambda: _create(server.dsn(), name))
    options = ("--quiet", "--output", os.devnull, "--set", "ON_ERROR_STOP=1")
    subprocess.run([str(BIN / "psql"), *options, server.dsn(name)], input=dump, check=True, timeout=120)


async def _create(dsn: str, name: str) -> None:
    conn = await asyncpg.connect(dsn)
    try:
        await conn.execute(f"create database {name}")
    finally:
        await conn.close()


async def _produce(bootstrap: str, access: Access, lines: Sequence[dict[str, Any]]) -> None:
    """Write the records in the order they had, so that each has its offset again: the databases know how far they had read."""
    async with AIOKafkaProducer(**access.options(bootstrap), acks="all") as producer:
        for line in lines:
            said = await producer.send_and_wait(
                line["topic"],
                None if line["value"] is None else line["value"].encode(),
                line["key"].encode(),
                line["partition"],
                line["timestamp"],
                [(name, value.encode()) for name, value in line["headers"]],
            )
            assert said.offset == line["offset"], (said, line["offset"])

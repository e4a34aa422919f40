"""Who reads a topic stands in the catalogue, because grants are made from it: it is held against what the services really subscribe to."""

from importlib import import_module
from types import SimpleNamespace
from typing import Any

import pytest

from deploy.lokal.stack import SERVICES
from shared.contracts import TOPICS, Event


class Recorder:
    """In the place of the consumers: notes what is asked for."""

    def __init__(self) -> None:
        self.topics: set[str] = set()

    def subscribe(self, model: type[Event], _handle: object, **_: object) -> None:
        self.topics.add(model.topic.name)


class Anything(SimpleNamespace):
    """In the place of a service's context: what handlers are bound to does not matter here."""

    def __getattr__(self, _name: str) -> Any:
        return None


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_subscribes_to_what_the_catalogue_says(service: str) -> None:
    found = Recorder()
    import_module(f"services.{service}.handlers").subscribe(found, Anything())
    assert found.topics == {topic.name for topic in TOPICS if service in topic.readers}


def test_owners_and_readers_are_services() -> None:
    assert {name for topic in TOPICS for name in (topic.owner, *topic.readers)} <= set(SERVICES)

"""The base of every event, and the registry that leads from a topic to its model."""

from typing import ClassVar

from pydantic import BaseModel, ConfigDict

from shared.contracts.catalogue import BY_NAME, Topic

MODELS: dict[str, type["Event"]] = {}


class Event(BaseModel):
    """A fact in the past tense, published on the topic named in the class header.

    Readers ignore fields they do not know: within a major version only optional fields come (docs/contracts.md).
    """

    model_config = ConfigDict(frozen=True, extra="ignore", ser_json_temporal="iso8601")

    topic: ClassVar[Topic]

    def __init_subclass__(cls, *, topic: str) -> None:
        """Bind the class to its catalogue entry; a topic has one model.

        Raises:
            ValueError: the topic already has a model.
            KeyError: the catalogue has no such topic.
        """
        super().__init_subclass__()
        if topic in MODELS:
            raise ValueError(f"topic {topic} has two models: {MODELS[topic].__name__} and {cls.__name__}")
        cls.topic = BY_NAME[topic]
        MODELS[topic] = cls

    @property
    def key(self) -> str:
        """Return the key by which the broker orders."""
        return str(getattr(self, self.topic.key))

    @property
    def subject(self) -> str:
        """The person or thing that the fact is about; never a NIK or a name."""
        return str(getattr(self, self.topic.subject))

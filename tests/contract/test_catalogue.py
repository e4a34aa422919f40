"""The catalogue is whole, and keeps persons out of what others read."""

from datetime import date

import pytest
from pydantic import BaseModel

from shared.contracts import MODELS, TOPICS, Event, Plane, Topic
from shared.contracts.catalogue import load
from shared.contracts.generated import HERE, ROOT
from shared.contracts.privacy import personal_fields, scan_personal_data
from shared.contracts.samples import load_samples
from shared.contracts.schema import event_schema

TOPIC = [pytest.param(topic, id=topic.name) for topic in TOPICS]
OUTSIDE = [pytest.param(topic, id=topic.name) for topic in TOPICS if topic.plane is not Plane.INTERNAL]


def test_every_topic_has_a_model_and_every_model_a_topic() -> None:
    assert set(MODELS) == {topic.name for topic in TOPICS}


@pytest.mark.parametrize("topic", TOPIC)
def test_key_and_subject_are_texts_of_the_model(topic: Topic) -> None:
    model = MODELS[topic.name]
    for name in (topic.key, topic.subject):
        assert name in model.model_fields or isinstance(getattr(model, name, None), property), name
    assert topic.key in model.model_fields, "a key that is computed could move to another partition when the code changes"
    assert model.model_fields[topic.key].annotation is str


@pytest.mark.parametrize("topic", TOPIC)
def test_a_topic_is_kept_long_enough_and_can_be_split(topic: Topic) -> None:
    assert topic.partitions >= 6
    assert topic.retention_days < 0 or topic.retention_days >= (400 if topic.plane is not Plane.INTERNAL else 30)
    assert topic.compacted is (topic.config["cleanup.policy"] == "compact")


def test_the_planes_are_those_of_the_design() -> None:
    planes = {plane: {topic.name for topic in TOPICS if topic.plane is plane} for plane in Plane}
    assert planes[Plane.INTERNAL] == {
        "application-submitted",
        "application-verified",
        "competency-scored",
        "exam-scored",
        "person-erased",
        "sanction-imposed",
    }
    assert planes[Plane.PUBLIC] == {
        "formation-opened",
        "schedule-announced",
        "season-announced",
        "vacancy-opened",
        "vacancy-filled",
        "vacancy-carried-over",
    }


def test_a_catalogue_with_an_unknown_plane_or_a_missing_field_is_refused(tmp_path_factory: pytest.TempPathFactory) -> None:
    text = (ROOT / HERE / "catalogue.toml").read_text(encoding="utf-8")
    path = tmp_path_factory.mktemp("catalogue") / "catalogue.toml"
    path.write_text(text.replace('plane = "public"', 'plane = "everyone"', 1), encoding="utf-8")
    with pytest.raises(ValueError, match="everyone"):
        load(path)
    path.write_text(text.replace('owner = "pendaftaran"\n', "", 1), encoding="utf-8")
    with pytest.raises(TypeError, match="owner"):
        load(path)


def test_a_second_model_for_a_topic_is_refused() -> None:
    with pytest.raises(ValueError, match="two models"):
        type("Second", (Event,), {"__module__": __name__}, topic="nip-issued")
    with pytest.raises(KeyError):
        type("Unknown", (Event,), {"__module__": __name__}, topic="no-such-topic")


@pytest.mark.parametrize("topic", OUTSIDE)
def test_what_others_read_has_no_personal_field(topic: Topic) -> None:
    assert personal_fields(event_schema(MODELS[topic.name])) == []


@pytest.mark.parametrize("topic", OUTSIDE)
def test_samples_of_what_others_read_hold_no_personal_data(topic: Topic) -> None:
    for sample in load_samples(topic.name):
        assert scan_personal_data(topic.name, sample.raw_headers, sample.raw_body) == []


class _Anak(BaseModel):
    nama_ibu: str
    lahir: date


class _Bocor(BaseModel):
    """What nobody may publish: the control that the search finds what it looks for."""

    peserta: str
    nik: str
    Nama: str
    tanggal_lahir: date
    email: str | None = None
    alamat_domisili: str
    nip_baru: str
    hari: date | None = None
    tmt: date
    anak: tuple[_Anak, ...] = ()


def test_the_search_for_personal_fields_finds_them() -> None:
    assert sorted(personal_fields(_Bocor.model_json_schema())) == [
        "Nama",
        "alamat_domisili",
        "anak[].lahir",
        "anak[].nama_ibu",
        "email",
        "hari",
        "nik",
        "nip_baru",
        "tanggal_lahir",
    ]


def test_the_internal_plane_is_internal_for_a_reason() -> None:
    assert personal_fields(event_schema(MODELS["application-verified"])) == ["fakta.tanggal_lahir"]

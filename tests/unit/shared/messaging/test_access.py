"""Who we are to the brokers, and that nothing is said in clear beyond this machine unless somebody said so."""

import logging
import ssl
from pathlib import Path

import pytest
from pydantic import SecretStr, ValidationError

from shared.messaging import Access, MessagingSettings, Unprotected, make_broker

SECRET = "rahasia-sekali"  # noqa: S105 - of nobody
CLOSE = ("127.0.0.1:9092", "localhost:1,127.0.0.9:2", "[::1]:9092")
FAR = ("broker.example:9092", "10.0.0.1:9092", "127.0.0.1:9092,10.0.0.1:9092", "nonsense")


def scram(protocol: str = "SASL_PLAINTEXT", **more: object) -> Access:
    return Access.model_validate({"security_protocol": protocol, "sasl_username": "penilaian", "sasl_password": SECRET, **more})


@pytest.mark.parametrize("servers", CLOSE)
@pytest.mark.parametrize("access", [Access(), scram()])
def test_on_this_machine_nothing_need_be_encrypted(access: Access, servers: str) -> None:
    assert access.options(servers)["security_protocol"] == access.security_protocol


@pytest.mark.parametrize("servers", FAR)
@pytest.mark.parametrize("access", [Access(), scram()])
def test_beyond_it_what_is_not_encrypted_is_refused(access: Access, servers: str) -> None:
    settings = MessagingSettings(access=access)
    for refused in (lambda: access.options(servers), lambda: access.connection(servers), lambda: make_broker(servers, settings)):
        with pytest.raises(Unprotected, match="MESSAGING_SECURITY_PROTOCOL"):
            refused()
    assert access.model_copy(update={"allow_plaintext": True}).options(servers)["bootstrap_servers"] == servers


@pytest.mark.parametrize("servers", FAR[:-1])
def test_encrypted_goes_everywhere(servers: str) -> None:
    found = scram("SASL_SSL").options(servers)
    context = found.pop("ssl_context")
    assert isinstance(context, ssl.SSLContext)
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.check_hostname
    assert found == {
        "bootstrap_servers": servers,
        "security_protocol": "SASL_SSL",
        "sasl_mechanism": "SCRAM-SHA-512",
        "sasl_plain_username": "penilaian",
        "sasl_plain_password": SECRET,
    }
    assert Access(security_protocol="SSL").faststream(servers).use_ssl


def test_the_environment_and_a_file_are_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path = tmp_path / "password"
    path.write_text(f"{SECRET}\n")
    for name, value in {"SECURITY_PROTOCOL": "SASL_PLAINTEXT", "SASL_USERNAME": "penempatan", "SASL_PASSWORD_FILE": str(path)}.items():
        monkeypatch.setenv(f"MESSAGING_{name}", value)
    access = MessagingSettings().access
    assert (access.sasl_username, access.password) == ("penempatan", SECRET)
    path.write_text(" \n")
    with pytest.raises(ValueError, match="holds no password"):
        _ = Access().password


def test_another_account_takes_nothing_from_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("MESSAGING_SASL_PASSWORD_FILE", str(tmp_path / "of-the-operator"))
    monkeypatch.setenv("MESSAGING_SASL_USERNAME", "operator")
    assert Access.given().options(CLOSE[0]) == {"bootstrap_servers": CLOSE[0], "security_protocol": "PLAINTEXT"}
    other = Access.given(security_protocol="SASL_PLAINTEXT", sasl_username="a", sasl_password=SECRET).of("penilaian", SECRET)
    assert (other.sasl_username, other.password) == ("penilaian", SECRET)


@pytest.mark.parametrize(
    "wrong",
    [
        {"security_protocol": "SASL_SSL", "sasl_username": "a"},
        {"security_protocol": "SASL_SSL", "sasl_password": SECRET},
        {"security_protocol": "SASL_SSL", "sasl_username": "a", "sasl_password": SECRET, "sasl_password_file": "x"},
        {"security_protocol": "SSL", "sasl_username": "a", "sasl_password": SECRET},
        {"sasl_password": SECRET},
        {"ca_file": "ca.pem"},
        {"security_protocol": "TLS"},
    ],
)
def test_half_an_account_is_refused_and_its_password_not_told(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError) as caught:
        Access.model_validate(wrong)
    assert SECRET not in str(caught.value)
    assert SECRET not in repr(caught.value)


def test_no_password_is_shown(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    settings = MessagingSettings(access=scram(sasl_password=SecretStr(SECRET)))
    make_broker(CLOSE[0], settings)
    assert SECRET not in repr(settings) + str(settings.model_dump()) + caplog.text

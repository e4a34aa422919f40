"""Who stands at the door: tokens checked, the policy asked, by one dependency that every route names."""

from shared.web.identitas.issuers import Issuer, IssuerKeys, KeyMemory, KeySource, RemoteKeys, Speaks, StaticKeys, require_private_or_tls
from shared.web.identitas.tokens import Identity, TokenRefused
from shared.web.identitas.wewenang import (
    OPTIONAL_SCHEME,
    SCHEME,
    BilaBoleh,
    Terbuka,
    Wewenang,
    instansi_di_kelompok,
    instansi_di_peserta,
    milik_kelompok,
    milik_peserta,
    milik_sendiri,
    sebatas_jangkauan,
    subject_of,
    terbuka,
)

__all__ = [
    "OPTIONAL_SCHEME",
    "SCHEME",
    "BilaBoleh",
    "Identity",
    "Issuer",
    "IssuerKeys",
    "KeyMemory",
    "KeySource",
    "RemoteKeys",
    "Speaks",
    "StaticKeys",
    "Terbuka",
    "TokenRefused",
    "Wewenang",
    "instansi_di_kelompok",
    "instansi_di_peserta",
    "milik_kelompok",
    "milik_peserta",
    "milik_sendiri",
    "require_private_or_tls",
    "sebatas_jangkauan",
    "subject_of",
    "terbuka",
]

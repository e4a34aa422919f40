"""The one dependency by which a route says what it does; the policy table says who may."""

from collections.abc import Callable
from typing import Annotated, Any

import structlog
from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from starlette.requests import HTTPConnection

from shared.errors import Rejected
from shared.kebijakan import Diizinkan, JenisMusim, Pelaku, Sasaran, Tindakan, putuskan, tindakan
from shared.web.acts import permission_of, refusals_of, write_look
from shared.web.identitas.bearer import bearer_token
from shared.web.identitas.tokens import Identity, TokenRefused

SCHEME = "TokenMasuk"
# Of routes that answer everybody and say more to some; the document shows both ways.
OPTIONAL_SCHEME = "TokenMasukBilaAda"
_HOW = "Token akses dari penerbit identitas: `Authorization: Bearer <token>`, satu header, satu spasi."

_log = structlog.get_logger(__name__)


class _Bearer(HTTPBearer):
    """`HTTPBearer` for the document, with one strict rule for what it reads: anything else is as good as no token."""

    async def __call__(self, request: HTTPConnection) -> HTTPAuthorizationCredentials | None:
        found = bearer_token(request)
        return HTTPAuthorizationCredentials(scheme="Bearer", credentials=found) if found else None


_bearer = _Bearer(auto_error=False, scheme_name=SCHEME, description=_HOW)
_optional = _Bearer(auto_error=False, scheme_name=OPTIONAL_SCHEME)
_Credentials = Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)]
_PerhapsCredentials = Annotated[HTTPAuthorizationCredentials | None, Depends(_optional)]

Penunjuk = Callable[[Request], Sasaran]


def instansi_di_kelompok(kelompok: str) -> str:
    """The agency of a kelompok: the first four digits of its key (design of the house: agency and jabatan)."""
    return kelompok[:4]


def instansi_di_peserta(peserta: str) -> str:
    """The agency of a participant number: digits 3 to 6 (practice of 2024; posisi 34)."""
    return peserta[2:6]


def milik_kelompok(request: Request) -> Sasaran:
    """The thing belongs to the agency of the kelompok in the path."""
    return Sasaran(instansi=instansi_di_kelompok(request.path_params["kelompok"]))


def milik_peserta(request: Request) -> Sasaran:
    """The thing belongs to the participant in the path, and to the agency of that number."""
    peserta: str = request.path_params["peserta"]
    return Sasaran(instansi=instansi_di_peserta(peserta), peserta=peserta)


def milik_sendiri(_: Request) -> Sasaran:
    """The thing is the subject's own by what it is."""
    return Sasaran(sendiri=True)


def _milik_negara(_: Request) -> Sasaran:
    return Sasaran()


def sebatas_jangkauan(_: Request) -> Sasaran:
    """A list or a body, of which the route takes only what lies within `Diizinkan.instansi`."""
    return Sasaran(terbatas=True)


class Wewenang:
    """Dependency of a route: its action, and whose thing it is about. Gives the permission, or refuses with 401 or 403."""

    def __init__(self, kode: str, milik: Penunjuk = _milik_negara) -> None:
        """Bind to the action `kode` of the policy table; `milik` tells from the request whose thing it is.

        Raises:
            KebijakanTidakSah: there is no such action, or it is open to all.
        """
        self.tindakan = tindakan(kode)
        self.milik = milik
        if self.tindakan.terbuka:
            raise ValueError(f"{kode} is open to all: use `terbuka`")

    async def __call__(self, request: Request, credentials: _Credentials) -> Diizinkan:
        """The permission of who sent this request; a refusal, and a look at personal data, is written into the record of acts.

        Raises:
            Rejected: 401, no token or a wrong one; 403, a right one that may not, or a season that has no such action.
            Transient: the issuer's keys are not there yet.
        """
        pelaku = await _pelaku(request, credentials)
        if pelaku is None:
            pesan = "Masuk lebih dahulu. Sertakan header Authorization: Bearer dengan token akses yang sah."
            raise Rejected("TOKEN_MASUK", pesan, status=401)
        musim = season_of(request)
        found = putuskan(pelaku, self.tindakan, self.milik(request), musim)
        if found is None:
            await refusals_of(request).write(request, pelaku, self.tindakan)
            _pastikan_ada(self.tindakan, musim)
            raise _tidak_berwenang(self.tindakan)
        if self.tindakan.data_pribadi:
            await write_look(request, found)
        request.state.izin = found
        return found


def season_of(request: Request) -> JenisMusim | None:
    """The one kind of season that there is; None where there may be several: then the use case, which knows the season, decides."""
    found: JenisMusim | None = getattr(request.app.state, "musim", None)
    return found


def subject_of(request: Request) -> str | None:
    """Who was allowed to do what this request asks; None where the route is open to all."""
    found = permission_of(request)
    return None if found is None else found.subjek


def pastikan_menjangkau(izin: Diizinkan, instansi: str) -> None:
    """Refuse what a body names beyond the reach of who sent it.

    Raises:
        Rejected: 403, it belongs to another agency.
    """
    if not izin.menjangkau(instansi):
        raise _tidak_berwenang(izin.tindakan)


def _tidak_berwenang(satu: Tindakan) -> Rejected:
    siapa = ", ".join(f"{peran} ({jangkauan.lower()})" for peran, jangkauan in satu.boleh.items())
    pesan = f"{satu.kalimat}: di luar wewenang Anda. Yang berwenang: {siapa}."
    return Rejected("TIDAK_BERWENANG", pesan, status=403)


def _pastikan_ada(satu: Tindakan, musim: JenisMusim | None) -> None:
    if not satu.ada_pada(musim):
        pesan = f"{satu.kalimat}: tidak ada pada musim {musim}, hanya pada musim {' dan '.join(sorted(satu.musim))}."
        raise Rejected("BUKAN_PADA_MUSIM_INI", pesan, status=403)


async def _pelaku(request: Request, credentials: HTTPAuthorizationCredentials | None) -> Pelaku | None:
    if credentials is None:
        return None
    identity: Identity = request.app.state.identity
    try:
        return await identity.subject_of(credentials.credentials)
    except TokenRefused as why:
        _log.info("token refused", why=str(why))
        return None


def wewenang(kode: str, milik: Penunjuk = _milik_negara) -> Any:  # noqa: ANN401 - as `fastapi.Depends`
    """The dependency of a route that does `kode`: beside a parameter that wants the permission, or in `dependencies` of the route.

    Raises:
        KebijakanTidakSah: there is no such action.
    """
    return Depends(Wewenang(kode, milik))


def bila_boleh(kode: str, milik: Penunjuk = _milik_negara) -> Any:  # noqa: ANN401 - as `fastapi.Depends`
    """The dependency of an open route that says more to those who may do `kode`.

    Raises:
        KebijakanTidakSah: there is no such action.
    """
    return Depends(BilaBoleh(kode, milik))


def terbuka(kode: str) -> Any:  # noqa: ANN401 - as `fastapi.Depends`
    """`dependencies=[terbuka(kode)]` of a route that everybody may call; it names its action like every other.

    Raises:
        KebijakanTidakSah: there is no such action.
    """
    return Depends(Terbuka(kode))


class Terbuka:
    """Marks a route as open by the policy table."""

    def __init__(self, kode: str) -> None:
        """Bind to the action `kode`, which must be open."""
        self.tindakan = tindakan(kode)
        if not self.tindakan.terbuka:
            raise ValueError(f"{kode} is not open to all")

    async def __call__(self, request: Request) -> None:
        """Let everybody pass.

        Raises:
            Rejected: 403, a season of this kind has no such action.
        """
        _pastikan_ada(self.tindakan, season_of(request))


class BilaBoleh:
    """Dependency of an open route that says more to some: the permission for the further action, or None."""

    def __init__(self, kode: str, milik: Penunjuk = _milik_negara) -> None:
        """Bind to the action `kode`; `milik` tells from the request whose thing it is."""
        self.tindakan = tindakan(kode)
        self.milik = milik

    async def __call__(self, request: Request, credentials: _PerhapsCredentials) -> Diizinkan | None:
        """The permission; None without a right token, or where it does not allow the action."""
        pelaku = await _pelaku(request, credentials)
        found = None if pelaku is None else putuskan(pelaku, self.tindakan, self.milik(request), season_of(request))
        if found is None:
            return None
        request.state.izin = found
        if self.tindakan.data_pribadi:
            await write_look(request, found)
        return found

"""Which requests are about a whole season: they name it where several are played. What names a person, a kelompok or a post need not."""

import re
from urllib.parse import quote

_WHOLE = re.compile(
    r"/v1/(?:"
    r"formasi/(?:berkas/.*|buka|kuota)|formasi\.ndjson|peserta\.ndjson|seleksi-administrasi/\w+"  # pendaftaran
    r"|jadwal(?:/\w+)?|saya/token-peserta"
    r"|nilai/berkas/.*|(?:skd|peringkat|kompetensi)/(?:tutup|rilis)|(?:skb|sanggah)/daftar\.ndjson"  # penilaian
    r"|penempatan/(?:usul|rilis)|kursi\.ndjson"  # penempatan
    r"|ringkasan|hasil\.ndjson"
    r")"
)


def naming(path: str, musim: str) -> str:
    """The path with `?musim=` where the request is about a whole season."""
    if not _WHOLE.fullmatch(path.partition("?")[0]):
        return path
    return f"{path}{'&' if '?' in path else '?'}musim={quote(musim, safe='')}"

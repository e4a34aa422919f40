"""Numbered properties (docs/verifikasi.md), checked on the input and output of every kelompok before anything is published.

Nothing here shares code with the deciding: what both go by is the rule set and the values themselves.
"""

from services.penilaian.domain.periksa.peringkat import Segel, periksa_peringkat, periksa_segel, periksa_segel_pppk
from services.penilaian.domain.periksa.pppk import periksa_pppk
from services.penilaian.domain.periksa.sifat import HASIL_CACAT, SIFAT
from services.penilaian.domain.periksa.skd import periksa_skd

__all__ = ["HASIL_CACAT", "SIFAT", "Segel", "periksa_peringkat", "periksa_pppk", "periksa_segel", "periksa_segel_pppk", "periksa_skd"]

"""One function per thing that can happen on the way to an appointment."""

from services.kepegawaian.usecases.menerbitkan import HasilPenerbitan, terbitkan_nip
from services.kepegawaian.usecases.menerima import terima_keputusan
from services.kepegawaian.usecases.mengundurkan import catat_pengunduran

__all__ = ["HasilPenerbitan", "catat_pengunduran", "terbitkan_nip", "terima_keputusan"]

"""The outside that registration needs: who keeps the keys that wrap people's keys."""

from services.pendaftaran.ports.kunci import PembungkusKunci, Terbungkus

__all__ = ["PembungkusKunci", "Terbungkus"]

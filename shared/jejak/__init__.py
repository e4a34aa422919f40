"""The record of acts: who did what to what, written in the act's own transaction and chained afterwards (docs/jejak.md)."""

from shared.jejak.catatan import Catatan, Hasil
from shared.jejak.keadaan import sidik_keadaan
from shared.jejak.rantai import AWAL, Kepala, Mata

__all__ = ["AWAL", "Catatan", "Hasil", "Kepala", "Mata", "sidik_keadaan"]

"""The seasons as appointing knows them."""

from shared.musim.salinan import SalinanMusim

SALINAN = SalinanMusim("kepegawaian")

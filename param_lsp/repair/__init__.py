"""Repairs: the fixes that rules propose, each tried on the text and analysed again before anybody is offered it."""

from param_lsp.repair.fix_all import Repaired, fix_all
from param_lsp.repair.trial import Offer, offers, with_fixes

__all__ = ["Offer", "Repaired", "fix_all", "offers", "with_fixes"]

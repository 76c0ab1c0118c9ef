"""What can be shown of a handbook before it is ever asked: of its tables, and of all of them together."""

from core.proof.claims import Allowed, Axis, Claims, Domain, Invariant, RowClaim, Sweep, Within
from core.proof.fault import Fault, Proof, Tally
from core.proof.patients import reading
from core.proof.whole import Portion, Work, prove, prove_claims

__all__ = [
    "Allowed",
    "Axis",
    "Claims",
    "Domain",
    "Fault",
    "Invariant",
    "Portion",
    "Proof",
    "RowClaim",
    "Sweep",
    "Tally",
    "Within",
    "Work",
    "prove",
    "prove_claims",
    "reading",
]

---- MODULE MCNmiNone ----
\* A .cfg file cannot hold tuples: they are defined here.
EXTENDS Nmi, NmiNone

MCChain == <<2, 1>>

====

---- MODULE MCNmiNoneLiveness ----
\* A .cfg file cannot hold tuples: they are defined here.
EXTENDS NmiLiveness, NmiNone

MCChain == <<2, 1>>

====

---- MODULE MCNmiMainlineLiveness ----
\* A .cfg file cannot hold tuples: they are defined here.
EXTENDS NmiLiveness, NmiMainline

MCChain == <<2, 1>>

====

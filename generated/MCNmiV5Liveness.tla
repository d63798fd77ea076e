---- MODULE MCNmiV5Liveness ----
\* A .cfg file cannot hold tuples: they are defined here.
EXTENDS NmiLiveness, NmiV5

MCChain == <<2, 1>>

====

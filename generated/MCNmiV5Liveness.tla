---- MODULE MCNmiV5Liveness ----
\* A .cfg file cannot hold tuples: they are defined here.
EXTENDS NmiV5Liveness

MCChain == <<2, 1>>

====

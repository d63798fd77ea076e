---- MODULE MCNmiV5 ----
\* A .cfg file cannot hold tuples: they are defined here.
EXTENDS Nmi, NmiV5

MCChain == <<2, 1>>

====

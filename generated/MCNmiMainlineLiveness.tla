---- MODULE MCNmiMainlineLiveness ----
\* A .cfg file cannot hold tuples: they are defined here.
EXTENDS NmiMainlineLiveness

MCChain == <<2, 1>>

====

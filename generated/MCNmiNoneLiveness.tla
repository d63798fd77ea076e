---- MODULE MCNmiNoneLiveness ----
\* A .cfg file cannot hold tuples: they are defined here.
EXTENDS NmiNoneLiveness

MCChain == <<2, 1>>

====

---- MODULE MCNmiNone ----
\* A .cfg file cannot hold tuples: they are defined here.
EXTENDS NmiNone

MCChain == <<2, 1>>

====

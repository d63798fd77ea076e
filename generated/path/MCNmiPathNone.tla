---- MODULE MCNmiPathNone ----
\* A .cfg file cannot hold tuples: they are defined here.
EXTENDS NmiPathNone

MCChain == <<2, 1>>

====

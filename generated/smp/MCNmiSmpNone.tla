---- MODULE MCNmiSmpNone ----
\* A .cfg file cannot hold tuples: they are defined here.
EXTENDS NmiSmpNone

MCChain == <<1, 1>>

====

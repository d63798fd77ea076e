---- MODULE MCNmiMainline ----
\* A .cfg file cannot hold tuples: they are defined here.
EXTENDS NmiMainline

MCChain == <<2, 1>>

====

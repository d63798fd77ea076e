---- MODULE MCNmiPathMainline ----
\* A .cfg file cannot hold tuples: they are defined here.
EXTENDS NmiPathMainline

MCChain == <<2, 1>>

====

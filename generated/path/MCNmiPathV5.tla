---- MODULE MCNmiPathV5 ----
\* A .cfg file cannot hold tuples: they are defined here.
EXTENDS NmiPathV5

MCChain == <<2, 1>>

====

---- MODULE MCNmiSmpV5 ----
\* A .cfg file cannot hold tuples: they are defined here.
EXTENDS NmiSmpV5

MCChain == <<1, 1>>

====

---- MODULE MCNmiSmpMainline_shared_all ----
\* A .cfg file cannot hold tuples: they are defined here.
EXTENDS NmiSmpMainline_shared_all

MCChain == <<1, 1>>

====

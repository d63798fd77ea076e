---- MODULE MCNmiSmpMainline_shared_boot ----
\* A .cfg file cannot hold tuples: they are defined here.
EXTENDS NmiSmpMainline_shared_boot

MCChain == <<1, 1>>

====

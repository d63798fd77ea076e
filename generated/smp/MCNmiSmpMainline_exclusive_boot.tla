---- MODULE MCNmiSmpMainline_exclusive_boot ----
\* A .cfg file cannot hold tuples: they are defined here.
EXTENDS NmiSmpMainline_exclusive_boot

MCChain == <<1, 1>>

====

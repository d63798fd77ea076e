---- MODULE MCNmiSmpMainline_own ----
\* A .cfg file cannot hold tuples: they are defined here.
EXTENDS NmiSmpMainline_own

MCChain == <<1, 1>>

====

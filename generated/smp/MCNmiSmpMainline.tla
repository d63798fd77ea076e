---- MODULE MCNmiSmpMainline ----
\* A .cfg file cannot hold tuples: they are defined here.
EXTENDS NmiSmpMainline

MCChain == <<1, 1>>

====

---- MODULE MCNmiMainline_manners_greedy ----
\* A .cfg file cannot hold tuples: they are defined here.
EXTENDS NmiMainline_manners_greedy

MCChain == <<2, 1>>

====

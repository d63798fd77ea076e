---- MODULE MCNmiMainline_unknown_chain_greedy ----
\* A .cfg file cannot hold tuples: they are defined here.
EXTENDS NmiMainline_unknown_chain_greedy

MCChain == <<2, 1>>

====

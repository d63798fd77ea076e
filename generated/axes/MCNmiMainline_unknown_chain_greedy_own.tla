---- MODULE MCNmiMainline_unknown_chain_greedy_own ----
\* A .cfg file cannot hold tuples: they are defined here.
EXTENDS NmiMainline_unknown_chain_greedy_own

MCChain == <<2, 1>>

====

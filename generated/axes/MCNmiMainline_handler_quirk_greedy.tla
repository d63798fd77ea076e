---- MODULE MCNmiMainline_handler_quirk_greedy ----
\* A .cfg file cannot hold tuples: they are defined here.
EXTENDS NmiMainline_handler_quirk_greedy

MCChain == <<2, 1>>

====

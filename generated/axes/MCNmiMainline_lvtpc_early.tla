---- MODULE MCNmiMainline_lvtpc_early ----
\* A .cfg file cannot hold tuples: they are defined here.
EXTENDS NmiMainline_lvtpc_early

MCChain == <<2, 1>>

====

---- MODULE MCNmiMainline_lvtpc_forgotten ----
\* A .cfg file cannot hold tuples: they are defined here.
EXTENDS NmiMainline_lvtpc_forgotten

MCChain == <<2, 1>>

====

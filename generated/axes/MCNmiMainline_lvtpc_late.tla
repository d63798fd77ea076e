---- MODULE MCNmiMainline_lvtpc_late ----
\* A .cfg file cannot hold tuples: they are defined here.
EXTENDS NmiMainline_lvtpc_late

MCChain == <<2, 1>>

====

---- MODULE MCNmiMainline_front_handler_emergency ----
\* A .cfg file cannot hold tuples: they are defined here.
EXTENDS NmiMainline_front_handler_emergency

MCChain == <<2, 1>>

====

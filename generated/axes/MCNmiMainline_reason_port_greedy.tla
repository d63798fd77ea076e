---- MODULE MCNmiMainline_reason_port_greedy ----
\* A .cfg file cannot hold tuples: they are defined here.
EXTENDS NmiMainline_reason_port_greedy

MCChain == <<2, 1>>

====

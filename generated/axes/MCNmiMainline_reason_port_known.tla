---- MODULE MCNmiMainline_reason_port_known ----
\* A .cfg file cannot hold tuples: they are defined here.
EXTENDS NmiMainline_reason_port_known

MCChain == <<2, 1>>

====

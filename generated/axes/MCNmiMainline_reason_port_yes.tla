---- MODULE MCNmiMainline_reason_port_yes ----
\* A .cfg file cannot hold tuples: they are defined here.
EXTENDS NmiMainline_reason_port_yes

MCChain == <<2, 1>>

====

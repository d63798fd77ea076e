---- MODULE MCNmiMainline_nmi_injection_drops ----
\* A .cfg file cannot hold tuples: they are defined here.
EXTENDS NmiMainline_nmi_injection_drops

MCChain == <<2, 1>>

====

---- MODULE MCNmiMainline_nmi_injection_again ----
\* A .cfg file cannot hold tuples: they are defined here.
EXTENDS NmiMainline_nmi_injection_again

MCChain == <<2, 1>>

====

---- MODULE MCNmiMainline_nmi_source_empty ----
\* A .cfg file cannot hold tuples: they are defined here.
EXTENDS NmiMainline_nmi_source_empty

MCChain == <<2, 1>>

====

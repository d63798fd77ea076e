---- MODULE MCNmiMainline_nmi_source_unnamed ----
\* A .cfg file cannot hold tuples: they are defined here.
EXTENDS NmiMainline_nmi_source_unnamed

MCChain == <<2, 1>>

====

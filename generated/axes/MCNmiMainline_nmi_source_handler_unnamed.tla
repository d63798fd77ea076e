---- MODULE MCNmiMainline_nmi_source_handler_unnamed ----
\* A .cfg file cannot hold tuples: they are defined here.
EXTENDS NmiMainline_nmi_source_handler_unnamed

MCChain == <<2, 1>>

====

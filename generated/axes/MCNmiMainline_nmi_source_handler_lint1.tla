---- MODULE MCNmiMainline_nmi_source_handler_lint1 ----
\* A .cfg file cannot hold tuples: they are defined here.
EXTENDS NmiMainline_nmi_source_handler_lint1

MCChain == <<2, 1>>

====

---- MODULE MCNmiMainline_handler_quirk_double_count ----
\* A .cfg file cannot hold tuples: they are defined here.
EXTENDS NmiMainline_handler_quirk_double_count

MCChain == <<2, 1>>

====

---- MODULE MCNmiMainline_panic_unrecovered ----
\* A .cfg file cannot hold tuples: they are defined here.
EXTENDS NmiMainline_panic_unrecovered

MCChain == <<2, 1>>

====

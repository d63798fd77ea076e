---- MODULE MCNmiMainline_panic_io ----
\* A .cfg file cannot hold tuples: they are defined here.
EXTENDS NmiMainline_panic_io

MCChain == <<2, 1>>

====

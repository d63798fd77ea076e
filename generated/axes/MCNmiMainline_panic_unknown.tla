---- MODULE MCNmiMainline_panic_unknown ----
\* A .cfg file cannot hold tuples: they are defined here.
EXTENDS NmiMainline_panic_unknown

MCChain == <<2, 1>>

====

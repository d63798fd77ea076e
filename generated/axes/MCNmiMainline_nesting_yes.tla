---- MODULE MCNmiMainline_nesting_yes ----
\* A .cfg file cannot hold tuples: they are defined here.
EXTENDS NmiMainline_nesting_yes

MCChain == <<2, 1>>

====

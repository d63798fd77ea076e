---- MODULE MCNmiMainline_manners_keeps ----
\* A .cfg file cannot hold tuples: they are defined here.
EXTENDS NmiMainline_manners_keeps

MCChain == <<2, 1>>

====

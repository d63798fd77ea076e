---- MODULE MCNmiMainline_manners_doubles ----
\* A .cfg file cannot hold tuples: they are defined here.
EXTENDS NmiMainline_manners_doubles

MCChain == <<2, 1>>

====

---- MODULE MCNmiMainline ----
\* A .cfg file cannot hold tuples: they are defined here.
EXTENDS Nmi, NmiMainline

MCChain == <<2, 1>>

====

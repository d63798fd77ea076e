---- MODULE MCNmiMainline_latch_depth_2 ----
\* A .cfg file cannot hold tuples: they are defined here.
EXTENDS NmiMainline_latch_depth_2

MCChain == <<2, 1>>

====

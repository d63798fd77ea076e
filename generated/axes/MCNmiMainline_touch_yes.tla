---- MODULE MCNmiMainline_touch_yes ----
\* A .cfg file cannot hold tuples: they are defined here.
EXTENDS NmiMainline_touch_yes

MCChain == <<2, 1>>

====

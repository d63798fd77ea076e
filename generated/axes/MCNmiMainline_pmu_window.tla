---- MODULE MCNmiMainline_pmu_window ----
\* A .cfg file cannot hold tuples: they are defined here.
EXTENDS NmiMainline_pmu_window

MCChain == <<2, 1>>

====

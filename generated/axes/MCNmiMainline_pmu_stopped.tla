---- MODULE MCNmiMainline_pmu_stopped ----
\* A .cfg file cannot hold tuples: they are defined here.
EXTENDS NmiMainline_pmu_stopped

MCChain == <<2, 1>>

====

---- MODULE MCNmiMainline_pmu_late ----
\* A .cfg file cannot hold tuples: they are defined here.
EXTENDS NmiMainline_pmu_late

MCChain == <<2, 1>>

====

---- MODULE MCNmiMainline_pmu_vanishing ----
\* A .cfg file cannot hold tuples: they are defined here.
EXTENDS NmiMainline_pmu_vanishing

MCChain == <<2, 1>>

====

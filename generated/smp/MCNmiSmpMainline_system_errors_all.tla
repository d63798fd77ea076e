---- MODULE MCNmiSmpMainline_system_errors_all ----
\* A .cfg file cannot hold tuples: they are defined here.
EXTENDS NmiSmpMainline_system_errors_all

MCChain == <<1, 1>>

====

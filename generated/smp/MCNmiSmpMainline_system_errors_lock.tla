---- MODULE MCNmiSmpMainline_system_errors_lock ----
\* A .cfg file cannot hold tuples: they are defined here.
EXTENDS NmiSmpMainline_system_errors_lock

MCChain == <<1, 1>>

====

---- MODULE MCNmiSmpMainline_crash_button ----
\* A .cfg file cannot hold tuples: they are defined here.
EXTENDS NmiSmpMainline_crash_button

MCChain == <<1, 1>>

====

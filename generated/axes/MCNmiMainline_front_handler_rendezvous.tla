---- MODULE MCNmiMainline_front_handler_rendezvous ----
\* A .cfg file cannot hold tuples: they are defined here.
EXTENDS NmiMainline_front_handler_rendezvous

MCChain == <<2, 1>>

====

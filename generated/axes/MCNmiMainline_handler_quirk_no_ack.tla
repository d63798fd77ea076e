---- MODULE MCNmiMainline_handler_quirk_no_ack ----
\* A .cfg file cannot hold tuples: they are defined here.
EXTENDS NmiMainline_handler_quirk_no_ack

MCChain == <<2, 1>>

====

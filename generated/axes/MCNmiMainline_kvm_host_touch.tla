---- MODULE MCNmiMainline_kvm_host_touch ----
\* A .cfg file cannot hold tuples: they are defined here.
EXTENDS NmiMainline_kvm_host_touch

MCChain == <<2, 1>>

====

---- MODULE MCNmiMainline_kvm_host_yes ----
\* A .cfg file cannot hold tuples: they are defined here.
EXTENDS NmiMainline_kvm_host_yes

MCChain == <<2, 1>>

====

---- MODULE AssumptionError ----
EXTENDS Naturals
VARIABLE x
Init == x = 0
ASSUME 1 + "one" = 2
Next == x' = x
====

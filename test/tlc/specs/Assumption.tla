---- MODULE Assumption ----
EXTENDS Naturals
VARIABLE x
Init == x = 0
ASSUME 1 = 2
Next == x' = x
====

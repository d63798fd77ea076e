---- MODULE Semantic ----
EXTENDS Naturals
VARIABLE x
Init == x = 0
Next == x' = Undefined(x) + y
Init == x = 1
====

---- MODULE NoModule ----
EXTENDS Naturals
VARIABLE x
Init == x = 0
INSTANCE Nowhere
Next == x' = x
====

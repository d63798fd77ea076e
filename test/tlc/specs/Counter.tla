------------------------------ MODULE Counter ------------------------------
(* A counter, with every mistake in it that TLC tells of in a way of its own. *)
EXTENDS Integers, Sequences, TLC

VARIABLES x, log

Table == [i \in 0..2 |-> i + 1]
Lookup(i) == Table[i]

RECURSIVE Down(_)
Down(n) == IF n < -1000000 THEN 0 ELSE 1 + Down(n - 1)

Odd == << "a\"b\\n", [k |-> {1, 2}, f |-> (0 :> TRUE @@ 5 :> FALSE)] >>
Long == [i \in 1..12 |-> [number |-> i, name |-> "number", odd |-> i % 2 = 1]]

Init == x = 0 /\ log = Odd
NoInit == x = 1 /\ x = 2 /\ log = Odd
BadInit == x = 1 + "one" /\ log = Odd

(* Sound. *)
Loop == x' = (x + 1) % 4 /\ UNCHANGED log
Twice(d) == x' = (x + d * d) % 4 /\ log' = Long
Choice == Loop \/ (\E d \in {-1, 1} : Twice(d))
Large == x' \in 0..1500 /\ UNCHANGED log
Endless == x' \in (x + 1)..(x + 100) /\ UNCHANGED log

(* Not sound. *)
Stop == x < 3 /\ x' = x + 1 /\ UNCHANGED log
Outside == x' = Lookup(x) /\ UNCHANGED log
Partial == x' = x + 1
Asserts == Assert(x < 2, "x is too large") /\ x' = x + 1 /\ UNCHANGED log
Deep == x' = Down(x) /\ UNCHANGED log
Wide == x' = x + 1 /\ log' = [i \in 1..9999999 |-> i]

Small == x < 2
Short == Len(log) = 2
Positive == x > 0
Untyped == IF x = 2 THEN x + "s" = 3 ELSE TRUE
NotBoolean == IF x = 2 THEN x ELSE TRUE

Growing == [][x' > x]_x
Eventually == <>(x = 5)
FairLoop == Init /\ [][Loop]_<<x, log>> /\ WF_<<x, log>>(Loop)
=============================================================================

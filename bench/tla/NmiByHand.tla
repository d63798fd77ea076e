------------------------------ MODULE NmiByHand ------------------------------
(***************************************************************************)
(* NMI dispatch on one x86 CPU under the policy of Linux 3.2 and later     *)
(* (default_do_nmi in arch/x86/kernel/nmi.c), written by hand.  It has the *)
(* steps and the variables of the typed model and is what the generated    *)
(* specification is measured against: same distinct states, similar time.  *)
(***************************************************************************)
EXTENDS Naturals, Sequences

CONSTANTS
    Chain,   \* event slots of each NMI_LOCAL handler, in calling order
    Rips,    \* how many places the CPU can be at outside NMI context
    Sticky,  \* an event can happen again while its status bit is still set
    Shadow   \* the CPU can execute while an NMI is pending

ASSUME
    /\ Chain \in Seq(Nat \ {0})
    /\ Len(Chain) > 0
    /\ Rips \in Nat \ {0}
    /\ Sticky \in BOOLEAN
    /\ Shadow \in BOOLEAN

Handlers == 1..Len(Chain)
Slots(h) == 1..Chain[h]
Places   == 1..Rips

NoRip    == 0
NoResult == "none"

Results == { NoResult, "handled", "masked", "swallowed", "falseSwallow",
             "reported", "misattributed", "spurious" }

Run         == [at |-> "run"]
Poll(h, s)  == [at |-> "polling", handler |-> h, slot |-> s]
Decision    == [at |-> "decide"]

VARIABLES
    active,        \* active[h][s]: the status bit of a slot
    latched,       \* an NMI is pending
    latchUnknown,  \* ghost: an edge folded into the latch is unknown
    rip,           \* where the CPU is outside NMI context
    lastRip,       \* rip of the previous NMI
    position,      \* run, polling a slot, or decide
    handled,       \* events claimed by the NMI in progress: 0, 1, 2 (more)
    backToBack,    \* the NMI in progress found the CPU where the last one did
    unknown,       \* ghost: the NMI in progress carries an unknown edge
    swallowNmi,    \* the policy is armed
    outcome,       \* how the NMI that has just ended is judged
    owed           \* ghost: an unknown edge was lost and is not made up for

hardware == << active, latched, latchUnknown, rip >>
kernel   == << lastRip, position, handled, backToBack, unknown, swallowNmi >>
vars     == << hardware, kernel, outcome, owed >>

TypeOK ==
    /\ DOMAIN active = Handlers
    /\ \A h \in Handlers : active[h] \in [Slots(h) -> BOOLEAN]
    /\ latched \in BOOLEAN
    /\ latchUnknown \in BOOLEAN
    /\ rip \in Places
    /\ lastRip \in Places \cup {NoRip}
    /\ \/ position \in {Run, Decision}
       \/ \E h \in Handlers : \E s \in Slots(h) : position = Poll(h, s)
    /\ handled \in 0..2
    /\ backToBack \in BOOLEAN
    /\ unknown \in BOOLEAN
    /\ swallowNmi \in BOOLEAN
    /\ outcome \in Results
    /\ owed \in BOOLEAN

-----------------------------------------------------------------------------

Init ==
    /\ active = [h \in Handlers |-> [s \in Slots(h) |-> FALSE]]
    /\ latched = FALSE
    /\ latchUnknown = FALSE
    /\ rip = 1
    /\ lastRip = NoRip
    /\ position = Run
    /\ handled = 0
    /\ backToBack = FALSE
    /\ unknown = FALSE
    /\ swallowNmi = FALSE
    /\ outcome = NoResult
    /\ owed = FALSE

-----------------------------------------------------------------------------

Raise(h, s) ==
    /\ Sticky \/ ~active[h][s]
    /\ active' = [active EXCEPT ![h][s] = TRUE]
    /\ latched' = TRUE
    /\ outcome' = NoResult
    /\ UNCHANGED << latchUnknown, rip, kernel, owed >>

External ==
    /\ latched' = TRUE
    /\ latchUnknown' = TRUE
    /\ outcome' = NoResult
    /\ UNCHANGED << active, rip, kernel, owed >>

Execute(r) ==
    /\ position = Run
    /\ Shadow \/ ~latched
    /\ rip' = r
    /\ outcome' = NoResult
    /\ UNCHANGED << active, latched, latchUnknown, kernel, owed >>

-----------------------------------------------------------------------------

Deliver ==
    /\ position = Run
    /\ latched
    /\ latched' = FALSE
    /\ latchUnknown' = FALSE
    /\ unknown' = latchUnknown
    /\ backToBack' = (rip = lastRip)
    /\ lastRip' = rip
    /\ swallowNmi' = (swallowNmi /\ rip = lastRip)
    /\ position' = Poll(1, 1)
    /\ outcome' = NoResult
    /\ UNCHANGED << active, rip, handled, owed >>

AfterSlot(h, s) ==
    IF s < Chain[h] THEN Poll(h, s + 1)
    ELSE IF h < Len(Chain) THEN Poll(h + 1, 1)
    ELSE Decision

PollSlot ==
    /\ position.at = "polling"
    /\ LET h == position.handler
           s == position.slot
       IN  /\ active' = [active EXCEPT ![h][s] = FALSE]
           /\ handled' = IF active[h][s] /\ handled < 2 THEN handled + 1 ELSE handled
           /\ position' = AfterSlot(h, s)
    /\ outcome' = NoResult
    /\ UNCHANGED << latched, latchUnknown, rip, lastRip, backToBack, unknown,
                    swallowNmi, owed >>

Judgement ==
    IF handled > 0 THEN
        IF unknown THEN "masked" ELSE "handled"
    ELSE IF backToBack /\ swallowNmi THEN
        IF unknown THEN "falseSwallow" ELSE "swallowed"
    ELSE IF unknown THEN "reported"
    ELSE IF owed THEN "misattributed"
    ELSE "spurious"

Decide ==
    /\ position = Decision
    /\ outcome' = Judgement
    /\ owed' = CASE outcome' \in {"masked", "falseSwallow"} -> TRUE
                 [] outcome' = "misattributed"              -> FALSE
                 [] OTHER                                   -> owed
    /\ swallowNmi' = (swallowNmi \/ handled > 1)
    /\ position' = Run
    /\ handled' = 0
    /\ backToBack' = FALSE
    /\ unknown' = FALSE
    /\ UNCHANGED << hardware, lastRip >>

-----------------------------------------------------------------------------

Next ==
    \/ \E h \in Handlers : \E s \in Slots(h) : Raise(h, s)
    \/ External
    \/ \E r \in Places : Execute(r)
    \/ Deliver
    \/ PollSlot
    \/ Decide

Spec == Init /\ [][Next]_vars

-----------------------------------------------------------------------------

NoFalseSwallow == outcome # "falseSwallow"

NoSpurious == outcome # "spurious"

NoMasked == outcome # "masked"

NoStranded ==
    ~ /\ position = Run
      /\ ~latched
      /\ \E h \in Handlers : \E s \in Slots(h) : active[h][s]

=============================================================================

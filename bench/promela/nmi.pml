/*
 * NMI dispatch on one CPU under the policy `mainline`, on the ideal platform: the same variables and
 * the same steps as spec/, written by hand for SPIN.
 *
 * SLOTS is the number of event slots of all handlers together: under `mainline` every handler is
 * called in every NMI, so that only the order of the slots matters. PLACES is the number of RIPs.
 *
 *   spin -DSLOTS=12 -DPLACES=4 -a nmi.pml
 *   gcc -O2 -DSAFETY -DNOREDUCE -o pan pan.c && ./pan -w25 -m10000000
 */
#ifndef SLOTS
#define SLOTS 3
#endif
#ifndef PLACES
#define PLACES 2
#endif

/* position: 0 in run, 1 to SLOTS polling that slot, SLOTS + 1 at decide */
#define RUN    0
#define DECIDE (SLOTS + 1)

/* outcome */
#define NOTHING       0
#define HANDLED       1
#define MASKED        2
#define SWALLOWED     3
#define FALSE_SWALLOW 4
#define REPORTED      5
#define MISATTRIBUTED 6
#define SPURIOUS      7

unsigned raised : SLOTS;          /* a bit for each slot */
bit latched;
bit latch_carries_unknown;
unsigned rip : 3;                 /* 0 to PLACES - 1 */
unsigned last_nmi_rip : 4;        /* 0: there was no NMI yet; else the place and 1 */
unsigned position : 5;
unsigned handled : 2;
bit back_to_back;
bit carries_unknown;
bit swallow_nmi;
bit owed;
unsigned outcome : 3;

#define RAISE(slot) \
  :: d_step { !(raised & (1 << (slot))) -> \
       raised = raised | (1 << (slot)); latched = 1; outcome = NOTHING }

#define EXECUTE(place) \
  :: d_step { position == RUN && !latched -> rip = place; outcome = NOTHING }

active proctype machine() {
  do
  RAISE(0)
#if SLOTS > 1
  RAISE(1)
#endif
#if SLOTS > 2
  RAISE(2)
#endif
#if SLOTS > 3
  RAISE(3)
#endif
#if SLOTS > 4
  RAISE(4)
#endif
#if SLOTS > 5
  RAISE(5)
#endif
#if SLOTS > 6
  RAISE(6)
#endif
#if SLOTS > 7
  RAISE(7)
#endif
#if SLOTS > 8
  RAISE(8)
#endif
#if SLOTS > 9
  RAISE(9)
#endif
#if SLOTS > 10
  RAISE(10)
#endif
#if SLOTS > 11
  RAISE(11)
#endif

  /* external */
  :: d_step { latched = 1; latch_carries_unknown = 1; outcome = NOTHING }

  EXECUTE(0)
#if PLACES > 1
  EXECUTE(1)
#endif
#if PLACES > 2
  EXECUTE(2)
#endif
#if PLACES > 3
  EXECUTE(3)
#endif

  /* deliver */
  :: d_step { position == RUN && latched ->
       latched = 0;
       carries_unknown = latch_carries_unknown;
       latch_carries_unknown = 0;
       back_to_back = (last_nmi_rip == rip + 1);
       last_nmi_rip = rip + 1;
       swallow_nmi = swallow_nmi && back_to_back;
       position = 1;
       outcome = NOTHING }

  /* poll */
  :: d_step { position != RUN && position != DECIDE ->
       if
       :: raised & (1 << (position - 1)) ->
            raised = raised & ~(1 << (position - 1));
            handled = (handled < 2 -> handled + 1 : 2)
       :: else
       fi;
       position = position + 1;
       outcome = NOTHING }

  /* decide */
  :: d_step { position == DECIDE ->
       if
       :: handled > 0 && carries_unknown  -> outcome = MASKED; owed = 1
       :: handled > 0 && !carries_unknown -> outcome = HANDLED
       :: handled == 0 && back_to_back && swallow_nmi ->
            if
            :: carries_unknown -> outcome = FALSE_SWALLOW; owed = 1
            :: else -> outcome = SWALLOWED
            fi
       :: handled == 0 && !(back_to_back && swallow_nmi) ->
            if
            :: carries_unknown -> outcome = REPORTED
            :: !carries_unknown && owed -> outcome = MISATTRIBUTED; owed = 0
            :: !carries_unknown && !owed -> outcome = SPURIOUS
            fi
       fi;
       swallow_nmi = swallow_nmi || handled > 1;
       handled = 0;
       back_to_back = 0;
       carries_unknown = 0;
       position = RUN;
       /* NoSpurious; without it SPIN would leave a variable out that nobody reads */
       assert(outcome != SPURIOUS) }
  od
}

; Proof obligations of nmicheck: every run under the policy none on the chain [1,1] is one on every
; chain that contains it, on every platform and with any number of ips.
; Variables with ~ are those of the machine with the chain [1,1]; handlerH and slotH_S are where its
; slot S of handler H is in the other chain. Under each name stands what a solver must say.
; Generated from the typed model; do not edit.
(set-logic ALL)

(declare-datatypes ((Word 0)) (((|"decide"|) (|"falseSwallow"|) (|"handled"|) (|"masked"|) (|"misattributed"|) (|"on"|) (|"polling"|) (|"report"|) (|"reported"|) (|"run"|) (|"spurious"|) (|"swallow"|) (|"swallowed"|))))

; The constants: any value of their types.
; NMI_LOCAL handlers in calling order: the number of event slots (PMU counters, say) of each.
(declare-fun chain?length () Int)
(declare-fun chain (Int) Int)
; How many places the CPU can be at outside NMI context. Only equality of places matters.
(declare-fun rips () Int)
; An event can happen again, with an edge of its own, while its status bit is still set.
(declare-fun sticky () Bool)
; The CPU can execute while an NMI is pending: interrupt shadow, virtual CPU, slow delivery.
(declare-fun shadow () Bool)
(assert (and
          (<= 1 chain?length)
          (forall ((i!1 Int)) (or (not (and (<= 0 i!1) (< i!1 chain?length))) (<= 1 (chain i!1))))))
(assert (<= 1 rips))

; The slots of the other chain that stand for those of the small one.
(declare-fun handler0 () Int)
(declare-fun slot0_0 () Int)
(declare-fun handler1 () Int)
(declare-fun slot1_0 () Int)
(assert (and
          (<= 0 handler0)
          (< handler0 chain?length)
          (<= 0 slot0_0)
          (< slot0_0 (chain handler0))
          (<= 0 handler1)
          (< handler1 chain?length)
          (<= 0 slot1_0)
          (< slot1_0 (chain handler1))
          (< handler0 handler1)))

; The states of both.
(declare-fun active (Int Int) Bool)
(declare-fun active~ (Int Int) Bool)
(declare-fun latched () Bool)
(declare-fun latched~ () Bool)
(declare-fun rip () Int)
(declare-fun rip~ () Int)
(declare-fun lastNmiRip?null () Bool)
(declare-fun lastNmiRip () Int)
(declare-fun lastNmiRip~?null () Bool)
(declare-fun lastNmiRip~ () Int)
(declare-fun position.at () Word)
(declare-fun position.handler () Int)
(declare-fun position.slot () Int)
(declare-fun position~.at () Word)
(declare-fun position~.handler () Int)
(declare-fun position~.slot () Int)
(declare-fun handled () Int)
(declare-fun handled~ () Int)
(declare-fun backToBack () Bool)
(declare-fun backToBack~ () Bool)
(declare-fun latchCarriesUnknown () Bool)
(declare-fun latchCarriesUnknown~ () Bool)
(declare-fun carriesUnknown () Bool)
(declare-fun carriesUnknown~ () Bool)
(declare-fun owed () Bool)
(declare-fun owed~ () Bool)
(declare-fun outcome?null () Bool)
(declare-fun outcome () Word)
(declare-fun outcome~?null () Bool)
(declare-fun outcome~ () Word)

; What both have in common.
(define-fun TypeOK () Bool
  (and
    (<= 1 rip~)
    (<= rip~ rips)
    (or lastNmiRip~?null (and (<= 1 lastNmiRip~) (<= lastNmiRip~ rips)))
    (or
      (and (= position~.at |"run"|) (not (= position~.at |"polling"|)))
      (and
        (= position~.at |"polling"|)
        (<= 0 position~.handler)
        (<= position~.handler 1)
        (<= 0 position~.slot)
        (<= position~.slot 0))
      (and (= position~.at |"decide"|) (not (= position~.at |"polling"|))))
    (<= 0 handled~)
    (<= handled~ 2)
    (or
      outcome~?null
      (= outcome~ |"handled"|)
      (= outcome~ |"masked"|)
      (= outcome~ |"swallowed"|)
      (= outcome~ |"falseSwallow"|)
      (= outcome~ |"reported"|)
      (= outcome~ |"misattributed"|)
      (= outcome~ |"spurious"|))))
(define-fun |The slots are alike| () Bool
  (and
    (= (active~ 0 0) (active handler0 slot0_0))
    (= (active~ 1 0) (active handler1 slot1_0))
    (forall ((i!1 Int))
      (or
        (not (and (<= 0 i!1) (< i!1 chain?length)))
        (forall ((i!2 Int))
          (or
            (not (and (<= 0 i!2) (< i!2 (chain i!1))))
            (and (= i!1 handler0) (= i!2 slot0_0))
            (and (= i!1 handler1) (= i!2 slot1_0))
            (not (active i!1 i!2))))))))
(define-fun |The walks are at the same chosen slot| () Bool
  (or
    (and (= position~.at |"run"|) (= position.at |"run"|))
    (and (= position~.at |"decide"|) (= position.at |"decide"|))
    (and
      (= position.at |"polling"|)
      (<= 0 position.handler)
      (< position.handler chain?length)
      (<= 0 position.slot)
      (< position.slot (chain position.handler))
      (or
        (and
          (= position~.at |"decide"|)
          (or
            (< handler0 position.handler)
            (and (= handler0 position.handler) (< slot0_0 position.slot)))
          (or
            (< handler1 position.handler)
            (and (= handler1 position.handler) (< slot1_0 position.slot))))
        (and
          (= position~.at |"polling"|)
          (= position~.handler 0)
          (= position~.slot 0)
          (not
            (or
              (< handler0 position.handler)
              (and (= handler0 position.handler) (< slot0_0 position.slot)))))
        (and
          (= position~.at |"polling"|)
          (= position~.handler 1)
          (= position~.slot 0)
          (or
            (< handler0 position.handler)
            (and (= handler0 position.handler) (< slot0_0 position.slot)))
          (not
            (or
              (< handler1 position.handler)
              (and (= handler1 position.handler) (< slot1_0 position.slot)))))))))
(define-fun |Everything else is equal| () Bool
  (and
    (= latched~ latched)
    (= rip~ rip)
    (or
      (and lastNmiRip~?null lastNmiRip?null)
      (and (not lastNmiRip~?null) (not lastNmiRip?null) (= lastNmiRip~ lastNmiRip)))
    (= handled~ handled)
    (= backToBack~ backToBack)
    (= latchCarriesUnknown~ latchCarriesUnknown)
    (= carriesUnknown~ carriesUnknown)
    (= owed~ owed)
    (or
      (and outcome~?null outcome?null)
      (and (not outcome~?null) (not outcome?null) (= outcome~ outcome)))
    (or (= position~.at |"run"|) outcome~?null)
    (or (not (= position~.at |"run"|)) (= handled~ 0))))

; --------------------------------------------------------------------------------------------------
; The initial states

(push 1)

(echo "Some chain contains this one: sat")
(push 1)
(check-sat)
(pop 1)

(echo "Initially the slots are alike: unsat")
(push 1)
(assert false)
(check-sat)
(pop 1)

(echo "Initially the walks are at the same chosen slot: unsat")
(push 1)
(assert false)
(check-sat)
(pop 1)

(echo "Initially everything else is equal: unsat")
(push 1)
(assert false)
(check-sat)
(pop 1)
(pop 1)

; --------------------------------------------------------------------------------------------------
; Raise(0, 0) on both

(push 1)
(assert TypeOK)
(assert |The slots are alike|)
(assert |The walks are at the same chosen slot|)
(assert |Everything else is equal|)
(assert (not (and (active~ 0 0) (not sticky))))
(assert (and
          (or (not (= position~.at |"decide"|)) (= position.at |"decide"|))
          (not
            (and
              (= position.at |"polling"|)
              (not
                (or
                  (and (= position.handler handler0) (= position.slot slot0_0))
                  (and (= position.handler handler1) (= position.slot slot1_0))))))))

(echo "Raise(0, 0) happens somewhere: sat")
(push 1)
(check-sat)
(pop 1)

(echo "Raise(0, 0) can happen on the large machine: unsat")
(push 1)
(assert (not
          (and
            (not (and (active handler0 slot0_0) (not sticky)))
            (<= 0 handler0)
            (< handler0 chain?length)
            (<= 0 slot0_0)
            (< slot0_0 (chain handler0))
            (or
              (and (active handler0 slot0_0) (not sticky))
              (and (<= 0 handler0) (< handler0 chain?length)))
            (or
              (and (active handler0 slot0_0) (not sticky))
              (and (<= 0 slot0_0) (< slot0_0 (chain handler0)))))))
(check-sat)
(pop 1)

(echo "After Raise(0, 0) the slots are alike: unsat")
(push 1)
(assert (not
          (and
            (=
              (active~ 1 0)
              (ite
                (= handler1 handler0)
                (or (= slot1_0 slot0_0) (active handler0 slot1_0))
                (active handler1 slot1_0)))
            (forall ((i!1 Int))
              (or
                (not (and (<= 0 i!1) (< i!1 chain?length)))
                (forall ((i!2 Int))
                  (or
                    (not (and (<= 0 i!2) (< i!2 (chain i!1))))
                    (and (= i!1 handler0) (= i!2 slot0_0))
                    (and (= i!1 handler1) (= i!2 slot1_0))
                    (not
                      (ite
                        (= i!1 handler0)
                        (or (= i!2 slot0_0) (active handler0 i!2))
                        (active i!1 i!2))))))))))
(check-sat)
(pop 1)

(echo "After Raise(0, 0) the walks are at the same chosen slot: unsat")
(push 1)
(assert (not
          (or
            (and (= position~.at |"run"|) (= position.at |"run"|))
            (and (= position~.at |"decide"|) (= position.at |"decide"|))
            (and
              (= position.at |"polling"|)
              (<= 0 position.handler)
              (< position.handler chain?length)
              (<= 0 position.slot)
              (< position.slot (chain position.handler))
              (or
                (and
                  (= position~.at |"decide"|)
                  (or
                    (< handler0 position.handler)
                    (and (= handler0 position.handler) (< slot0_0 position.slot)))
                  (or
                    (< handler1 position.handler)
                    (and (= handler1 position.handler) (< slot1_0 position.slot))))
                (and
                  (= position~.at |"polling"|)
                  (= position~.handler 0)
                  (= position~.slot 0)
                  (not
                    (or
                      (< handler0 position.handler)
                      (and (= handler0 position.handler) (< slot0_0 position.slot)))))
                (and
                  (= position~.at |"polling"|)
                  (= position~.handler 1)
                  (= position~.slot 0)
                  (or
                    (< handler0 position.handler)
                    (and (= handler0 position.handler) (< slot0_0 position.slot)))
                  (not
                    (or
                      (< handler1 position.handler)
                      (and (= handler1 position.handler) (< slot1_0 position.slot))))))))))
(check-sat)
(pop 1)

(echo "After Raise(0, 0) everything else is equal: unsat")
(push 1)
(assert (not
          (and
            (= rip~ rip)
            (or
              (and lastNmiRip~?null lastNmiRip?null)
              (and (not lastNmiRip~?null) (not lastNmiRip?null) (= lastNmiRip~ lastNmiRip)))
            (= handled~ handled)
            (= backToBack~ backToBack)
            (= latchCarriesUnknown~ latchCarriesUnknown)
            (= carriesUnknown~ carriesUnknown)
            (= owed~ owed)
            (or (not (= position~.at |"run"|)) (= handled~ 0)))))
(check-sat)
(pop 1)
(pop 1)

; --------------------------------------------------------------------------------------------------
; Raise(1, 0) on both

(push 1)
(assert TypeOK)
(assert |The slots are alike|)
(assert |The walks are at the same chosen slot|)
(assert |Everything else is equal|)
(assert (not (and (active~ 1 0) (not sticky))))
(assert (and
          (or (not (= position~.at |"decide"|)) (= position.at |"decide"|))
          (not
            (and
              (= position.at |"polling"|)
              (not
                (or
                  (and (= position.handler handler0) (= position.slot slot0_0))
                  (and (= position.handler handler1) (= position.slot slot1_0))))))))

(echo "Raise(1, 0) happens somewhere: sat")
(push 1)
(check-sat)
(pop 1)

(echo "Raise(1, 0) can happen on the large machine: unsat")
(push 1)
(assert (not
          (and
            (not (and (active handler1 slot1_0) (not sticky)))
            (<= 0 handler1)
            (< handler1 chain?length)
            (<= 0 slot1_0)
            (< slot1_0 (chain handler1))
            (or
              (and (active handler1 slot1_0) (not sticky))
              (and (<= 0 handler1) (< handler1 chain?length)))
            (or
              (and (active handler1 slot1_0) (not sticky))
              (and (<= 0 slot1_0) (< slot1_0 (chain handler1)))))))
(check-sat)
(pop 1)

(echo "After Raise(1, 0) the slots are alike: unsat")
(push 1)
(assert (not
          (and
            (=
              (active~ 0 0)
              (ite
                (= handler0 handler1)
                (or (= slot0_0 slot1_0) (active handler1 slot0_0))
                (active handler0 slot0_0)))
            (forall ((i!1 Int))
              (or
                (not (and (<= 0 i!1) (< i!1 chain?length)))
                (forall ((i!2 Int))
                  (or
                    (not (and (<= 0 i!2) (< i!2 (chain i!1))))
                    (and (= i!1 handler0) (= i!2 slot0_0))
                    (and (= i!1 handler1) (= i!2 slot1_0))
                    (not
                      (ite
                        (= i!1 handler1)
                        (or (= i!2 slot1_0) (active handler1 i!2))
                        (active i!1 i!2))))))))))
(check-sat)
(pop 1)

(echo "After Raise(1, 0) the walks are at the same chosen slot: unsat")
(push 1)
(assert (not
          (or
            (and (= position~.at |"run"|) (= position.at |"run"|))
            (and (= position~.at |"decide"|) (= position.at |"decide"|))
            (and
              (= position.at |"polling"|)
              (<= 0 position.handler)
              (< position.handler chain?length)
              (<= 0 position.slot)
              (< position.slot (chain position.handler))
              (or
                (and
                  (= position~.at |"decide"|)
                  (or
                    (< handler0 position.handler)
                    (and (= handler0 position.handler) (< slot0_0 position.slot)))
                  (or
                    (< handler1 position.handler)
                    (and (= handler1 position.handler) (< slot1_0 position.slot))))
                (and
                  (= position~.at |"polling"|)
                  (= position~.handler 0)
                  (= position~.slot 0)
                  (not
                    (or
                      (< handler0 position.handler)
                      (and (= handler0 position.handler) (< slot0_0 position.slot)))))
                (and
                  (= position~.at |"polling"|)
                  (= position~.handler 1)
                  (= position~.slot 0)
                  (or
                    (< handler0 position.handler)
                    (and (= handler0 position.handler) (< slot0_0 position.slot)))
                  (not
                    (or
                      (< handler1 position.handler)
                      (and (= handler1 position.handler) (< slot1_0 position.slot))))))))))
(check-sat)
(pop 1)

(echo "After Raise(1, 0) everything else is equal: unsat")
(push 1)
(assert (not
          (and
            (= rip~ rip)
            (or
              (and lastNmiRip~?null lastNmiRip?null)
              (and (not lastNmiRip~?null) (not lastNmiRip?null) (= lastNmiRip~ lastNmiRip)))
            (= handled~ handled)
            (= backToBack~ backToBack)
            (= latchCarriesUnknown~ latchCarriesUnknown)
            (= carriesUnknown~ carriesUnknown)
            (= owed~ owed)
            (or (not (= position~.at |"run"|)) (= handled~ 0)))))
(check-sat)
(pop 1)
(pop 1)

; --------------------------------------------------------------------------------------------------
; External on both

(push 1)
(assert TypeOK)
(assert |The slots are alike|)
(assert |The walks are at the same chosen slot|)
(assert |Everything else is equal|)
(assert (and
          (or (not (= position~.at |"decide"|)) (= position.at |"decide"|))
          (not
            (and
              (= position.at |"polling"|)
              (not
                (or
                  (and (= position.handler handler0) (= position.slot slot0_0))
                  (and (= position.handler handler1) (= position.slot slot1_0))))))))

(echo "External happens somewhere: sat")
(push 1)
(check-sat)
(pop 1)

(echo "External can happen on the large machine: unsat")
(push 1)
(assert false)
(check-sat)
(pop 1)

(echo "After External the slots are alike: unsat")
(push 1)
(assert (not
          (and
            (= (active~ 0 0) (active handler0 slot0_0))
            (= (active~ 1 0) (active handler1 slot1_0))
            (forall ((i!1 Int))
              (or
                (not (and (<= 0 i!1) (< i!1 chain?length)))
                (forall ((i!2 Int))
                  (or
                    (not (and (<= 0 i!2) (< i!2 (chain i!1))))
                    (and (= i!1 handler0) (= i!2 slot0_0))
                    (and (= i!1 handler1) (= i!2 slot1_0))
                    (not (active i!1 i!2)))))))))
(check-sat)
(pop 1)

(echo "After External the walks are at the same chosen slot: unsat")
(push 1)
(assert (not
          (or
            (and (= position~.at |"run"|) (= position.at |"run"|))
            (and (= position~.at |"decide"|) (= position.at |"decide"|))
            (and
              (= position.at |"polling"|)
              (<= 0 position.handler)
              (< position.handler chain?length)
              (<= 0 position.slot)
              (< position.slot (chain position.handler))
              (or
                (and
                  (= position~.at |"decide"|)
                  (or
                    (< handler0 position.handler)
                    (and (= handler0 position.handler) (< slot0_0 position.slot)))
                  (or
                    (< handler1 position.handler)
                    (and (= handler1 position.handler) (< slot1_0 position.slot))))
                (and
                  (= position~.at |"polling"|)
                  (= position~.handler 0)
                  (= position~.slot 0)
                  (not
                    (or
                      (< handler0 position.handler)
                      (and (= handler0 position.handler) (< slot0_0 position.slot)))))
                (and
                  (= position~.at |"polling"|)
                  (= position~.handler 1)
                  (= position~.slot 0)
                  (or
                    (< handler0 position.handler)
                    (and (= handler0 position.handler) (< slot0_0 position.slot)))
                  (not
                    (or
                      (< handler1 position.handler)
                      (and (= handler1 position.handler) (< slot1_0 position.slot))))))))))
(check-sat)
(pop 1)

(echo "After External everything else is equal: unsat")
(push 1)
(assert (not
          (and
            (= rip~ rip)
            (or
              (and lastNmiRip~?null lastNmiRip?null)
              (and (not lastNmiRip~?null) (not lastNmiRip?null) (= lastNmiRip~ lastNmiRip)))
            (= handled~ handled)
            (= backToBack~ backToBack)
            (= carriesUnknown~ carriesUnknown)
            (= owed~ owed)
            (or (not (= position~.at |"run"|)) (= handled~ 0)))))
(check-sat)
(pop 1)
(pop 1)

; --------------------------------------------------------------------------------------------------
; Execute on both

(push 1)
(declare-fun place () Int)
(assert TypeOK)
(assert |The slots are alike|)
(assert |The walks are at the same chosen slot|)
(assert |Everything else is equal|)
(assert (and (= position~.at |"run"|) (not (and latched~ (not shadow)))))
(assert (and
          (or (not (= position~.at |"decide"|)) (= position.at |"decide"|))
          (not
            (and
              (= position.at |"polling"|)
              (not
                (or
                  (and (= position.handler handler0) (= position.slot slot0_0))
                  (and (= position.handler handler1) (= position.slot slot1_0))))))))

(echo "Execute happens somewhere: sat")
(push 1)
(check-sat)
(pop 1)

(echo "Execute can happen on the large machine: unsat")
(push 1)
(assert (not (and (= position.at |"run"|) (not (and latched (not shadow))))))
(check-sat)
(pop 1)

(echo "After Execute the slots are alike: unsat")
(push 1)
(assert (not
          (and
            (= (active~ 0 0) (active handler0 slot0_0))
            (= (active~ 1 0) (active handler1 slot1_0))
            (forall ((i!1 Int))
              (or
                (not (and (<= 0 i!1) (< i!1 chain?length)))
                (forall ((i!2 Int))
                  (or
                    (not (and (<= 0 i!2) (< i!2 (chain i!1))))
                    (and (= i!1 handler0) (= i!2 slot0_0))
                    (and (= i!1 handler1) (= i!2 slot1_0))
                    (not (active i!1 i!2)))))))))
(check-sat)
(pop 1)

(echo "After Execute the walks are at the same chosen slot: unsat")
(push 1)
(assert (not
          (or
            (and (= position~.at |"run"|) (= position.at |"run"|))
            (and (= position~.at |"decide"|) (= position.at |"decide"|))
            (and
              (= position.at |"polling"|)
              (<= 0 position.handler)
              (< position.handler chain?length)
              (<= 0 position.slot)
              (< position.slot (chain position.handler))
              (or
                (and
                  (= position~.at |"decide"|)
                  (or
                    (< handler0 position.handler)
                    (and (= handler0 position.handler) (< slot0_0 position.slot)))
                  (or
                    (< handler1 position.handler)
                    (and (= handler1 position.handler) (< slot1_0 position.slot))))
                (and
                  (= position~.at |"polling"|)
                  (= position~.handler 0)
                  (= position~.slot 0)
                  (not
                    (or
                      (< handler0 position.handler)
                      (and (= handler0 position.handler) (< slot0_0 position.slot)))))
                (and
                  (= position~.at |"polling"|)
                  (= position~.handler 1)
                  (= position~.slot 0)
                  (or
                    (< handler0 position.handler)
                    (and (= handler0 position.handler) (< slot0_0 position.slot)))
                  (not
                    (or
                      (< handler1 position.handler)
                      (and (= handler1 position.handler) (< slot1_0 position.slot))))))))))
(check-sat)
(pop 1)

(echo "After Execute everything else is equal: unsat")
(push 1)
(assert (not
          (and
            (= latched~ latched)
            (or
              (and lastNmiRip~?null lastNmiRip?null)
              (and (not lastNmiRip~?null) (not lastNmiRip?null) (= lastNmiRip~ lastNmiRip)))
            (= handled~ handled)
            (= backToBack~ backToBack)
            (= latchCarriesUnknown~ latchCarriesUnknown)
            (= carriesUnknown~ carriesUnknown)
            (= owed~ owed)
            (or (not (= position~.at |"run"|)) (= handled~ 0)))))
(check-sat)
(pop 1)
(pop 1)

; --------------------------------------------------------------------------------------------------
; Deliver on both

(push 1)
(assert TypeOK)
(assert |The slots are alike|)
(assert |The walks are at the same chosen slot|)
(assert |Everything else is equal|)
(assert (not (or (not (= position~.at |"run"|)) (not latched~))))
(assert (and
          (or (not (= position~.at |"decide"|)) (= position.at |"decide"|))
          (not
            (and
              (= position.at |"polling"|)
              (not
                (or
                  (and (= position.handler handler0) (= position.slot slot0_0))
                  (and (= position.handler handler1) (= position.slot slot1_0))))))))

(echo "Deliver happens somewhere: sat")
(push 1)
(check-sat)
(pop 1)

(echo "Deliver can happen on the large machine: unsat")
(push 1)
(assert (or (not (= position.at |"run"|)) (not latched)))
(check-sat)
(pop 1)

(echo "After Deliver the slots are alike: unsat")
(push 1)
(assert (not
          (and
            (= (active~ 0 0) (active handler0 slot0_0))
            (= (active~ 1 0) (active handler1 slot1_0))
            (forall ((i!1 Int))
              (or
                (not (and (<= 0 i!1) (< i!1 chain?length)))
                (forall ((i!2 Int))
                  (or
                    (not (and (<= 0 i!2) (< i!2 (chain i!1))))
                    (and (= i!1 handler0) (= i!2 slot0_0))
                    (and (= i!1 handler1) (= i!2 slot1_0))
                    (not (active i!1 i!2)))))))))
(check-sat)
(pop 1)

(echo "After Deliver the walks are at the same chosen slot: unsat")
(push 1)
(assert (not
          (and
            (< 0 chain?length)
            (< 0 (chain 0))
            (not (or (< handler0 0) (and (= handler0 0) (< slot0_0 0)))))))
(check-sat)
(pop 1)

(echo "After Deliver everything else is equal: unsat")
(push 1)
(assert (not
          (and
            (= rip~ rip)
            (= handled~ handled)
            (=
              (and (not lastNmiRip~?null) (= rip~ lastNmiRip~))
              (and (not lastNmiRip?null) (= rip lastNmiRip)))
            (= latchCarriesUnknown~ latchCarriesUnknown)
            (= owed~ owed))))
(check-sat)
(pop 1)
(pop 1)

; --------------------------------------------------------------------------------------------------
; Poll on both

(push 1)
(assert TypeOK)
(assert |The slots are alike|)
(assert |The walks are at the same chosen slot|)
(assert |Everything else is equal|)
(assert (= position~.at |"polling"|))
(assert (and
          (or (not (= position~.at |"polling"|)) (= position~.at |"polling"|))
          (or
            (not (= position~.at |"polling"|))
            (and (<= 0 position~.handler) (< position~.handler 2)))
          (or (not (= position~.at |"polling"|)) (and (<= 0 position~.slot) (< position~.slot 1)))
          (or
            (not (and (= position~.at |"polling"|) (not (= (+ position~.slot 1) 1))))
            (= position~.at |"polling"|))
          (or
            (not (and (= position~.at |"polling"|) (not (= (+ position~.slot 1) 1))))
            (and (<= 0 position~.handler) (< position~.handler 2)))
          (or
            (not (and (= position~.at |"polling"|) (not (= (+ position~.slot 1) 1))))
            (and (<= 0 position~.slot) (< position~.slot 1)))
          (or
            (not (and (= position~.at |"polling"|) (= (+ position~.slot 1) 1)))
            (= position~.at |"polling"|))
          (or
            (not (and (= position~.at |"polling"|) (= (+ position~.slot 1) 1)))
            (and (<= 0 position~.handler) (< position~.handler 2)))
          (or
            (not (and (= position~.at |"polling"|) (= (+ position~.slot 1) 1)))
            (and (<= 0 position~.slot) (< position~.slot 1)))))
(assert (and
          (or (not (= position~.at |"decide"|)) (= position.at |"decide"|))
          (not
            (and
              (= position.at |"polling"|)
              (not
                (or
                  (and (= position.handler handler0) (= position.slot slot0_0))
                  (and (= position.handler handler1) (= position.slot slot1_0))))))))

(echo "Poll happens somewhere: sat")
(push 1)
(check-sat)
(pop 1)

(echo "Poll can happen on the large machine: unsat")
(push 1)
(assert (not
          (and
            (= position.at |"polling"|)
            (or (not (= position.at |"polling"|)) (= position.at |"polling"|))
            (or
              (not (= position.at |"polling"|))
              (and (<= 0 position.handler) (< position.handler chain?length)))
            (or
              (not (= position.at |"polling"|))
              (and (<= 0 position.slot) (< position.slot (chain position.handler))))
            (or
              (not
                (and
                  (= position.at |"polling"|)
                  (not (= (+ position.slot 1) (chain position.handler)))))
              (= position.at |"polling"|))
            (or
              (not
                (and
                  (= position.at |"polling"|)
                  (not (= (+ position.slot 1) (chain position.handler)))))
              (and (<= 0 position.handler) (< position.handler chain?length)))
            (or
              (not
                (and
                  (= position.at |"polling"|)
                  (not (= (+ position.slot 1) (chain position.handler)))))
              (and (<= 0 position.slot) (< position.slot (chain position.handler))))
            (or
              (not
                (and (= position.at |"polling"|) (= (+ position.slot 1) (chain position.handler))))
              (= position.at |"polling"|))
            (or
              (not
                (and (= position.at |"polling"|) (= (+ position.slot 1) (chain position.handler))))
              (and (<= 0 position.handler) (< position.handler chain?length)))
            (or
              (not
                (and (= position.at |"polling"|) (= (+ position.slot 1) (chain position.handler))))
              (and (<= 0 position.slot) (< position.slot (chain position.handler)))))))
(check-sat)
(pop 1)

(echo "After Poll the slots are alike: unsat")
(push 1)
(assert (not
          (and
            (=
              (ite
                (= position~.handler 0)
                (and (not (= position~.slot 0)) (active~ position~.handler 0))
                (active~ 0 0))
              (ite
                (= handler0 position.handler)
                (and (not (= slot0_0 position.slot)) (active position.handler slot0_0))
                (active handler0 slot0_0)))
            (=
              (ite
                (= position~.handler 1)
                (and (not (= position~.slot 0)) (active~ position~.handler 0))
                (active~ 1 0))
              (ite
                (= handler1 position.handler)
                (and (not (= slot1_0 position.slot)) (active position.handler slot1_0))
                (active handler1 slot1_0)))
            (forall ((i!1 Int))
              (or
                (not (and (<= 0 i!1) (< i!1 chain?length)))
                (forall ((i!2 Int))
                  (or
                    (not (and (<= 0 i!2) (< i!2 (chain i!1))))
                    (and (= i!1 handler0) (= i!2 slot0_0))
                    (and (= i!1 handler1) (= i!2 slot1_0))
                    (not
                      (ite
                        (= i!1 position.handler)
                        (and (not (= i!2 position.slot)) (active position.handler i!2))
                        (active i!1 i!2))))))))))
(check-sat)
(pop 1)

(echo "After Poll the walks are at the same chosen slot: unsat")
(push 1)
(assert (not
          (or
            (and
              (= (+ position~.slot 1) 1)
              (not (< (+ position~.handler 1) 2))
              (= (+ position.slot 1) (chain position.handler))
              (not (< (+ position.handler 1) chain?length)))
            (and
              (or
                (not (= (+ position.slot 1) (chain position.handler)))
                (< (+ position.handler 1) chain?length))
              (<=
                0
                (ite
                  (not (= (+ position.slot 1) (chain position.handler)))
                  position.handler
                  (+ position.handler 1)))
              (<
                (ite
                  (not (= (+ position.slot 1) (chain position.handler)))
                  position.handler
                  (+ position.handler 1))
                chain?length)
              (<=
                0
                (ite (not (= (+ position.slot 1) (chain position.handler))) (+ position.slot 1) 0))
              (<
                (ite (not (= (+ position.slot 1) (chain position.handler))) (+ position.slot 1) 0)
                (chain (ite (not (= (+ position.slot 1) (chain position.handler))) position.handler (+ position.handler 1))))
              (or
                (and
                  (= (+ position~.slot 1) 1)
                  (not (< (+ position~.handler 1) 2))
                  (or
                    (<
                      handler0
                      (ite
                        (not (= (+ position.slot 1) (chain position.handler)))
                        position.handler
                        (+ position.handler 1)))
                    (and
                      (=
                        handler0
                        (ite
                          (not (= (+ position.slot 1) (chain position.handler)))
                          position.handler
                          (+ position.handler 1)))
                      (<
                        slot0_0
                        (ite
                          (not (= (+ position.slot 1) (chain position.handler)))
                          (+ position.slot 1)
                          0))))
                  (or
                    (<
                      handler1
                      (ite
                        (not (= (+ position.slot 1) (chain position.handler)))
                        position.handler
                        (+ position.handler 1)))
                    (and
                      (=
                        handler1
                        (ite
                          (not (= (+ position.slot 1) (chain position.handler)))
                          position.handler
                          (+ position.handler 1)))
                      (<
                        slot1_0
                        (ite
                          (not (= (+ position.slot 1) (chain position.handler)))
                          (+ position.slot 1)
                          0)))))
                (and
                  (or (not (= (+ position~.slot 1) 1)) (< (+ position~.handler 1) 2))
                  (ite
                    (not (= (+ position~.slot 1) 1))
                    (= position~.handler 0)
                    (= (+ position~.handler 1) 0))
                  (or (= (+ position~.slot 1) 1) (= (+ position~.slot 1) 0))
                  (not
                    (or
                      (<
                        handler0
                        (ite
                          (not (= (+ position.slot 1) (chain position.handler)))
                          position.handler
                          (+ position.handler 1)))
                      (and
                        (=
                          handler0
                          (ite
                            (not (= (+ position.slot 1) (chain position.handler)))
                            position.handler
                            (+ position.handler 1)))
                        (<
                          slot0_0
                          (ite
                            (not (= (+ position.slot 1) (chain position.handler)))
                            (+ position.slot 1)
                            0))))))
                (and
                  (or (not (= (+ position~.slot 1) 1)) (< (+ position~.handler 1) 2))
                  (ite
                    (not (= (+ position~.slot 1) 1))
                    (= position~.handler 1)
                    (= (+ position~.handler 1) 1))
                  (or (= (+ position~.slot 1) 1) (= (+ position~.slot 1) 0))
                  (or
                    (<
                      handler0
                      (ite
                        (not (= (+ position.slot 1) (chain position.handler)))
                        position.handler
                        (+ position.handler 1)))
                    (and
                      (=
                        handler0
                        (ite
                          (not (= (+ position.slot 1) (chain position.handler)))
                          position.handler
                          (+ position.handler 1)))
                      (<
                        slot0_0
                        (ite
                          (not (= (+ position.slot 1) (chain position.handler)))
                          (+ position.slot 1)
                          0))))
                  (not
                    (or
                      (<
                        handler1
                        (ite
                          (not (= (+ position.slot 1) (chain position.handler)))
                          position.handler
                          (+ position.handler 1)))
                      (and
                        (=
                          handler1
                          (ite
                            (not (= (+ position.slot 1) (chain position.handler)))
                            position.handler
                            (+ position.handler 1)))
                        (<
                          slot1_0
                          (ite
                            (not (= (+ position.slot 1) (chain position.handler)))
                            (+ position.slot 1)
                            0)))))))))))
(check-sat)
(pop 1)

(echo "After Poll everything else is equal: unsat")
(push 1)
(assert (not
          (and
            (= latched~ latched)
            (= rip~ rip)
            (or
              (and lastNmiRip~?null lastNmiRip?null)
              (and (not lastNmiRip~?null) (not lastNmiRip?null) (= lastNmiRip~ lastNmiRip)))
            (=
              (ite
                (< (+ handled~ (ite (active~ position~.handler position~.slot) 1 0)) 2)
                (+ handled~ (ite (active~ position~.handler position~.slot) 1 0))
                2)
              (ite
                (< (+ handled (ite (active position.handler position.slot) 1 0)) 2)
                (+ handled (ite (active position.handler position.slot) 1 0))
                2))
            (= backToBack~ backToBack)
            (= latchCarriesUnknown~ latchCarriesUnknown)
            (= carriesUnknown~ carriesUnknown)
            (= owed~ owed))))
(check-sat)
(pop 1)
(pop 1)

; --------------------------------------------------------------------------------------------------
; Decide on both

(push 1)
(assert TypeOK)
(assert |The slots are alike|)
(assert |The walks are at the same chosen slot|)
(assert |Everything else is equal|)
(assert (= position~.at |"decide"|))
(assert (and
          (or (not (= position~.at |"decide"|)) (= position.at |"decide"|))
          (not
            (and
              (= position.at |"polling"|)
              (not
                (or
                  (and (= position.handler handler0) (= position.slot slot0_0))
                  (and (= position.handler handler1) (= position.slot slot1_0))))))))

(echo "Decide happens somewhere: sat")
(push 1)
(check-sat)
(pop 1)

(echo "Decide can happen on the large machine: unsat")
(push 1)
(assert (not (= position.at |"decide"|)))
(check-sat)
(pop 1)

(echo "After Decide the slots are alike: unsat")
(push 1)
(assert (not
          (and
            (= (active~ 0 0) (active handler0 slot0_0))
            (= (active~ 1 0) (active handler1 slot1_0))
            (forall ((i!1 Int))
              (or
                (not (and (<= 0 i!1) (< i!1 chain?length)))
                (forall ((i!2 Int))
                  (or
                    (not (and (<= 0 i!2) (< i!2 (chain i!1))))
                    (and (= i!1 handler0) (= i!2 slot0_0))
                    (and (= i!1 handler1) (= i!2 slot1_0))
                    (not (active i!1 i!2)))))))))
(check-sat)
(pop 1)

(echo "After Decide the walks are at the same chosen slot: unsat")
(push 1)
(assert false)
(check-sat)
(pop 1)

(echo "After Decide everything else is equal: unsat")
(push 1)
(assert (not
          (and
            (= latched~ latched)
            (= rip~ rip)
            (or
              (and lastNmiRip~?null lastNmiRip?null)
              (and (not lastNmiRip~?null) (not lastNmiRip?null) (= lastNmiRip~ lastNmiRip)))
            (= latchCarriesUnknown~ latchCarriesUnknown)
            (=
              (or
                (and (< 0 handled~) carriesUnknown~)
                (and (not (and (not (< 0 handled~)) (not carriesUnknown~) owed~)) owed~))
              (or
                (and (< 0 handled) carriesUnknown)
                (and (not (and (not (< 0 handled)) (not carriesUnknown) owed)) owed)))
            (=
              (ite
                (< 0 handled~)
                (ite carriesUnknown~ |"masked"| |"handled"|)
                (ite carriesUnknown~ |"reported"| (ite owed~ |"misattributed"| |"spurious"|)))
              (ite
                (< 0 handled)
                (ite carriesUnknown |"masked"| |"handled"|)
                (ite carriesUnknown |"reported"| (ite owed |"misattributed"| |"spurious"|)))))))
(check-sat)
(pop 1)
(pop 1)

; --------------------------------------------------------------------------------------------------
; Poll of another slot on the large machine alone

(push 1)
(assert TypeOK)
(assert |The slots are alike|)
(assert |The walks are at the same chosen slot|)
(assert |Everything else is equal|)
(assert (and
          (= position.at |"polling"|)
          (not
            (or
              (and (= position.handler handler0) (= position.slot slot0_0))
              (and (= position.handler handler1) (= position.slot slot1_0))))))

(echo "There are other slots: sat")
(push 1)
(check-sat)
(pop 1)

(echo "Poll of another slot can happen: unsat")
(push 1)
(assert (not
          (and
            (= position.at |"polling"|)
            (or (not (= position.at |"polling"|)) (= position.at |"polling"|))
            (or
              (not (= position.at |"polling"|))
              (and (<= 0 position.handler) (< position.handler chain?length)))
            (or
              (not (= position.at |"polling"|))
              (and (<= 0 position.slot) (< position.slot (chain position.handler))))
            (or
              (not
                (and
                  (= position.at |"polling"|)
                  (not (= (+ position.slot 1) (chain position.handler)))))
              (= position.at |"polling"|))
            (or
              (not
                (and
                  (= position.at |"polling"|)
                  (not (= (+ position.slot 1) (chain position.handler)))))
              (and (<= 0 position.handler) (< position.handler chain?length)))
            (or
              (not
                (and
                  (= position.at |"polling"|)
                  (not (= (+ position.slot 1) (chain position.handler)))))
              (and (<= 0 position.slot) (< position.slot (chain position.handler))))
            (or
              (not
                (and (= position.at |"polling"|) (= (+ position.slot 1) (chain position.handler))))
              (= position.at |"polling"|))
            (or
              (not
                (and (= position.at |"polling"|) (= (+ position.slot 1) (chain position.handler))))
              (and (<= 0 position.handler) (< position.handler chain?length)))
            (or
              (not
                (and (= position.at |"polling"|) (= (+ position.slot 1) (chain position.handler))))
              (and (<= 0 position.slot) (< position.slot (chain position.handler)))))))
(check-sat)
(pop 1)

(echo "Poll of another slot goes on: unsat")
(push 1)
(assert (not
          (or
            (and
              (= (+ position.slot 1) (chain position.handler))
              (not (< (+ position.handler 1) chain?length)))
            (and
              (or
                (not (= (+ position.slot 1) (chain position.handler)))
                (< (+ position.handler 1) chain?length))
              (or
                (<
                  position.handler
                  (ite
                    (not (= (+ position.slot 1) (chain position.handler)))
                    position.handler
                    (+ position.handler 1)))
                (and
                  (=
                    position.handler
                    (ite
                      (not (= (+ position.slot 1) (chain position.handler)))
                      position.handler
                      (+ position.handler 1)))
                  (<
                    position.slot
                    (ite
                      (not (= (+ position.slot 1) (chain position.handler)))
                      (+ position.slot 1)
                      0))))))))
(check-sat)
(pop 1)

(echo "After Poll of another slot the slots are alike: unsat")
(push 1)
(assert (not
          (and
            (=
              (active~ 0 0)
              (ite
                (= handler0 position.handler)
                (and (not (= slot0_0 position.slot)) (active position.handler slot0_0))
                (active handler0 slot0_0)))
            (=
              (active~ 1 0)
              (ite
                (= handler1 position.handler)
                (and (not (= slot1_0 position.slot)) (active position.handler slot1_0))
                (active handler1 slot1_0)))
            (forall ((i!1 Int))
              (or
                (not (and (<= 0 i!1) (< i!1 chain?length)))
                (forall ((i!2 Int))
                  (or
                    (not (and (<= 0 i!2) (< i!2 (chain i!1))))
                    (and (= i!1 handler0) (= i!2 slot0_0))
                    (and (= i!1 handler1) (= i!2 slot1_0))
                    (not
                      (ite
                        (= i!1 position.handler)
                        (and (not (= i!2 position.slot)) (active position.handler i!2))
                        (active i!1 i!2))))))))))
(check-sat)
(pop 1)

(echo "After Poll of another slot the walks are at the same chosen slot: unsat")
(push 1)
(assert (not
          (or
            (and
              (= position~.at |"decide"|)
              (= (+ position.slot 1) (chain position.handler))
              (not (< (+ position.handler 1) chain?length)))
            (and
              (or
                (not (= (+ position.slot 1) (chain position.handler)))
                (< (+ position.handler 1) chain?length))
              (<=
                0
                (ite
                  (not (= (+ position.slot 1) (chain position.handler)))
                  position.handler
                  (+ position.handler 1)))
              (<
                (ite
                  (not (= (+ position.slot 1) (chain position.handler)))
                  position.handler
                  (+ position.handler 1))
                chain?length)
              (<=
                0
                (ite (not (= (+ position.slot 1) (chain position.handler))) (+ position.slot 1) 0))
              (<
                (ite (not (= (+ position.slot 1) (chain position.handler))) (+ position.slot 1) 0)
                (chain (ite (not (= (+ position.slot 1) (chain position.handler))) position.handler (+ position.handler 1))))
              (or
                (and
                  (= position~.at |"decide"|)
                  (or
                    (<
                      handler0
                      (ite
                        (not (= (+ position.slot 1) (chain position.handler)))
                        position.handler
                        (+ position.handler 1)))
                    (and
                      (=
                        handler0
                        (ite
                          (not (= (+ position.slot 1) (chain position.handler)))
                          position.handler
                          (+ position.handler 1)))
                      (<
                        slot0_0
                        (ite
                          (not (= (+ position.slot 1) (chain position.handler)))
                          (+ position.slot 1)
                          0))))
                  (or
                    (<
                      handler1
                      (ite
                        (not (= (+ position.slot 1) (chain position.handler)))
                        position.handler
                        (+ position.handler 1)))
                    (and
                      (=
                        handler1
                        (ite
                          (not (= (+ position.slot 1) (chain position.handler)))
                          position.handler
                          (+ position.handler 1)))
                      (<
                        slot1_0
                        (ite
                          (not (= (+ position.slot 1) (chain position.handler)))
                          (+ position.slot 1)
                          0)))))
                (and
                  (= position~.at |"polling"|)
                  (= position~.handler 0)
                  (= position~.slot 0)
                  (not
                    (or
                      (<
                        handler0
                        (ite
                          (not (= (+ position.slot 1) (chain position.handler)))
                          position.handler
                          (+ position.handler 1)))
                      (and
                        (=
                          handler0
                          (ite
                            (not (= (+ position.slot 1) (chain position.handler)))
                            position.handler
                            (+ position.handler 1)))
                        (<
                          slot0_0
                          (ite
                            (not (= (+ position.slot 1) (chain position.handler)))
                            (+ position.slot 1)
                            0))))))
                (and
                  (= position~.at |"polling"|)
                  (= position~.handler 1)
                  (= position~.slot 0)
                  (or
                    (<
                      handler0
                      (ite
                        (not (= (+ position.slot 1) (chain position.handler)))
                        position.handler
                        (+ position.handler 1)))
                    (and
                      (=
                        handler0
                        (ite
                          (not (= (+ position.slot 1) (chain position.handler)))
                          position.handler
                          (+ position.handler 1)))
                      (<
                        slot0_0
                        (ite
                          (not (= (+ position.slot 1) (chain position.handler)))
                          (+ position.slot 1)
                          0))))
                  (not
                    (or
                      (<
                        handler1
                        (ite
                          (not (= (+ position.slot 1) (chain position.handler)))
                          position.handler
                          (+ position.handler 1)))
                      (and
                        (=
                          handler1
                          (ite
                            (not (= (+ position.slot 1) (chain position.handler)))
                            position.handler
                            (+ position.handler 1)))
                        (<
                          slot1_0
                          (ite
                            (not (= (+ position.slot 1) (chain position.handler)))
                            (+ position.slot 1)
                            0)))))))))))
(check-sat)
(pop 1)

(echo "After Poll of another slot everything else is equal: unsat")
(push 1)
(assert (not
          (and
            (= latched~ latched)
            (= rip~ rip)
            (or
              (and lastNmiRip~?null lastNmiRip?null)
              (and (not lastNmiRip~?null) (not lastNmiRip?null) (= lastNmiRip~ lastNmiRip)))
            (=
              handled~
              (ite
                (< (+ handled (ite (active position.handler position.slot) 1 0)) 2)
                (+ handled (ite (active position.handler position.slot) 1 0))
                2))
            (= backToBack~ backToBack)
            (= latchCarriesUnknown~ latchCarriesUnknown)
            (= carriesUnknown~ carriesUnknown)
            (= owed~ owed)
            outcome~?null
            (or (= position~.at |"run"|) outcome~?null)
            (or (not (= position~.at |"run"|)) (= handled~ 0)))))
(check-sat)
(pop 1)
(pop 1)

; --------------------------------------------------------------------------------------------------
; All states of both

(push 1)
(assert TypeOK)
(assert |The slots are alike|)
(assert |The walks are at the same chosen slot|)
(assert |Everything else is equal|)

(echo "The large walk is on its way, or both are there: unsat")
(push 1)
(assert (not
          (or
            (and
              (= position.at |"polling"|)
              (not
                (or
                  (and (= position.handler handler0) (= position.slot slot0_0))
                  (and (= position.handler handler1) (= position.slot slot1_0)))))
            (and
              (or (not (= position~.at |"decide"|)) (= position.at |"decide"|))
              (not
                (and
                  (= position.at |"polling"|)
                  (not
                    (or
                      (and (= position.handler handler0) (= position.slot slot0_0))
                      (and (= position.handler handler1) (= position.slot slot1_0))))))))))
(check-sat)
(pop 1)

(echo "What violates NoFalseSwallow violates it on both: unsat")
(push 1)
(assert (and
          (not outcome~?null)
          (= outcome~ |"falseSwallow"|)
          (not (and (not outcome?null) (= outcome |"falseSwallow"|)))))
(check-sat)
(pop 1)

(echo "What violates NoSpurious violates it on both: unsat")
(push 1)
(assert (and
          (not outcome~?null)
          (= outcome~ |"spurious"|)
          (not (and (not outcome?null) (= outcome |"spurious"|)))))
(check-sat)
(pop 1)

(echo "What violates NoMasked violates it on both: unsat")
(push 1)
(assert (and
          (not outcome~?null)
          (= outcome~ |"masked"|)
          (not (and (not outcome?null) (= outcome |"masked"|)))))
(check-sat)
(pop 1)

(echo "What violates NoStranded violates it on both: unsat")
(push 1)
(assert (and
          (not
            (or
              (not (= position~.at |"run"|))
              latched~
              (and (not (active~ 0 0)) (not (active~ 1 0)))))
          (or
            (not (= position.at |"run"|))
            latched
            (forall ((i!1 Int))
              (or
                (not (and (<= 0 i!1) (< i!1 chain?length)))
                (forall ((j!1 Int))
                  (or (not (and (<= 0 j!1) (< j!1 (chain i!1)))) (not (active i!1 j!1)))))))))
(check-sat)
(pop 1)
(pop 1)

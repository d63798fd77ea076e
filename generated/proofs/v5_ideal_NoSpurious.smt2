; Proof obligations of nmicheck: NoSpurious under the policy v5 on the platform ideal, for every
; chain and any number of ips.
; Under each name stands what a solver must say: unsat where nothing may refute a step of the proof,
; sat where the assumptions must not contradict each other. Generated from the typed model; do not
; edit.
(set-logic ALL)

(declare-datatypes ((Word 0)) (((|"decide"|) (|"falseSwallow"|) (|"handled"|) (|"masked"|) (|"misattributed"|) (|"on"|) (|"polling"|) (|"report"|) (|"reported"|) (|"run"|) (|"spurious"|) (|"stop"|) (|"swallow"|) (|"swallowed"|))))

; The constants: any value of their types.
; NMI_LOCAL handlers in calling order: the number of event slots (PMU counters, say) of each.
(declare-fun chain?length () Int)
(declare-fun chain (Int) Int)
; How many places the CPU can be at outside NMI context. Only equality of places matters.
(declare-fun rips () Int)
(declare-fun chain?greatest () Int)
(assert (and
          (<= 1 chain?length)
          (forall ((i!1 Int)) (or (not (and (<= 0 i!1) (< i!1 chain?length))) (<= 1 (chain i!1))))))
(assert (<= 1 rips))
(assert (forall ((i!1 Int))
          (or (not (and (<= 0 i!1) (< i!1 chain?length))) (<= (chain i!1) chain?greatest))))
(assert (exists ((i!1 Int)) (and (<= 0 i!1) (< i!1 chain?length) (= (chain i!1) chain?greatest))))

; The state.
(declare-fun active (Int Int) Bool)
(declare-fun latched () Bool)
(declare-fun rip () Int)
(declare-fun lastNmiRip?null () Bool)
(declare-fun lastNmiRip () Int)
(declare-fun position.at () Word)
(declare-fun position.handler () Int)
(declare-fun position.slot () Int)
(declare-fun handled () Int)
(declare-fun backToBack () Bool)
(declare-fun policyMemory.swallowNmi () Bool)
(declare-fun latchCarriesUnknown () Bool)
(declare-fun carriesUnknown () Bool)
(declare-fun owed () Bool)
(declare-fun outcome?null () Bool)
(declare-fun outcome () Word)

; Each variable is of its type.
(define-fun TypeOK () Bool
  (and
    (<= 1 rip)
    (<= rip rips)
    (or lastNmiRip?null (and (<= 1 lastNmiRip) (<= lastNmiRip rips)))
    (or
      (and (= position.at |"run"|) (not (= position.at |"polling"|)))
      (and
        (= position.at |"polling"|)
        (<= 0 position.handler)
        (<= position.handler (- chain?length 1))
        (<= 0 position.slot)
        (<= position.slot (- chain?greatest 1)))
      (and (= position.at |"decide"|) (not (= position.at |"polling"|))))
    (<= 0 handled)
    (<= handled 2)
    (or
      outcome?null
      (= outcome |"handled"|)
      (= outcome |"masked"|)
      (= outcome |"swallowed"|)
      (= outcome |"falseSwallow"|)
      (= outcome |"reported"|)
      (= outcome |"misattributed"|)
      (= outcome |"spurious"|))))

; Nobody is told of an unknown NMI ("dazed and confused") when there was none.
(define-fun NoSpurious () Bool
  (not (and (not outcome?null) (= outcome |"spurious"|))))

; The walk is at a slot that its handler has.
(define-fun SlotOfHandler () Bool
  (or (not (= position.at |"polling"|)) (< position.slot (chain position.handler))))

; The NMI in progress was taken where the CPU still is: nothing executes meanwhile.
(define-fun TakenHere () Bool
  (or (= position.at |"run"|) (and (not lastNmiRip?null) (= rip lastNmiRip))))

; The policy swallows an empty NMI that pends, or it is excused otherwise.
(define-fun EmptyPendingExcused () Bool
  (or
    (not (= position.at |"run"|))
    (not latched)
    latchCarriesUnknown
    (exists ((handler!1 Int))
      (and
        (<= 0 handler!1)
        (< handler!1 chain?length)
        (exists ((index!1 Int))
          (and
            (<= 0 index!1)
            (< index!1 (chain handler!1))
            (active handler!1 index!1)
            (not
              (and
                (= position.at |"polling"|)
                (or
                  (< position.handler handler!1)
                  (and (= handler!1 position.handler) (<= position.slot index!1)))))))))
    owed
    (and policyMemory.swallowNmi (not lastNmiRip?null) (= rip lastNmiRip))))

; The policy swallows the NMI in progress if it is empty, or it is excused otherwise.
(define-fun EmptyWalkExcused () Bool
  (or
    (= position.at |"run"|)
    carriesUnknown
    (< 0 handled)
    (exists ((handler!1 Int))
      (and
        (<= 0 handler!1)
        (< handler!1 chain?length)
        (exists ((index!1 Int))
          (and
            (<= 0 index!1)
            (< index!1 (chain handler!1))
            (active handler!1 index!1)
            (= position.at |"polling"|)
            (or
              (< position.handler handler!1)
              (and (= handler!1 position.handler) (<= position.slot index!1)))))))
    owed
    (and policyMemory.swallowNmi backToBack)))

; The policy is armed for an empty NMI behind the one in progress, or it is excused otherwise.
(define-fun NextEmptyExcused () Bool
  (or
    (= position.at |"run"|)
    (not latched)
    latchCarriesUnknown
    (exists ((handler!1 Int))
      (and
        (<= 0 handler!1)
        (< handler!1 chain?length)
        (exists ((index!1 Int))
          (and
            (<= 0 index!1)
            (< index!1 (chain handler!1))
            (active handler!1 index!1)
            (not
              (and
                (= position.at |"polling"|)
                (or
                  (< position.handler handler!1)
                  (and (= handler!1 position.handler) (<= position.slot index!1)))))))))
    (< 1 handled)
    (and
      (< 0 handled)
      (exists ((handler!1 Int))
        (and
          (<= 0 handler!1)
          (< handler!1 chain?length)
          (exists ((index!1 Int))
            (and
              (<= 0 index!1)
              (< index!1 (chain handler!1))
              (active handler!1 index!1)
              (= position.at |"polling"|)
              (or
                (< position.handler handler!1)
                (and (= handler!1 position.handler) (<= position.slot index!1))))))))
    (exists ((handler!1 Int))
      (and
        (<= 0 handler!1)
        (< handler!1 chain?length)
        (exists ((index!1 Int))
          (and
            (<= 0 index!1)
            (< index!1 (chain handler!1))
            (active handler!1 index!1)
            (= position.at |"polling"|)
            (or
              (< position.handler handler!1)
              (and (= handler!1 position.handler) (<= position.slot index!1)))
            (exists ((otherHandler!1 Int))
              (and
                (<= 0 otherHandler!1)
                (< otherHandler!1 chain?length)
                (exists ((otherIndex!1 Int))
                  (and
                    (<= 0 otherIndex!1)
                    (< otherIndex!1 (chain otherHandler!1))
                    (active otherHandler!1 otherIndex!1)
                    (= position.at |"polling"|)
                    (or
                      (< position.handler otherHandler!1)
                      (and (= otherHandler!1 position.handler) (<= position.slot otherIndex!1)))
                    (or (not (= otherHandler!1 handler!1)) (not (= otherIndex!1 index!1)))))))))))
    (and
      (or
        (< 0 handled)
        (exists ((handler!1 Int))
          (and
            (<= 0 handler!1)
            (< handler!1 chain?length)
            (exists ((index!1 Int))
              (and
                (<= 0 index!1)
                (< index!1 (chain handler!1))
                (active handler!1 index!1)
                (= position.at |"polling"|)
                (or
                  (< position.handler handler!1)
                  (and (= handler!1 position.handler) (<= position.slot index!1))))))))
      (or owed carriesUnknown))
    policyMemory.swallowNmi))

; --------------------------------------------------------------------------------------------------
; The invariant

(push 1)
(assert TypeOK)
(assert NoSpurious)
(assert SlotOfHandler)
(assert TakenHere)
(assert EmptyPendingExcused)
(assert EmptyWalkExcused)
(assert NextEmptyExcused)

(echo "Some state satisfies the invariant: sat")
(push 1)
(check-sat)
(pop 1)

(echo "NoSpurious reads no item outside of an array: unsat")
(push 1)
(assert false)
(check-sat)
(pop 1)

(echo "SlotOfHandler reads no item outside of an array: unsat")
(push 1)
(assert (not
          (and
            (or (not (= position.at |"polling"|)) (= position.at |"polling"|))
            (or
              (not (= position.at |"polling"|))
              (and (<= 0 position.handler) (< position.handler chain?length))))))
(check-sat)
(pop 1)

(echo "TakenHere reads no item outside of an array: unsat")
(push 1)
(assert false)
(check-sat)
(pop 1)

(echo "EmptyPendingExcused reads no item outside of an array: unsat")
(push 1)
(assert (not
          (or
            (not (= position.at |"run"|))
            (not latched)
            latchCarriesUnknown
            (forall ((handler!1 Int))
              (or
                (not (and (<= 0 handler!1) (< handler!1 chain?length)))
                (and
                  (<= 0 handler!1)
                  (< handler!1 chain?length)
                  (forall ((index!1 Int))
                    (or
                      (not (and (<= 0 index!1) (< index!1 (chain handler!1))))
                      (and
                        (<= 0 handler!1)
                        (< handler!1 chain?length)
                        (<= 0 index!1)
                        (< index!1 (chain handler!1))
                        (or
                          (not (and (active handler!1 index!1) (= position.at |"polling"|)))
                          (= position.at |"polling"|))
                        (or
                          (not
                            (and
                              (active handler!1 index!1)
                              (= position.at |"polling"|)
                              (not (< position.handler handler!1))))
                          (= position.at |"polling"|))
                        (or
                          (not
                            (and
                              (active handler!1 index!1)
                              (= position.at |"polling"|)
                              (not (< position.handler handler!1))
                              (= handler!1 position.handler)))
                          (= position.at |"polling"|)))))))))))
(check-sat)
(pop 1)

(echo "EmptyWalkExcused reads no item outside of an array: unsat")
(push 1)
(assert (not
          (or
            (= position.at |"run"|)
            carriesUnknown
            (< 0 handled)
            (forall ((handler!1 Int))
              (or
                (not (and (<= 0 handler!1) (< handler!1 chain?length)))
                (and
                  (<= 0 handler!1)
                  (< handler!1 chain?length)
                  (forall ((index!1 Int))
                    (or
                      (not (and (<= 0 index!1) (< index!1 (chain handler!1))))
                      (and
                        (<= 0 handler!1)
                        (< handler!1 chain?length)
                        (<= 0 index!1)
                        (< index!1 (chain handler!1))
                        (or
                          (not (and (active handler!1 index!1) (= position.at |"polling"|)))
                          (= position.at |"polling"|))
                        (or
                          (not
                            (and
                              (active handler!1 index!1)
                              (= position.at |"polling"|)
                              (not (< position.handler handler!1))))
                          (= position.at |"polling"|))
                        (or
                          (not
                            (and
                              (active handler!1 index!1)
                              (= position.at |"polling"|)
                              (not (< position.handler handler!1))
                              (= handler!1 position.handler)))
                          (= position.at |"polling"|)))))))))))
(check-sat)
(pop 1)

(echo "NextEmptyExcused reads no item outside of an array: unsat")
(push 1)
(assert (not
          (and
            (or
              (= position.at |"run"|)
              (not latched)
              latchCarriesUnknown
              (forall ((handler!1 Int))
                (or
                  (not (and (<= 0 handler!1) (< handler!1 chain?length)))
                  (and
                    (<= 0 handler!1)
                    (< handler!1 chain?length)
                    (forall ((index!1 Int))
                      (or
                        (not (and (<= 0 index!1) (< index!1 (chain handler!1))))
                        (and
                          (<= 0 handler!1)
                          (< handler!1 chain?length)
                          (<= 0 index!1)
                          (< index!1 (chain handler!1))
                          (or
                            (not (and (active handler!1 index!1) (= position.at |"polling"|)))
                            (= position.at |"polling"|))
                          (or
                            (not
                              (and
                                (active handler!1 index!1)
                                (= position.at |"polling"|)
                                (not (< position.handler handler!1))))
                            (= position.at |"polling"|))
                          (or
                            (not
                              (and
                                (active handler!1 index!1)
                                (= position.at |"polling"|)
                                (not (< position.handler handler!1))
                                (= handler!1 position.handler)))
                            (= position.at |"polling"|)))))))))
            (or
              (not
                (and
                  (not
                    (or
                      (= position.at |"run"|)
                      (not latched)
                      latchCarriesUnknown
                      (exists ((handler!1 Int))
                        (and
                          (<= 0 handler!1)
                          (< handler!1 chain?length)
                          (exists ((index!1 Int))
                            (and
                              (<= 0 index!1)
                              (< index!1 (chain handler!1))
                              (active handler!1 index!1)
                              (not
                                (and
                                  (= position.at |"polling"|)
                                  (or
                                    (< position.handler handler!1)
                                    (and (= handler!1 position.handler) (<= position.slot index!1)))))))))
                      (< 1 handled)))
                  (< 0 handled)))
              (forall ((handler!1 Int))
                (or
                  (not (and (<= 0 handler!1) (< handler!1 chain?length)))
                  (and
                    (<= 0 handler!1)
                    (< handler!1 chain?length)
                    (forall ((index!1 Int))
                      (or
                        (not (and (<= 0 index!1) (< index!1 (chain handler!1))))
                        (and
                          (<= 0 handler!1)
                          (< handler!1 chain?length)
                          (<= 0 index!1)
                          (< index!1 (chain handler!1))
                          (or
                            (not (and (active handler!1 index!1) (= position.at |"polling"|)))
                            (= position.at |"polling"|))
                          (or
                            (not
                              (and
                                (active handler!1 index!1)
                                (= position.at |"polling"|)
                                (not (< position.handler handler!1))))
                            (= position.at |"polling"|))
                          (or
                            (not
                              (and
                                (active handler!1 index!1)
                                (= position.at |"polling"|)
                                (not (< position.handler handler!1))
                                (= handler!1 position.handler)))
                            (= position.at |"polling"|)))))))))
            (or
              (= position.at |"run"|)
              (not latched)
              latchCarriesUnknown
              (exists ((handler!1 Int))
                (and
                  (<= 0 handler!1)
                  (< handler!1 chain?length)
                  (exists ((index!1 Int))
                    (and
                      (<= 0 index!1)
                      (< index!1 (chain handler!1))
                      (active handler!1 index!1)
                      (not
                        (and
                          (= position.at |"polling"|)
                          (or
                            (< position.handler handler!1)
                            (and (= handler!1 position.handler) (<= position.slot index!1)))))))))
              (< 1 handled)
              (and
                (< 0 handled)
                (exists ((handler!1 Int))
                  (and
                    (<= 0 handler!1)
                    (< handler!1 chain?length)
                    (exists ((index!1 Int))
                      (and
                        (<= 0 index!1)
                        (< index!1 (chain handler!1))
                        (active handler!1 index!1)
                        (= position.at |"polling"|)
                        (or
                          (< position.handler handler!1)
                          (and (= handler!1 position.handler) (<= position.slot index!1))))))))
              (forall ((handler!1 Int))
                (or
                  (not (and (<= 0 handler!1) (< handler!1 chain?length)))
                  (and
                    (<= 0 handler!1)
                    (< handler!1 chain?length)
                    (forall ((index!1 Int))
                      (or
                        (not (and (<= 0 index!1) (< index!1 (chain handler!1))))
                        (and
                          (<= 0 handler!1)
                          (< handler!1 chain?length)
                          (<= 0 index!1)
                          (< index!1 (chain handler!1))
                          (or
                            (not (and (active handler!1 index!1) (= position.at |"polling"|)))
                            (= position.at |"polling"|))
                          (or
                            (not
                              (and
                                (active handler!1 index!1)
                                (= position.at |"polling"|)
                                (not (< position.handler handler!1))))
                            (= position.at |"polling"|))
                          (or
                            (not
                              (and
                                (active handler!1 index!1)
                                (= position.at |"polling"|)
                                (not (< position.handler handler!1))
                                (= handler!1 position.handler)))
                            (= position.at |"polling"|))
                          (or
                            (not
                              (and
                                (active handler!1 index!1)
                                (= position.at |"polling"|)
                                (or
                                  (< position.handler handler!1)
                                  (and (= handler!1 position.handler) (<= position.slot index!1)))))
                            (forall ((otherHandler!1 Int))
                              (or
                                (not (and (<= 0 otherHandler!1) (< otherHandler!1 chain?length)))
                                (and
                                  (<= 0 otherHandler!1)
                                  (< otherHandler!1 chain?length)
                                  (forall ((otherIndex!1 Int))
                                    (or
                                      (not
                                        (and
                                          (<= 0 otherIndex!1)
                                          (< otherIndex!1 (chain otherHandler!1))))
                                      (and
                                        (<= 0 otherHandler!1)
                                        (< otherHandler!1 chain?length)
                                        (<= 0 otherIndex!1)
                                        (< otherIndex!1 (chain otherHandler!1))
                                        (or
                                          (not
                                            (and
                                              (active otherHandler!1 otherIndex!1)
                                              (= position.at |"polling"|)))
                                          (= position.at |"polling"|))
                                        (or
                                          (not
                                            (and
                                              (active otherHandler!1 otherIndex!1)
                                              (= position.at |"polling"|)
                                              (not (< position.handler otherHandler!1))))
                                          (= position.at |"polling"|))
                                        (or
                                          (not
                                            (and
                                              (active otherHandler!1 otherIndex!1)
                                              (= position.at |"polling"|)
                                              (not (< position.handler otherHandler!1))
                                              (= otherHandler!1 position.handler)))
                                          (= position.at |"polling"|))))))))))))))))
            (or
              (not
                (and
                  (not
                    (or
                      (= position.at |"run"|)
                      (not latched)
                      latchCarriesUnknown
                      (exists ((handler!1 Int))
                        (and
                          (<= 0 handler!1)
                          (< handler!1 chain?length)
                          (exists ((index!1 Int))
                            (and
                              (<= 0 index!1)
                              (< index!1 (chain handler!1))
                              (active handler!1 index!1)
                              (not
                                (and
                                  (= position.at |"polling"|)
                                  (or
                                    (< position.handler handler!1)
                                    (and (= handler!1 position.handler) (<= position.slot index!1)))))))))
                      (< 1 handled)
                      (and
                        (< 0 handled)
                        (exists ((handler!1 Int))
                          (and
                            (<= 0 handler!1)
                            (< handler!1 chain?length)
                            (exists ((index!1 Int))
                              (and
                                (<= 0 index!1)
                                (< index!1 (chain handler!1))
                                (active handler!1 index!1)
                                (= position.at |"polling"|)
                                (or
                                  (< position.handler handler!1)
                                  (and (= handler!1 position.handler) (<= position.slot index!1))))))))
                      (exists ((handler!1 Int))
                        (and
                          (<= 0 handler!1)
                          (< handler!1 chain?length)
                          (exists ((index!1 Int))
                            (and
                              (<= 0 index!1)
                              (< index!1 (chain handler!1))
                              (active handler!1 index!1)
                              (= position.at |"polling"|)
                              (or
                                (< position.handler handler!1)
                                (and (= handler!1 position.handler) (<= position.slot index!1)))
                              (exists ((otherHandler!1 Int))
                                (and
                                  (<= 0 otherHandler!1)
                                  (< otherHandler!1 chain?length)
                                  (exists ((otherIndex!1 Int))
                                    (and
                                      (<= 0 otherIndex!1)
                                      (< otherIndex!1 (chain otherHandler!1))
                                      (active otherHandler!1 otherIndex!1)
                                      (= position.at |"polling"|)
                                      (or
                                        (< position.handler otherHandler!1)
                                        (and
                                          (= otherHandler!1 position.handler)
                                          (<= position.slot otherIndex!1)))
                                      (or
                                        (not (= otherHandler!1 handler!1))
                                        (not (= otherIndex!1 index!1)))))))))))))
                  (not (< 0 handled))))
              (forall ((handler!1 Int))
                (or
                  (not (and (<= 0 handler!1) (< handler!1 chain?length)))
                  (and
                    (<= 0 handler!1)
                    (< handler!1 chain?length)
                    (forall ((index!1 Int))
                      (or
                        (not (and (<= 0 index!1) (< index!1 (chain handler!1))))
                        (and
                          (<= 0 handler!1)
                          (< handler!1 chain?length)
                          (<= 0 index!1)
                          (< index!1 (chain handler!1))
                          (or
                            (not (and (active handler!1 index!1) (= position.at |"polling"|)))
                            (= position.at |"polling"|))
                          (or
                            (not
                              (and
                                (active handler!1 index!1)
                                (= position.at |"polling"|)
                                (not (< position.handler handler!1))))
                            (= position.at |"polling"|))
                          (or
                            (not
                              (and
                                (active handler!1 index!1)
                                (= position.at |"polling"|)
                                (not (< position.handler handler!1))
                                (= handler!1 position.handler)))
                            (= position.at |"polling"|))))))))))))
(check-sat)
(pop 1)
(pop 1)

; --------------------------------------------------------------------------------------------------
; The initial state

(push 1)
(define-fun |active'| ((at!1 Int) (at!2 Int)) Bool false)
(define-fun |latched'| () Bool false)
(define-fun |rip'| () Int 1)
(define-fun |lastNmiRip'?null| () Bool true)
(define-fun |lastNmiRip'| () Int 0)
(define-fun |position'.at| () Word |"run"|)
(define-fun |position'.handler| () Int 0)
(define-fun |position'.slot| () Int 0)
(define-fun |handled'| () Int 0)
(define-fun |backToBack'| () Bool false)
(define-fun |policyMemory'.swallowNmi| () Bool false)
(define-fun |latchCarriesUnknown'| () Bool false)
(define-fun |carriesUnknown'| () Bool false)
(define-fun |owed'| () Bool false)
(define-fun |outcome'?null| () Bool true)
(define-fun |outcome'| () Word |"decide"|)

(echo "There is an initial state: sat")
(push 1)
(check-sat)
(pop 1)

(echo "Init reads no item outside of an array: unsat")
(push 1)
(assert (not
          (forall ((i!1 Int))
            (or (not (and (<= 0 i!1) (< i!1 chain?length))) (and (<= 0 i!1) (< i!1 chain?length))))))
(check-sat)
(pop 1)

(echo "Init satisfies TypeOK: unsat")
(push 1)
(assert (not (<= 1 rips)))
(check-sat)
(pop 1)

(echo "Init satisfies NoSpurious: unsat")
(push 1)
(assert (and (not |outcome'?null|) (= |outcome'| |"spurious"|)))
(check-sat)
(pop 1)

(echo "Init satisfies SlotOfHandler: unsat")
(push 1)
(assert (not
          (or (not (= |position'.at| |"polling"|)) (< |position'.slot| (chain |position'.handler|)))))
(check-sat)
(pop 1)

(echo "Init satisfies TakenHere: unsat")
(push 1)
(assert (not
          (or (= |position'.at| |"run"|) (and (not |lastNmiRip'?null|) (= |rip'| |lastNmiRip'|)))))
(check-sat)
(pop 1)

(echo "Init satisfies EmptyPendingExcused: unsat")
(push 1)
(assert (not
          (or
            (not (= |position'.at| |"run"|))
            (not |latched'|)
            |latchCarriesUnknown'|
            (exists ((handler!1 Int))
              (and
                (<= 0 handler!1)
                (< handler!1 chain?length)
                (exists ((index!1 Int))
                  (and
                    (<= 0 index!1)
                    (< index!1 (chain handler!1))
                    (|active'| handler!1 index!1)
                    (not
                      (and
                        (= |position'.at| |"polling"|)
                        (or
                          (< |position'.handler| handler!1)
                          (and (= handler!1 |position'.handler|) (<= |position'.slot| index!1)))))))))
            |owed'|
            (and |policyMemory'.swallowNmi| (not |lastNmiRip'?null|) (= |rip'| |lastNmiRip'|)))))
(check-sat)
(pop 1)

(echo "Init satisfies EmptyWalkExcused: unsat")
(push 1)
(assert (not
          (or
            (= |position'.at| |"run"|)
            |carriesUnknown'|
            (< 0 |handled'|)
            (exists ((handler!1 Int))
              (and
                (<= 0 handler!1)
                (< handler!1 chain?length)
                (exists ((index!1 Int))
                  (and
                    (<= 0 index!1)
                    (< index!1 (chain handler!1))
                    (|active'| handler!1 index!1)
                    (= |position'.at| |"polling"|)
                    (or
                      (< |position'.handler| handler!1)
                      (and (= handler!1 |position'.handler|) (<= |position'.slot| index!1)))))))
            |owed'|
            (and |policyMemory'.swallowNmi| |backToBack'|))))
(check-sat)
(pop 1)

(echo "Init satisfies NextEmptyExcused: unsat")
(push 1)
(assert (not
          (or
            (= |position'.at| |"run"|)
            (not |latched'|)
            |latchCarriesUnknown'|
            (exists ((handler!1 Int))
              (and
                (<= 0 handler!1)
                (< handler!1 chain?length)
                (exists ((index!1 Int))
                  (and
                    (<= 0 index!1)
                    (< index!1 (chain handler!1))
                    (|active'| handler!1 index!1)
                    (not
                      (and
                        (= |position'.at| |"polling"|)
                        (or
                          (< |position'.handler| handler!1)
                          (and (= handler!1 |position'.handler|) (<= |position'.slot| index!1)))))))))
            (< 1 |handled'|)
            (and
              (< 0 |handled'|)
              (exists ((handler!1 Int))
                (and
                  (<= 0 handler!1)
                  (< handler!1 chain?length)
                  (exists ((index!1 Int))
                    (and
                      (<= 0 index!1)
                      (< index!1 (chain handler!1))
                      (|active'| handler!1 index!1)
                      (= |position'.at| |"polling"|)
                      (or
                        (< |position'.handler| handler!1)
                        (and (= handler!1 |position'.handler|) (<= |position'.slot| index!1))))))))
            (exists ((handler!1 Int))
              (and
                (<= 0 handler!1)
                (< handler!1 chain?length)
                (exists ((index!1 Int))
                  (and
                    (<= 0 index!1)
                    (< index!1 (chain handler!1))
                    (|active'| handler!1 index!1)
                    (= |position'.at| |"polling"|)
                    (or
                      (< |position'.handler| handler!1)
                      (and (= handler!1 |position'.handler|) (<= |position'.slot| index!1)))
                    (exists ((otherHandler!1 Int))
                      (and
                        (<= 0 otherHandler!1)
                        (< otherHandler!1 chain?length)
                        (exists ((otherIndex!1 Int))
                          (and
                            (<= 0 otherIndex!1)
                            (< otherIndex!1 (chain otherHandler!1))
                            (|active'| otherHandler!1 otherIndex!1)
                            (= |position'.at| |"polling"|)
                            (or
                              (< |position'.handler| otherHandler!1)
                              (and
                                (= otherHandler!1 |position'.handler|)
                                (<= |position'.slot| otherIndex!1)))
                            (or (not (= otherHandler!1 handler!1)) (not (= otherIndex!1 index!1)))))))))))
            (and
              (or
                (< 0 |handled'|)
                (exists ((handler!1 Int))
                  (and
                    (<= 0 handler!1)
                    (< handler!1 chain?length)
                    (exists ((index!1 Int))
                      (and
                        (<= 0 index!1)
                        (< index!1 (chain handler!1))
                        (|active'| handler!1 index!1)
                        (= |position'.at| |"polling"|)
                        (or
                          (< |position'.handler| handler!1)
                          (and (= handler!1 |position'.handler|) (<= |position'.slot| index!1))))))))
              (or |owed'| |carriesUnknown'|))
            |policyMemory'.swallowNmi|)))
(check-sat)
(pop 1)
(pop 1)

; --------------------------------------------------------------------------------------------------
; Raise: An event happens: its slot becomes active and sends an edge to the latch.

(push 1)
(declare-fun handler () Int)
(declare-fun slot () Int)
(assert (and (<= 0 handler) (<= handler (- chain?length 1))))
(assert (and (<= 0 slot) (<= slot (- (chain handler) 1))))
(assert TypeOK)
(assert NoSpurious)
(assert SlotOfHandler)
(assert TakenHere)
(assert EmptyPendingExcused)
(assert EmptyWalkExcused)
(assert NextEmptyExcused)

(echo "Raise reads no item outside of an array: unsat")
(push 1)
(assert (not
          (and
            (<= 0 handler)
            (< handler chain?length)
            (<= 0 slot)
            (< slot (chain handler))
            (or (active handler slot) (and (<= 0 handler) (< handler chain?length)))
            (or (active handler slot) (and (<= 0 slot) (< slot (chain handler)))))))
(check-sat)
(pop 1)
(pop 1)

; --------------------------------------------------------------------------------------------------
; Raise, where it is enabled

(push 1)
(declare-fun handler () Int)
(declare-fun slot () Int)
(assert (and (<= 0 handler) (<= handler (- chain?length 1))))
(assert (and (<= 0 slot) (<= slot (- (chain handler) 1))))
(assert TypeOK)
(assert NoSpurious)
(assert SlotOfHandler)
(assert TakenHere)
(assert EmptyPendingExcused)
(assert EmptyWalkExcused)
(assert NextEmptyExcused)
(assert (not (active handler slot)))
(define-fun |active'| ((at!1 Int) (at!2 Int)) Bool (ite
                                                     (= at!1 handler)
                                                     (or (= at!2 slot) (active handler at!2))
                                                     (active at!1 at!2)))
(define-fun |latched'| () Bool true)
(define-fun |outcome'?null| () Bool true)
(define-fun |outcome'| () Word |"decide"|)

(echo "Raise is enabled somewhere: sat")
(push 1)
(check-sat)
(pop 1)

(echo "Raise preserves TypeOK: unsat")
(push 1)
(assert (not
          (and
            (forall ((i!1 Int))
              (or
                (not (and (<= 0 i!1) (< i!1 chain?length)))
                (= (ite (= i!1 handler) (chain handler) (chain i!1)) (chain i!1))))
            (<= 1 rip)
            (<= rip rips)
            (or lastNmiRip?null (and (<= 1 lastNmiRip) (<= lastNmiRip rips)))
            (or
              (and (= position.at |"run"|) (not (= position.at |"polling"|)))
              (and
                (= position.at |"polling"|)
                (<= 0 position.handler)
                (<= position.handler (- chain?length 1))
                (<= 0 position.slot)
                (<= position.slot (- chain?greatest 1)))
              (and (= position.at |"decide"|) (not (= position.at |"polling"|))))
            (<= 0 handled)
            (<= handled 2))))
(check-sat)
(pop 1)

(echo "Raise preserves NoSpurious: unsat")
(push 1)
(assert (and (not |outcome'?null|) (= |outcome'| |"spurious"|)))
(check-sat)
(pop 1)

(echo "Raise preserves SlotOfHandler: unsat")
(push 1)
(assert (not (or (not (= position.at |"polling"|)) (< position.slot (chain position.handler)))))
(check-sat)
(pop 1)

(echo "Raise preserves TakenHere: unsat")
(push 1)
(assert (not (or (= position.at |"run"|) (and (not lastNmiRip?null) (= rip lastNmiRip)))))
(check-sat)
(pop 1)

(echo "Raise preserves EmptyPendingExcused: unsat")
(push 1)
(assert (not
          (or
            (not (= position.at |"run"|))
            (not |latched'|)
            latchCarriesUnknown
            (exists ((handler!1 Int))
              (and
                (<= 0 handler!1)
                (< handler!1 chain?length)
                (exists ((index!1 Int))
                  (and
                    (<= 0 index!1)
                    (< index!1 (chain handler!1))
                    (|active'| handler!1 index!1)
                    (not
                      (and
                        (= position.at |"polling"|)
                        (or
                          (< position.handler handler!1)
                          (and (= handler!1 position.handler) (<= position.slot index!1)))))))))
            owed
            (and policyMemory.swallowNmi (not lastNmiRip?null) (= rip lastNmiRip)))))
(check-sat)
(pop 1)

(echo "Raise preserves EmptyWalkExcused: unsat")
(push 1)
(assert (not
          (or
            (= position.at |"run"|)
            carriesUnknown
            (< 0 handled)
            (exists ((handler!1 Int))
              (and
                (<= 0 handler!1)
                (< handler!1 chain?length)
                (exists ((index!1 Int))
                  (and
                    (<= 0 index!1)
                    (< index!1 (chain handler!1))
                    (|active'| handler!1 index!1)
                    (= position.at |"polling"|)
                    (or
                      (< position.handler handler!1)
                      (and (= handler!1 position.handler) (<= position.slot index!1)))))))
            owed
            (and policyMemory.swallowNmi backToBack))))
(check-sat)
(pop 1)

(echo "Raise preserves NextEmptyExcused: unsat")
(push 1)
(assert (not
          (or
            (= position.at |"run"|)
            (not |latched'|)
            latchCarriesUnknown
            (exists ((handler!1 Int))
              (and
                (<= 0 handler!1)
                (< handler!1 chain?length)
                (exists ((index!1 Int))
                  (and
                    (<= 0 index!1)
                    (< index!1 (chain handler!1))
                    (|active'| handler!1 index!1)
                    (not
                      (and
                        (= position.at |"polling"|)
                        (or
                          (< position.handler handler!1)
                          (and (= handler!1 position.handler) (<= position.slot index!1)))))))))
            (< 1 handled)
            (and
              (< 0 handled)
              (exists ((handler!1 Int))
                (and
                  (<= 0 handler!1)
                  (< handler!1 chain?length)
                  (exists ((index!1 Int))
                    (and
                      (<= 0 index!1)
                      (< index!1 (chain handler!1))
                      (|active'| handler!1 index!1)
                      (= position.at |"polling"|)
                      (or
                        (< position.handler handler!1)
                        (and (= handler!1 position.handler) (<= position.slot index!1))))))))
            (exists ((handler!1 Int))
              (and
                (<= 0 handler!1)
                (< handler!1 chain?length)
                (exists ((index!1 Int))
                  (and
                    (<= 0 index!1)
                    (< index!1 (chain handler!1))
                    (|active'| handler!1 index!1)
                    (= position.at |"polling"|)
                    (or
                      (< position.handler handler!1)
                      (and (= handler!1 position.handler) (<= position.slot index!1)))
                    (exists ((otherHandler!1 Int))
                      (and
                        (<= 0 otherHandler!1)
                        (< otherHandler!1 chain?length)
                        (exists ((otherIndex!1 Int))
                          (and
                            (<= 0 otherIndex!1)
                            (< otherIndex!1 (chain otherHandler!1))
                            (|active'| otherHandler!1 otherIndex!1)
                            (= position.at |"polling"|)
                            (or
                              (< position.handler otherHandler!1)
                              (and
                                (= otherHandler!1 position.handler)
                                (<= position.slot otherIndex!1)))
                            (or (not (= otherHandler!1 handler!1)) (not (= otherIndex!1 index!1)))))))))))
            (and
              (or
                (< 0 handled)
                (exists ((handler!1 Int))
                  (and
                    (<= 0 handler!1)
                    (< handler!1 chain?length)
                    (exists ((index!1 Int))
                      (and
                        (<= 0 index!1)
                        (< index!1 (chain handler!1))
                        (|active'| handler!1 index!1)
                        (= position.at |"polling"|)
                        (or
                          (< position.handler handler!1)
                          (and (= handler!1 position.handler) (<= position.slot index!1))))))))
              (or owed carriesUnknown))
            policyMemory.swallowNmi)))
(check-sat)
(pop 1)
(pop 1)

; --------------------------------------------------------------------------------------------------
; External: An edge from a source that no handler knows: an NMI button, a chipset error, a watchdog with no driver.

(push 1)
(assert TypeOK)
(assert NoSpurious)
(assert SlotOfHandler)
(assert TakenHere)
(assert EmptyPendingExcused)
(assert EmptyWalkExcused)
(assert NextEmptyExcused)

(echo "External reads no item outside of an array: unsat")
(push 1)
(assert false)
(check-sat)
(pop 1)
(pop 1)

; --------------------------------------------------------------------------------------------------
; External, where it is enabled

(push 1)
(assert TypeOK)
(assert NoSpurious)
(assert SlotOfHandler)
(assert TakenHere)
(assert EmptyPendingExcused)
(assert EmptyWalkExcused)
(assert NextEmptyExcused)
(define-fun |latched'| () Bool true)
(define-fun |latchCarriesUnknown'| () Bool true)
(define-fun |outcome'?null| () Bool true)
(define-fun |outcome'| () Word |"decide"|)

(echo "External is enabled somewhere: sat")
(push 1)
(check-sat)
(pop 1)

(echo "External preserves TypeOK: unsat")
(push 1)
(assert (not
          (and
            (<= 1 rip)
            (<= rip rips)
            (or lastNmiRip?null (and (<= 1 lastNmiRip) (<= lastNmiRip rips)))
            (or
              (and (= position.at |"run"|) (not (= position.at |"polling"|)))
              (and
                (= position.at |"polling"|)
                (<= 0 position.handler)
                (<= position.handler (- chain?length 1))
                (<= 0 position.slot)
                (<= position.slot (- chain?greatest 1)))
              (and (= position.at |"decide"|) (not (= position.at |"polling"|))))
            (<= 0 handled)
            (<= handled 2))))
(check-sat)
(pop 1)

(echo "External preserves NoSpurious: unsat")
(push 1)
(assert (and (not |outcome'?null|) (= |outcome'| |"spurious"|)))
(check-sat)
(pop 1)

(echo "External preserves SlotOfHandler: unsat")
(push 1)
(assert (not (or (not (= position.at |"polling"|)) (< position.slot (chain position.handler)))))
(check-sat)
(pop 1)

(echo "External preserves TakenHere: unsat")
(push 1)
(assert (not (or (= position.at |"run"|) (and (not lastNmiRip?null) (= rip lastNmiRip)))))
(check-sat)
(pop 1)

(echo "External preserves EmptyPendingExcused: unsat")
(push 1)
(assert (not
          (or
            (not (= position.at |"run"|))
            (not |latched'|)
            |latchCarriesUnknown'|
            (exists ((handler!1 Int))
              (and
                (<= 0 handler!1)
                (< handler!1 chain?length)
                (exists ((index!1 Int))
                  (and
                    (<= 0 index!1)
                    (< index!1 (chain handler!1))
                    (active handler!1 index!1)
                    (not
                      (and
                        (= position.at |"polling"|)
                        (or
                          (< position.handler handler!1)
                          (and (= handler!1 position.handler) (<= position.slot index!1)))))))))
            owed
            (and policyMemory.swallowNmi (not lastNmiRip?null) (= rip lastNmiRip)))))
(check-sat)
(pop 1)

(echo "External preserves EmptyWalkExcused: unsat")
(push 1)
(assert (not
          (or
            (= position.at |"run"|)
            carriesUnknown
            (< 0 handled)
            (exists ((handler!1 Int))
              (and
                (<= 0 handler!1)
                (< handler!1 chain?length)
                (exists ((index!1 Int))
                  (and
                    (<= 0 index!1)
                    (< index!1 (chain handler!1))
                    (active handler!1 index!1)
                    (= position.at |"polling"|)
                    (or
                      (< position.handler handler!1)
                      (and (= handler!1 position.handler) (<= position.slot index!1)))))))
            owed
            (and policyMemory.swallowNmi backToBack))))
(check-sat)
(pop 1)

(echo "External preserves NextEmptyExcused: unsat")
(push 1)
(assert (not
          (or
            (= position.at |"run"|)
            (not |latched'|)
            |latchCarriesUnknown'|
            (exists ((handler!1 Int))
              (and
                (<= 0 handler!1)
                (< handler!1 chain?length)
                (exists ((index!1 Int))
                  (and
                    (<= 0 index!1)
                    (< index!1 (chain handler!1))
                    (active handler!1 index!1)
                    (not
                      (and
                        (= position.at |"polling"|)
                        (or
                          (< position.handler handler!1)
                          (and (= handler!1 position.handler) (<= position.slot index!1)))))))))
            (< 1 handled)
            (and
              (< 0 handled)
              (exists ((handler!1 Int))
                (and
                  (<= 0 handler!1)
                  (< handler!1 chain?length)
                  (exists ((index!1 Int))
                    (and
                      (<= 0 index!1)
                      (< index!1 (chain handler!1))
                      (active handler!1 index!1)
                      (= position.at |"polling"|)
                      (or
                        (< position.handler handler!1)
                        (and (= handler!1 position.handler) (<= position.slot index!1))))))))
            (exists ((handler!1 Int))
              (and
                (<= 0 handler!1)
                (< handler!1 chain?length)
                (exists ((index!1 Int))
                  (and
                    (<= 0 index!1)
                    (< index!1 (chain handler!1))
                    (active handler!1 index!1)
                    (= position.at |"polling"|)
                    (or
                      (< position.handler handler!1)
                      (and (= handler!1 position.handler) (<= position.slot index!1)))
                    (exists ((otherHandler!1 Int))
                      (and
                        (<= 0 otherHandler!1)
                        (< otherHandler!1 chain?length)
                        (exists ((otherIndex!1 Int))
                          (and
                            (<= 0 otherIndex!1)
                            (< otherIndex!1 (chain otherHandler!1))
                            (active otherHandler!1 otherIndex!1)
                            (= position.at |"polling"|)
                            (or
                              (< position.handler otherHandler!1)
                              (and
                                (= otherHandler!1 position.handler)
                                (<= position.slot otherIndex!1)))
                            (or (not (= otherHandler!1 handler!1)) (not (= otherIndex!1 index!1)))))))))))
            (and
              (or
                (< 0 handled)
                (exists ((handler!1 Int))
                  (and
                    (<= 0 handler!1)
                    (< handler!1 chain?length)
                    (exists ((index!1 Int))
                      (and
                        (<= 0 index!1)
                        (< index!1 (chain handler!1))
                        (active handler!1 index!1)
                        (= position.at |"polling"|)
                        (or
                          (< position.handler handler!1)
                          (and (= handler!1 position.handler) (<= position.slot index!1))))))))
              (or owed carriesUnknown))
            policyMemory.swallowNmi)))
(check-sat)
(pop 1)
(pop 1)

; --------------------------------------------------------------------------------------------------
; Execute: The CPU runs outside NMI context and stands at `place`, which may be the old one: a loop.

(push 1)
(declare-fun place () Int)
(assert (and (<= 1 place) (<= place rips)))
(assert TypeOK)
(assert NoSpurious)
(assert SlotOfHandler)
(assert TakenHere)
(assert EmptyPendingExcused)
(assert EmptyWalkExcused)
(assert NextEmptyExcused)

(echo "Execute reads no item outside of an array: unsat")
(push 1)
(assert false)
(check-sat)
(pop 1)
(pop 1)

; --------------------------------------------------------------------------------------------------
; Execute, where it is enabled

(push 1)
(declare-fun place () Int)
(assert (and (<= 1 place) (<= place rips)))
(assert TypeOK)
(assert NoSpurious)
(assert SlotOfHandler)
(assert TakenHere)
(assert EmptyPendingExcused)
(assert EmptyWalkExcused)
(assert NextEmptyExcused)
(assert (and (= position.at |"run"|) (not latched)))
(define-fun |rip'| () Int place)
(define-fun |outcome'?null| () Bool true)
(define-fun |outcome'| () Word |"decide"|)

(echo "Execute is enabled somewhere: sat")
(push 1)
(check-sat)
(pop 1)

(echo "Execute preserves TypeOK: unsat")
(push 1)
(assert (not
          (and
            (<= 1 place)
            (<= place rips)
            (or lastNmiRip?null (and (<= 1 lastNmiRip) (<= lastNmiRip rips)))
            (or
              (and (= position.at |"run"|) (not (= position.at |"polling"|)))
              (and
                (= position.at |"polling"|)
                (<= 0 position.handler)
                (<= position.handler (- chain?length 1))
                (<= 0 position.slot)
                (<= position.slot (- chain?greatest 1)))
              (and (= position.at |"decide"|) (not (= position.at |"polling"|))))
            (<= 0 handled)
            (<= handled 2))))
(check-sat)
(pop 1)

(echo "Execute preserves NoSpurious: unsat")
(push 1)
(assert (and (not |outcome'?null|) (= |outcome'| |"spurious"|)))
(check-sat)
(pop 1)

(echo "Execute preserves SlotOfHandler: unsat")
(push 1)
(assert (not (or (not (= position.at |"polling"|)) (< position.slot (chain position.handler)))))
(check-sat)
(pop 1)

(echo "Execute preserves TakenHere: unsat")
(push 1)
(assert (not (or (= position.at |"run"|) (and (not lastNmiRip?null) (= |rip'| lastNmiRip)))))
(check-sat)
(pop 1)

(echo "Execute preserves EmptyPendingExcused: unsat")
(push 1)
(assert (not
          (or
            (not (= position.at |"run"|))
            (not latched)
            latchCarriesUnknown
            (exists ((handler!1 Int))
              (and
                (<= 0 handler!1)
                (< handler!1 chain?length)
                (exists ((index!1 Int))
                  (and
                    (<= 0 index!1)
                    (< index!1 (chain handler!1))
                    (active handler!1 index!1)
                    (not
                      (and
                        (= position.at |"polling"|)
                        (or
                          (< position.handler handler!1)
                          (and (= handler!1 position.handler) (<= position.slot index!1)))))))))
            owed
            (and policyMemory.swallowNmi (not lastNmiRip?null) (= |rip'| lastNmiRip)))))
(check-sat)
(pop 1)

(echo "Execute preserves EmptyWalkExcused: unsat")
(push 1)
(assert (not
          (or
            (= position.at |"run"|)
            carriesUnknown
            (< 0 handled)
            (exists ((handler!1 Int))
              (and
                (<= 0 handler!1)
                (< handler!1 chain?length)
                (exists ((index!1 Int))
                  (and
                    (<= 0 index!1)
                    (< index!1 (chain handler!1))
                    (active handler!1 index!1)
                    (= position.at |"polling"|)
                    (or
                      (< position.handler handler!1)
                      (and (= handler!1 position.handler) (<= position.slot index!1)))))))
            owed
            (and policyMemory.swallowNmi backToBack))))
(check-sat)
(pop 1)

(echo "Execute preserves NextEmptyExcused: unsat")
(push 1)
(assert (not
          (or
            (= position.at |"run"|)
            (not latched)
            latchCarriesUnknown
            (exists ((handler!1 Int))
              (and
                (<= 0 handler!1)
                (< handler!1 chain?length)
                (exists ((index!1 Int))
                  (and
                    (<= 0 index!1)
                    (< index!1 (chain handler!1))
                    (active handler!1 index!1)
                    (not
                      (and
                        (= position.at |"polling"|)
                        (or
                          (< position.handler handler!1)
                          (and (= handler!1 position.handler) (<= position.slot index!1)))))))))
            (< 1 handled)
            (and
              (< 0 handled)
              (exists ((handler!1 Int))
                (and
                  (<= 0 handler!1)
                  (< handler!1 chain?length)
                  (exists ((index!1 Int))
                    (and
                      (<= 0 index!1)
                      (< index!1 (chain handler!1))
                      (active handler!1 index!1)
                      (= position.at |"polling"|)
                      (or
                        (< position.handler handler!1)
                        (and (= handler!1 position.handler) (<= position.slot index!1))))))))
            (exists ((handler!1 Int))
              (and
                (<= 0 handler!1)
                (< handler!1 chain?length)
                (exists ((index!1 Int))
                  (and
                    (<= 0 index!1)
                    (< index!1 (chain handler!1))
                    (active handler!1 index!1)
                    (= position.at |"polling"|)
                    (or
                      (< position.handler handler!1)
                      (and (= handler!1 position.handler) (<= position.slot index!1)))
                    (exists ((otherHandler!1 Int))
                      (and
                        (<= 0 otherHandler!1)
                        (< otherHandler!1 chain?length)
                        (exists ((otherIndex!1 Int))
                          (and
                            (<= 0 otherIndex!1)
                            (< otherIndex!1 (chain otherHandler!1))
                            (active otherHandler!1 otherIndex!1)
                            (= position.at |"polling"|)
                            (or
                              (< position.handler otherHandler!1)
                              (and
                                (= otherHandler!1 position.handler)
                                (<= position.slot otherIndex!1)))
                            (or (not (= otherHandler!1 handler!1)) (not (= otherIndex!1 index!1)))))))))))
            (and
              (or
                (< 0 handled)
                (exists ((handler!1 Int))
                  (and
                    (<= 0 handler!1)
                    (< handler!1 chain?length)
                    (exists ((index!1 Int))
                      (and
                        (<= 0 index!1)
                        (< index!1 (chain handler!1))
                        (active handler!1 index!1)
                        (= position.at |"polling"|)
                        (or
                          (< position.handler handler!1)
                          (and (= handler!1 position.handler) (<= position.slot index!1))))))))
              (or owed carriesUnknown))
            policyMemory.swallowNmi)))
(check-sat)
(pop 1)
(pop 1)

; --------------------------------------------------------------------------------------------------
; Deliver: The CPU takes the NMI, and `default_do_nmi` begins: the latch empties, the kernel compares `regs->ip` with `last_nmi_rip`, and the walk of the NMI_LOCAL chain starts

(push 1)
(assert TypeOK)
(assert NoSpurious)
(assert SlotOfHandler)
(assert TakenHere)
(assert EmptyPendingExcused)
(assert EmptyWalkExcused)
(assert NextEmptyExcused)

(echo "Deliver reads no item outside of an array: unsat")
(push 1)
(assert false)
(check-sat)
(pop 1)
(pop 1)

; --------------------------------------------------------------------------------------------------
; Deliver, where it is enabled

(push 1)
(assert TypeOK)
(assert NoSpurious)
(assert SlotOfHandler)
(assert TakenHere)
(assert EmptyPendingExcused)
(assert EmptyWalkExcused)
(assert NextEmptyExcused)
(assert (not (or (not (= position.at |"run"|)) (not latched))))
(define-fun |latched'| () Bool false)
(define-fun |lastNmiRip'?null| () Bool false)
(define-fun |lastNmiRip'| () Int rip)
(define-fun |position'.at| () Word (ite (< 0 chain?length) |"polling"| |"decide"|))
(define-fun |position'.handler| () Int 0)
(define-fun |position'.slot| () Int 0)
(define-fun |backToBack'| () Bool (and (not lastNmiRip?null) (= rip lastNmiRip)))
(define-fun |policyMemory'.swallowNmi| () Bool (and
                                                 (not lastNmiRip?null)
                                                 (= rip lastNmiRip)
                                                 policyMemory.swallowNmi))
(define-fun |latchCarriesUnknown'| () Bool false)
(define-fun |carriesUnknown'| () Bool latchCarriesUnknown)
(define-fun |outcome'?null| () Bool true)
(define-fun |outcome'| () Word |"decide"|)

(echo "Deliver is enabled somewhere: sat")
(push 1)
(check-sat)
(pop 1)

(echo "Deliver preserves TypeOK: unsat")
(push 1)
(assert (not
          (and
            (<= 1 rip)
            (<= rip rips)
            (or
              (and (< 0 chain?length) (<= 0 (- chain?length 1)) (<= 0 (- chain?greatest 1)))
              (not (< 0 chain?length)))
            (<= 0 handled)
            (<= handled 2))))
(check-sat)
(pop 1)

(echo "Deliver preserves NoSpurious: unsat")
(push 1)
(assert (and (not |outcome'?null|) (= |outcome'| |"spurious"|)))
(check-sat)
(pop 1)

(echo "Deliver preserves SlotOfHandler: unsat")
(push 1)
(assert (not
          (or (not (= |position'.at| |"polling"|)) (< |position'.slot| (chain |position'.handler|)))))
(check-sat)
(pop 1)

(echo "Deliver preserves TakenHere: unsat")
(push 1)
(assert (not (or (= |position'.at| |"run"|) (and (not |lastNmiRip'?null|) (= rip |lastNmiRip'|)))))
(check-sat)
(pop 1)

(echo "Deliver preserves EmptyPendingExcused: unsat")
(push 1)
(assert (not
          (or
            (not (= |position'.at| |"run"|))
            (not |latched'|)
            |latchCarriesUnknown'|
            (exists ((handler!1 Int))
              (and
                (<= 0 handler!1)
                (< handler!1 chain?length)
                (exists ((index!1 Int))
                  (and
                    (<= 0 index!1)
                    (< index!1 (chain handler!1))
                    (active handler!1 index!1)
                    (not
                      (and
                        (= |position'.at| |"polling"|)
                        (or
                          (< |position'.handler| handler!1)
                          (and (= handler!1 |position'.handler|) (<= |position'.slot| index!1)))))))))
            owed
            (and |policyMemory'.swallowNmi| (not |lastNmiRip'?null|) (= rip |lastNmiRip'|)))))
(check-sat)
(pop 1)

(echo "Deliver preserves EmptyWalkExcused: unsat")
(push 1)
(assert (not
          (or
            (= |position'.at| |"run"|)
            |carriesUnknown'|
            (< 0 handled)
            (exists ((handler!1 Int))
              (and
                (<= 0 handler!1)
                (< handler!1 chain?length)
                (exists ((index!1 Int))
                  (and
                    (<= 0 index!1)
                    (< index!1 (chain handler!1))
                    (active handler!1 index!1)
                    (= |position'.at| |"polling"|)
                    (or
                      (< |position'.handler| handler!1)
                      (and (= handler!1 |position'.handler|) (<= |position'.slot| index!1)))))))
            owed
            (and |policyMemory'.swallowNmi| |backToBack'|))))
(check-sat)
(pop 1)

(echo "Deliver preserves NextEmptyExcused: unsat")
(push 1)
(assert (not
          (or
            (= |position'.at| |"run"|)
            (not |latched'|)
            |latchCarriesUnknown'|
            (exists ((handler!1 Int))
              (and
                (<= 0 handler!1)
                (< handler!1 chain?length)
                (exists ((index!1 Int))
                  (and
                    (<= 0 index!1)
                    (< index!1 (chain handler!1))
                    (active handler!1 index!1)
                    (not
                      (and
                        (= |position'.at| |"polling"|)
                        (or
                          (< |position'.handler| handler!1)
                          (and (= handler!1 |position'.handler|) (<= |position'.slot| index!1)))))))))
            (< 1 handled)
            (and
              (< 0 handled)
              (exists ((handler!1 Int))
                (and
                  (<= 0 handler!1)
                  (< handler!1 chain?length)
                  (exists ((index!1 Int))
                    (and
                      (<= 0 index!1)
                      (< index!1 (chain handler!1))
                      (active handler!1 index!1)
                      (= |position'.at| |"polling"|)
                      (or
                        (< |position'.handler| handler!1)
                        (and (= handler!1 |position'.handler|) (<= |position'.slot| index!1))))))))
            (exists ((handler!1 Int))
              (and
                (<= 0 handler!1)
                (< handler!1 chain?length)
                (exists ((index!1 Int))
                  (and
                    (<= 0 index!1)
                    (< index!1 (chain handler!1))
                    (active handler!1 index!1)
                    (= |position'.at| |"polling"|)
                    (or
                      (< |position'.handler| handler!1)
                      (and (= handler!1 |position'.handler|) (<= |position'.slot| index!1)))
                    (exists ((otherHandler!1 Int))
                      (and
                        (<= 0 otherHandler!1)
                        (< otherHandler!1 chain?length)
                        (exists ((otherIndex!1 Int))
                          (and
                            (<= 0 otherIndex!1)
                            (< otherIndex!1 (chain otherHandler!1))
                            (active otherHandler!1 otherIndex!1)
                            (= |position'.at| |"polling"|)
                            (or
                              (< |position'.handler| otherHandler!1)
                              (and
                                (= otherHandler!1 |position'.handler|)
                                (<= |position'.slot| otherIndex!1)))
                            (or (not (= otherHandler!1 handler!1)) (not (= otherIndex!1 index!1)))))))))))
            (and
              (or
                (< 0 handled)
                (exists ((handler!1 Int))
                  (and
                    (<= 0 handler!1)
                    (< handler!1 chain?length)
                    (exists ((index!1 Int))
                      (and
                        (<= 0 index!1)
                        (< index!1 (chain handler!1))
                        (active handler!1 index!1)
                        (= |position'.at| |"polling"|)
                        (or
                          (< |position'.handler| handler!1)
                          (and (= handler!1 |position'.handler|) (<= |position'.slot| index!1))))))))
              (or owed |carriesUnknown'|))
            |policyMemory'.swallowNmi|)))
(check-sat)
(pop 1)
(pop 1)

; --------------------------------------------------------------------------------------------------
; Poll: One handler looks at one of its slots (`nmi_handle`): an active slot is claimed, that is cleared and counted

(push 1)
(assert TypeOK)
(assert NoSpurious)
(assert SlotOfHandler)
(assert TakenHere)
(assert EmptyPendingExcused)
(assert EmptyWalkExcused)
(assert NextEmptyExcused)

(echo "Poll reads no item outside of an array: unsat")
(push 1)
(assert (not
          (and
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
              (and (<= 0 position.slot) (< position.slot (chain position.handler))))
            (or
              (not
                (and
                  (= position.at |"polling"|)
                  (= (+ position.slot 1) (chain position.handler))
                  (not
                    (and
                      (not backToBack)
                      (<
                        0
                        (ite
                          (< (+ handled (ite (active position.handler position.slot) 1 0)) 2)
                          (+ handled (ite (active position.handler position.slot) 1 0))
                          2))))))
              (= position.at |"polling"|)))))
(check-sat)
(pop 1)
(pop 1)

; --------------------------------------------------------------------------------------------------
; Poll, where it is enabled

(push 1)
(assert TypeOK)
(assert NoSpurious)
(assert SlotOfHandler)
(assert TakenHere)
(assert EmptyPendingExcused)
(assert EmptyWalkExcused)
(assert NextEmptyExcused)
(assert (= position.at |"polling"|))
(define-fun |active'| ((at!1 Int) (at!2 Int)) Bool (ite
                                                     (= at!1 position.handler)
                                                     (and
                                                       (not (= at!2 position.slot))
                                                       (active position.handler at!2))
                                                     (active at!1 at!2)))
(define-fun |position'.at| () Word (ite
                                     (not (= (+ position.slot 1) (chain position.handler)))
                                     |"polling"|
                                     (ite
                                       (not
                                         (and
                                           (not backToBack)
                                           (<
                                             0
                                             (ite
                                               (<
                                                 (+
                                                   handled
                                                   (ite (active position.handler position.slot) 1 0))
                                                 2)
                                               (+
                                                 handled
                                                 (ite (active position.handler position.slot) 1 0))
                                               2))))
                                       (ite
                                         (< (+ position.handler 1) chain?length)
                                         |"polling"|
                                         |"decide"|)
                                       |"decide"|)))
(define-fun |position'.handler| () Int (ite
                                         (not (= (+ position.slot 1) (chain position.handler)))
                                         position.handler
                                         (+ position.handler 1)))
(define-fun |position'.slot| () Int (ite
                                      (not (= (+ position.slot 1) (chain position.handler)))
                                      (+ position.slot 1)
                                      0))
(define-fun |handled'| () Int (ite
                                (< (+ handled (ite (active position.handler position.slot) 1 0)) 2)
                                (+ handled (ite (active position.handler position.slot) 1 0))
                                2))
(define-fun |policyMemory'.swallowNmi| () Bool policyMemory.swallowNmi)
(define-fun |outcome'?null| () Bool true)
(define-fun |outcome'| () Word |"decide"|)

(echo "Poll is enabled somewhere: sat")
(push 1)
(check-sat)
(pop 1)

(echo "Poll preserves TypeOK: unsat")
(push 1)
(assert (not
          (and
            (forall ((i!1 Int))
              (or
                (not (and (<= 0 i!1) (< i!1 chain?length)))
                (= (ite (= i!1 position.handler) (chain position.handler) (chain i!1)) (chain i!1))))
            (<= 1 rip)
            (<= rip rips)
            (or lastNmiRip?null (and (<= 1 lastNmiRip) (<= lastNmiRip rips)))
            (or
              (and
                (or
                  (not (= (+ position.slot 1) (chain position.handler)))
                  (and
                    (not
                      (and
                        (not backToBack)
                        (<
                          0
                          (ite
                            (< (+ handled (ite (active position.handler position.slot) 1 0)) 2)
                            (+ handled (ite (active position.handler position.slot) 1 0))
                            2))))
                    (< (+ position.handler 1) chain?length)))
                (<=
                  0
                  (ite
                    (not (= (+ position.slot 1) (chain position.handler)))
                    position.handler
                    (+ position.handler 1)))
                (<=
                  (ite
                    (not (= (+ position.slot 1) (chain position.handler)))
                    position.handler
                    (+ position.handler 1))
                  (- chain?length 1))
                (<=
                  0
                  (ite (not (= (+ position.slot 1) (chain position.handler))) (+ position.slot 1) 0))
                (<=
                  (ite (not (= (+ position.slot 1) (chain position.handler))) (+ position.slot 1) 0)
                  (- chain?greatest 1)))
              (and
                (= (+ position.slot 1) (chain position.handler))
                (or
                  (and
                    (not backToBack)
                    (<
                      0
                      (ite
                        (< (+ handled (ite (active position.handler position.slot) 1 0)) 2)
                        (+ handled (ite (active position.handler position.slot) 1 0))
                        2)))
                  (not (< (+ position.handler 1) chain?length)))
                (not
                  (or
                    (not (= (+ position.slot 1) (chain position.handler)))
                    (and
                      (not
                        (and
                          (not backToBack)
                          (<
                            0
                            (ite
                              (< (+ handled (ite (active position.handler position.slot) 1 0)) 2)
                              (+ handled (ite (active position.handler position.slot) 1 0))
                              2))))
                      (< (+ position.handler 1) chain?length))))))
            (<=
              0
              (ite
                (< (+ handled (ite (active position.handler position.slot) 1 0)) 2)
                (+ handled (ite (active position.handler position.slot) 1 0))
                2))
            (<=
              (ite
                (< (+ handled (ite (active position.handler position.slot) 1 0)) 2)
                (+ handled (ite (active position.handler position.slot) 1 0))
                2)
              2))))
(check-sat)
(pop 1)

(echo "Poll preserves NoSpurious: unsat")
(push 1)
(assert (and (not |outcome'?null|) (= |outcome'| |"spurious"|)))
(check-sat)
(pop 1)

(echo "Poll preserves SlotOfHandler: unsat")
(push 1)
(assert (not
          (or (not (= |position'.at| |"polling"|)) (< |position'.slot| (chain |position'.handler|)))))
(check-sat)
(pop 1)

(echo "Poll preserves TakenHere: unsat")
(push 1)
(assert (not (or (= |position'.at| |"run"|) (and (not lastNmiRip?null) (= rip lastNmiRip)))))
(check-sat)
(pop 1)

(echo "Poll preserves EmptyPendingExcused: unsat")
(push 1)
(assert (not
          (or
            (not (= |position'.at| |"run"|))
            (not latched)
            latchCarriesUnknown
            (exists ((handler!1 Int))
              (and
                (<= 0 handler!1)
                (< handler!1 chain?length)
                (exists ((index!1 Int))
                  (and
                    (<= 0 index!1)
                    (< index!1 (chain handler!1))
                    (|active'| handler!1 index!1)
                    (not
                      (and
                        (= |position'.at| |"polling"|)
                        (or
                          (< |position'.handler| handler!1)
                          (and (= handler!1 |position'.handler|) (<= |position'.slot| index!1)))))))))
            owed
            (and |policyMemory'.swallowNmi| (not lastNmiRip?null) (= rip lastNmiRip)))))
(check-sat)
(pop 1)

(echo "Poll preserves EmptyWalkExcused: unsat")
(push 1)
(assert (not
          (or
            (= |position'.at| |"run"|)
            carriesUnknown
            (< 0 |handled'|)
            (exists ((handler!1 Int))
              (and
                (<= 0 handler!1)
                (< handler!1 chain?length)
                (exists ((index!1 Int))
                  (and
                    (<= 0 index!1)
                    (< index!1 (chain handler!1))
                    (|active'| handler!1 index!1)
                    (= |position'.at| |"polling"|)
                    (or
                      (< |position'.handler| handler!1)
                      (and (= handler!1 |position'.handler|) (<= |position'.slot| index!1)))))))
            owed
            (and |policyMemory'.swallowNmi| backToBack))))
(check-sat)
(pop 1)

(echo "Poll preserves NextEmptyExcused: unsat")
(push 1)
(assert (not
          (or
            (= |position'.at| |"run"|)
            (not latched)
            latchCarriesUnknown
            (exists ((handler!1 Int))
              (and
                (<= 0 handler!1)
                (< handler!1 chain?length)
                (exists ((index!1 Int))
                  (and
                    (<= 0 index!1)
                    (< index!1 (chain handler!1))
                    (|active'| handler!1 index!1)
                    (not
                      (and
                        (= |position'.at| |"polling"|)
                        (or
                          (< |position'.handler| handler!1)
                          (and (= handler!1 |position'.handler|) (<= |position'.slot| index!1)))))))))
            (< 1 |handled'|)
            (and
              (< 0 |handled'|)
              (exists ((handler!1 Int))
                (and
                  (<= 0 handler!1)
                  (< handler!1 chain?length)
                  (exists ((index!1 Int))
                    (and
                      (<= 0 index!1)
                      (< index!1 (chain handler!1))
                      (|active'| handler!1 index!1)
                      (= |position'.at| |"polling"|)
                      (or
                        (< |position'.handler| handler!1)
                        (and (= handler!1 |position'.handler|) (<= |position'.slot| index!1))))))))
            (exists ((handler!1 Int))
              (and
                (<= 0 handler!1)
                (< handler!1 chain?length)
                (exists ((index!1 Int))
                  (and
                    (<= 0 index!1)
                    (< index!1 (chain handler!1))
                    (|active'| handler!1 index!1)
                    (= |position'.at| |"polling"|)
                    (or
                      (< |position'.handler| handler!1)
                      (and (= handler!1 |position'.handler|) (<= |position'.slot| index!1)))
                    (exists ((otherHandler!1 Int))
                      (and
                        (<= 0 otherHandler!1)
                        (< otherHandler!1 chain?length)
                        (exists ((otherIndex!1 Int))
                          (and
                            (<= 0 otherIndex!1)
                            (< otherIndex!1 (chain otherHandler!1))
                            (|active'| otherHandler!1 otherIndex!1)
                            (= |position'.at| |"polling"|)
                            (or
                              (< |position'.handler| otherHandler!1)
                              (and
                                (= otherHandler!1 |position'.handler|)
                                (<= |position'.slot| otherIndex!1)))
                            (or (not (= otherHandler!1 handler!1)) (not (= otherIndex!1 index!1)))))))))))
            (and
              (or
                (< 0 |handled'|)
                (exists ((handler!1 Int))
                  (and
                    (<= 0 handler!1)
                    (< handler!1 chain?length)
                    (exists ((index!1 Int))
                      (and
                        (<= 0 index!1)
                        (< index!1 (chain handler!1))
                        (|active'| handler!1 index!1)
                        (= |position'.at| |"polling"|)
                        (or
                          (< |position'.handler| handler!1)
                          (and (= handler!1 |position'.handler|) (<= |position'.slot| index!1))))))))
              (or owed carriesUnknown))
            |policyMemory'.swallowNmi|)))
(check-sat)
(pop 1)
(pop 1)

; --------------------------------------------------------------------------------------------------
; Decide: The walk is over, and `default_do_nmi` ends: with events claimed the NMI was for somebody; with none the policy reports it (`unknown_nmi_error`: "Uhhuh

(push 1)
(assert TypeOK)
(assert NoSpurious)
(assert SlotOfHandler)
(assert TakenHere)
(assert EmptyPendingExcused)
(assert EmptyWalkExcused)
(assert NextEmptyExcused)

(echo "Decide reads no item outside of an array: unsat")
(push 1)
(assert false)
(check-sat)
(pop 1)
(pop 1)

; --------------------------------------------------------------------------------------------------
; Decide, where it is enabled

(push 1)
(assert TypeOK)
(assert NoSpurious)
(assert SlotOfHandler)
(assert TakenHere)
(assert EmptyPendingExcused)
(assert EmptyWalkExcused)
(assert NextEmptyExcused)
(assert (= position.at |"decide"|))
(define-fun |position'.at| () Word |"run"|)
(define-fun |position'.handler| () Int 0)
(define-fun |position'.slot| () Int 0)
(define-fun |handled'| () Int 0)
(define-fun |backToBack'| () Bool false)
(define-fun |policyMemory'.swallowNmi| () Bool (or (< 1 handled) policyMemory.swallowNmi))
(define-fun |carriesUnknown'| () Bool false)
(define-fun |owed'| () Bool (or
                              (and (< 0 handled) carriesUnknown)
                              (and
                                (not (< 0 handled))
                                backToBack
                                policyMemory.swallowNmi
                                carriesUnknown)
                              (and
                                (not
                                  (and
                                    (not (< 0 handled))
                                    (not (and backToBack policyMemory.swallowNmi))
                                    (not carriesUnknown)
                                    owed))
                                owed)))
(define-fun |outcome'?null| () Bool false)
(define-fun |outcome'| () Word (ite
                                 (< 0 handled)
                                 (ite carriesUnknown |"masked"| |"handled"|)
                                 (ite
                                   (and backToBack policyMemory.swallowNmi)
                                   (ite carriesUnknown |"falseSwallow"| |"swallowed"|)
                                   (ite
                                     carriesUnknown
                                     |"reported"|
                                     (ite owed |"misattributed"| |"spurious"|)))))

(echo "Decide is enabled somewhere: sat")
(push 1)
(check-sat)
(pop 1)

(echo "Decide preserves TypeOK: unsat")
(push 1)
(assert (not
          (and
            (<= 1 rip)
            (<= rip rips)
            (or lastNmiRip?null (and (<= 1 lastNmiRip) (<= lastNmiRip rips)))
            (or
              (and (< 0 handled) (not carriesUnknown))
              (and (< 0 handled) carriesUnknown)
              (and (not (< 0 handled)) backToBack policyMemory.swallowNmi (not carriesUnknown))
              (and (not (< 0 handled)) backToBack policyMemory.swallowNmi carriesUnknown)
              (and
                (not (< 0 handled))
                (not (and backToBack policyMemory.swallowNmi))
                carriesUnknown)
              (and
                (not (< 0 handled))
                (not (and backToBack policyMemory.swallowNmi))
                (not carriesUnknown)
                owed)
              (and
                (not (< 0 handled))
                (not (and backToBack policyMemory.swallowNmi))
                (not carriesUnknown)
                (not owed))))))
(check-sat)
(pop 1)

(echo "Decide preserves NoSpurious: unsat")
(push 1)
(assert (and (not |outcome'?null|) (= |outcome'| |"spurious"|)))
(check-sat)
(pop 1)

(echo "Decide preserves SlotOfHandler: unsat")
(push 1)
(assert (not
          (or (not (= |position'.at| |"polling"|)) (< |position'.slot| (chain |position'.handler|)))))
(check-sat)
(pop 1)

(echo "Decide preserves TakenHere: unsat")
(push 1)
(assert (not (or (= |position'.at| |"run"|) (and (not lastNmiRip?null) (= rip lastNmiRip)))))
(check-sat)
(pop 1)

(echo "Decide preserves EmptyPendingExcused: unsat")
(push 1)
(assert (not
          (or
            (not (= |position'.at| |"run"|))
            (not latched)
            latchCarriesUnknown
            (exists ((handler!1 Int))
              (and
                (<= 0 handler!1)
                (< handler!1 chain?length)
                (exists ((index!1 Int))
                  (and
                    (<= 0 index!1)
                    (< index!1 (chain handler!1))
                    (active handler!1 index!1)
                    (not
                      (and
                        (= |position'.at| |"polling"|)
                        (or
                          (< |position'.handler| handler!1)
                          (and (= handler!1 |position'.handler|) (<= |position'.slot| index!1)))))))))
            |owed'|
            (and |policyMemory'.swallowNmi| (not lastNmiRip?null) (= rip lastNmiRip)))))
(check-sat)
(pop 1)

(echo "Decide preserves EmptyWalkExcused: unsat")
(push 1)
(assert (not
          (or
            (= |position'.at| |"run"|)
            |carriesUnknown'|
            (< 0 |handled'|)
            (exists ((handler!1 Int))
              (and
                (<= 0 handler!1)
                (< handler!1 chain?length)
                (exists ((index!1 Int))
                  (and
                    (<= 0 index!1)
                    (< index!1 (chain handler!1))
                    (active handler!1 index!1)
                    (= |position'.at| |"polling"|)
                    (or
                      (< |position'.handler| handler!1)
                      (and (= handler!1 |position'.handler|) (<= |position'.slot| index!1)))))))
            |owed'|
            (and |policyMemory'.swallowNmi| |backToBack'|))))
(check-sat)
(pop 1)

(echo "Decide preserves NextEmptyExcused: unsat")
(push 1)
(assert (not
          (or
            (= |position'.at| |"run"|)
            (not latched)
            latchCarriesUnknown
            (exists ((handler!1 Int))
              (and
                (<= 0 handler!1)
                (< handler!1 chain?length)
                (exists ((index!1 Int))
                  (and
                    (<= 0 index!1)
                    (< index!1 (chain handler!1))
                    (active handler!1 index!1)
                    (not
                      (and
                        (= |position'.at| |"polling"|)
                        (or
                          (< |position'.handler| handler!1)
                          (and (= handler!1 |position'.handler|) (<= |position'.slot| index!1)))))))))
            (< 1 |handled'|)
            (and
              (< 0 |handled'|)
              (exists ((handler!1 Int))
                (and
                  (<= 0 handler!1)
                  (< handler!1 chain?length)
                  (exists ((index!1 Int))
                    (and
                      (<= 0 index!1)
                      (< index!1 (chain handler!1))
                      (active handler!1 index!1)
                      (= |position'.at| |"polling"|)
                      (or
                        (< |position'.handler| handler!1)
                        (and (= handler!1 |position'.handler|) (<= |position'.slot| index!1))))))))
            (exists ((handler!1 Int))
              (and
                (<= 0 handler!1)
                (< handler!1 chain?length)
                (exists ((index!1 Int))
                  (and
                    (<= 0 index!1)
                    (< index!1 (chain handler!1))
                    (active handler!1 index!1)
                    (= |position'.at| |"polling"|)
                    (or
                      (< |position'.handler| handler!1)
                      (and (= handler!1 |position'.handler|) (<= |position'.slot| index!1)))
                    (exists ((otherHandler!1 Int))
                      (and
                        (<= 0 otherHandler!1)
                        (< otherHandler!1 chain?length)
                        (exists ((otherIndex!1 Int))
                          (and
                            (<= 0 otherIndex!1)
                            (< otherIndex!1 (chain otherHandler!1))
                            (active otherHandler!1 otherIndex!1)
                            (= |position'.at| |"polling"|)
                            (or
                              (< |position'.handler| otherHandler!1)
                              (and
                                (= otherHandler!1 |position'.handler|)
                                (<= |position'.slot| otherIndex!1)))
                            (or (not (= otherHandler!1 handler!1)) (not (= otherIndex!1 index!1)))))))))))
            (and
              (or
                (< 0 |handled'|)
                (exists ((handler!1 Int))
                  (and
                    (<= 0 handler!1)
                    (< handler!1 chain?length)
                    (exists ((index!1 Int))
                      (and
                        (<= 0 index!1)
                        (< index!1 (chain handler!1))
                        (active handler!1 index!1)
                        (= |position'.at| |"polling"|)
                        (or
                          (< |position'.handler| handler!1)
                          (and (= handler!1 |position'.handler|) (<= |position'.slot| index!1))))))))
              (or |owed'| |carriesUnknown'|))
            |policyMemory'.swallowNmi|)))
(check-sat)
(pop 1)
(pop 1)

; --------------------------------------------------------------------------------------------------
; The properties

(push 1)
(assert TypeOK)
(assert NoSpurious)
(assert SlotOfHandler)
(assert TakenHere)
(assert EmptyPendingExcused)
(assert EmptyWalkExcused)
(assert NextEmptyExcused)

(echo "NoSpurious has a value everywhere: unsat")
(push 1)
(assert false)
(check-sat)
(pop 1)

(echo "The invariant implies NoSpurious: unsat")
(push 1)
(assert (and (not outcome?null) (= outcome |"spurious"|)))
(check-sat)
(pop 1)
(pop 1)

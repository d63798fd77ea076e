/*
 * Locks of a kernel of which one CPU runs at a time. Who spins for a lock would spin for ever, so one
 * that is taken twice ends the engine; a loop around a trylock lets the other CPUs go on
 * (`cpu_relax`). `nmicheck_held` must be 0 when an NMI is over.
 */
#ifndef NMICHECK_SHIM_LOCK_H
#define NMICHECK_SHIM_LOCK_H

typedef struct {
	bool locked;
} raw_spinlock_t;
typedef raw_spinlock_t spinlock_t;

#define __RAW_SPIN_LOCK_UNLOCKED(name) { false }
#define __SPIN_LOCK_UNLOCKED(name) { false }
/* In the section that is put back to the values of a fresh boot: a panic leaves locks held. */
#define DEFINE_RAW_SPINLOCK(name) \
	raw_spinlock_t name __attribute__((section("nmicheck_once"))) = { false }
#define DEFINE_SPINLOCK(name) DEFINE_RAW_SPINLOCK(name)

static inline int raw_spin_trylock(raw_spinlock_t *lock)
{
	if (nmicheck_in_nmi)
		nmicheck_lock_wanted();
	if (lock->locked)
		return 0;
	lock->locked = true;
	nmicheck_held++;
	return 1;
}

static inline void raw_spin_lock(raw_spinlock_t *lock)
{
	if (!raw_spin_trylock(lock))
		nmicheck_die("deadlock: a spinlock that is held is taken again");
}

static inline void raw_spin_unlock(raw_spinlock_t *lock)
{
	if (!lock->locked)
		nmicheck_die("a spinlock that is not held is released");
	lock->locked = false;
	nmicheck_held--;
}

#define raw_spin_lock_irqsave(lock, flags) ((flags) = 0, raw_spin_lock(lock))
#define raw_spin_unlock_irqrestore(lock, flags) ((void)(flags), raw_spin_unlock(lock))
#define spin_lock_irqsave(lock, flags) raw_spin_lock_irqsave(lock, flags)
#define spin_unlock_irqrestore(lock, flags) raw_spin_unlock_irqrestore(lock, flags)

#define rcu_read_lock() ((void)++nmicheck_held)
#define rcu_read_unlock() ((void)--nmicheck_held)
#define synchronize_rcu() ((void)0)

#endif

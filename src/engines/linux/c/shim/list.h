/* The kernel's circular doubly linked list. There is one CPU, so no reader runs beside a writer. */
#ifndef NMICHECK_SHIM_LIST_H
#define NMICHECK_SHIM_LIST_H

struct list_head {
	struct list_head *next, *prev;
};

#define LIST_HEAD_INIT(name) { &(name), &(name) }

#define container_of(pointer, type, member) \
	((type *)((char *)(pointer) - offsetof(type, member)))

static inline void INIT_LIST_HEAD(struct list_head *list)
{
	list->next = list;
	list->prev = list;
}

static inline int list_empty(const struct list_head *head)
{
	return head->next == head;
}

static inline void nmicheck_list_insert(struct list_head *entry, struct list_head *before)
{
	entry->prev = before->prev;
	entry->next = before;
	before->prev->next = entry;
	before->prev = entry;
}

static inline void list_add_rcu(struct list_head *entry, struct list_head *head)
{
	nmicheck_list_insert(entry, head->next);
}

static inline void list_add_tail_rcu(struct list_head *entry, struct list_head *head)
{
	nmicheck_list_insert(entry, head);
}

/* As in the kernel, the entry still points to the next one, for readers that stand on it. */
static inline void list_del_rcu(struct list_head *entry)
{
	entry->next->prev = entry->prev;
	entry->prev->next = entry->next;
	entry->prev = NULL;
}

#define list_add(entry, head) list_add_rcu(entry, head)
#define list_add_tail(entry, head) list_add_tail_rcu(entry, head)
#define list_del(entry) list_del_rcu(entry)

#define list_for_each_entry(entry, head, member)                                 \
	for (entry = container_of((head)->next, __typeof__(*entry), member);     \
	     &entry->member != (head);                                           \
	     entry = container_of(entry->member.next, __typeof__(*entry), member))
#define list_for_each_entry_rcu(entry, head, member, ...) list_for_each_entry(entry, head, member)

#endif

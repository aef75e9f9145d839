// What C does with the ring's algorithm, and with memory: the baseline that the
// Go figures are compared with. One measurement per call:
//
//	baseline spsc CAPACITY BATCH MESSAGES EMPTY FULL   seconds
//	baseline pingpong CAPACITY TRIPS EMPTY             seconds
//	baseline alone CAPACITY MESSAGES                   seconds
//	baseline memset|memcpy BYTES REPEATS               seconds
//
// EMPTY and FULL are for how many turns to wait after a poll that found the ring
// empty, and full.
//
// The steps and the orders are those of package ring: split sides, the peer's
// position cached, tail and head published by release stores. Messages are
// consecutive numbers, and the receiver checks each; a wrong one ends the
// program with status 1.
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { LINE = 128, POLLS = 128, PLACES = 16 };

struct ring {
	_Alignas(LINE) _Atomic uint64_t tail; // written by the producer
	_Alignas(LINE) _Atomic uint64_t head; // written by the consumer
	_Alignas(LINE) struct {               // the producer's
		uint64_t tail, cached_head;
	} p;
	_Alignas(LINE) struct { // the consumer's
		uint64_t head, cached_tail;
	} c;
	_Alignas(LINE) uint64_t *slots; // constant
	uint64_t mask;                  // constant
};

static uint64_t batch, messages, empty_turns, full_turns;
static struct ring there[PLACES], back[PLACES]; // round trips use all in turn, as in Go; the others the first

static double seconds(void) {
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec + t.tv_nsec / 1e9;
}

static void *need(void *p) {
	if (!p) {
		fputs("baseline: no memory\n", stderr);
		exit(2);
	}
	return p;
}

static void make(struct ring *r, uint64_t capacity) {
	memset(r, 0, sizeof *r);
	r->slots = need(calloc(capacity, sizeof *r->slots));
	r->mask = capacity - 1;
}

// vain is called after a poll in vain, with the number of turns before.
static void vain(uint64_t *before, uint64_t turns) {
	if ((*before += turns) >= POLLS * empty_turns) {
		*before = 0;
		sched_yield();
	}
	for (uint64_t i = 0; i < turns; i++)
#if defined __x86_64__ || defined __i386__
		__builtin_ia32_pause();
#else
		for (int j = 0; j < 50; j++)
			__asm__ volatile("");
#endif
}

static int send(struct ring *r, uint64_t v) {
	if (r->p.tail - r->p.cached_head > r->mask) {
		r->p.cached_head = atomic_load_explicit(&r->head, memory_order_acquire);
		if (r->p.tail - r->p.cached_head > r->mask)
			return 0;
	}
	r->slots[r->p.tail & r->mask] = v;
	atomic_store_explicit(&r->tail, ++r->p.tail, memory_order_release);
	return 1;
}

static int recv(struct ring *r, uint64_t *v) {
	if (r->c.head == r->c.cached_tail) {
		r->c.cached_tail = atomic_load_explicit(&r->tail, memory_order_acquire);
		if (r->c.head == r->c.cached_tail)
			return 0;
	}
	*v = r->slots[r->c.head & r->mask];
	atomic_store_explicit(&r->head, ++r->c.head, memory_order_release);
	return 1;
}

static uint64_t least(uint64_t a, uint64_t b) { return a < b ? a : b; }

// send_some writes up to n numbers in place, from first on, and publishes them.
static uint64_t send_some(struct ring *r, uint64_t first, uint64_t n) {
	uint64_t i = r->p.tail & r->mask, k = least(n, r->mask + 1 - i);
	if (k > r->mask + 1 - (r->p.tail - r->p.cached_head)) {
		r->p.cached_head = atomic_load_explicit(&r->head, memory_order_acquire);
		k = least(k, r->mask + 1 - (r->p.tail - r->p.cached_head));
	}
	for (uint64_t j = 0; j < k; j++)
		r->slots[i + j] = first + j;
	if (k)
		atomic_store_explicit(&r->tail, r->p.tail += k, memory_order_release);
	return k;
}

// recv_some checks up to n numbers in place, and hands their slots back.
static uint64_t recv_some(struct ring *r, uint64_t next, uint64_t n) {
	if (r->c.cached_tail - r->c.head < n)
		r->c.cached_tail = atomic_load_explicit(&r->tail, memory_order_acquire);
	uint64_t i = r->c.head & r->mask;
	uint64_t k = least(least(n, r->mask + 1 - i), r->c.cached_tail - r->c.head);
	uint64_t wrong = 0;
	for (uint64_t j = 0; j < k; j++)
		wrong |= r->slots[i + j] ^ (next + j);
	if (wrong)
		exit(1);
	if (k)
		atomic_store_explicit(&r->head, r->c.head += k, memory_order_release);
	return k;
}

static void *producer(void *arg) {
	uint64_t turns = 0;
	(void)arg;
	for (uint64_t v = 0; v < messages;) {
		uint64_t k = batch == 1 ? (uint64_t)send(&there[0], v) : send_some(&there[0], v, least(batch, messages - v));
		if (!k)
			vain(&turns, full_turns);
		v += k;
	}
	return NULL;
}

static void consume(void) {
	uint64_t turns = 0;
	for (uint64_t next = 0, v; next < messages;) {
		uint64_t k = 1;
		if (batch > 1)
			k = recv_some(&there[0], next, least(batch, messages - next));
		else if (!recv(&there[0], &v))
			k = 0;
		else if (v != next)
			exit(1);
		if (!k)
			vain(&turns, empty_turns);
		next += k;
	}
}

static void pass(struct ring *from, struct ring *to, uint64_t v) {
	uint64_t got;
	uint64_t turns = 0;
	while (!recv(from, &got))
		vain(&turns, empty_turns);
	if (got != v)
		exit(1);
	if (to)
		send(to, v);
}

// place returns the pair of rings for the trip of v.
static uint64_t place(uint64_t v) { return v / (messages / PLACES + 1); }

static void *echo(void *arg) {
	(void)arg;
	for (uint64_t v = 0; v < messages; v++)
		pass(&there[place(v)], &back[place(v)], v);
	return NULL;
}

static void trips(void) {
	for (uint64_t v = 0; v < messages; v++) {
		send(&there[place(v)], v);
		pass(&back[place(v)], NULL, v);
	}
}

// both runs one function beside the other, twice, and prints the time of the
// second; the first touches the memory.
static void both(void *(*other)(void *), void (*mine)(void), uint64_t capacity) {
	double took = 0;
	for (int i = 0; i < 2; i++) {
		pthread_t t;
		for (int j = 0; j < PLACES; j++) {
			make(&there[j], capacity);
			make(&back[j], capacity);
		}
		memset(there[0].slots, 1, capacity * sizeof *there[0].slots);
		double start = seconds();
		if (pthread_create(&t, NULL, other, NULL))
			exit(2);
		mine();
		pthread_join(t, NULL);
		took = seconds() - start;
		for (int j = 0; j < PLACES; j++) {
			free(there[j].slots);
			free(back[j].slots);
		}
	}
	printf("%.9f\n", took);
}

// alone sends and receives in one thread.
static void alone(uint64_t capacity) {
	uint64_t got;
	make(&there[0], capacity);
	memset(there[0].slots, 1, capacity * sizeof *there[0].slots);
	double start = seconds();
	for (uint64_t v = 0; v < messages; v++)
		if (!send(&there[0], v) || !recv(&there[0], &got) || got != v)
			exit(1);
	printf("%.9f\n", seconds() - start);
	free(there[0].slots);
}

static void memory(int copies, uint64_t bytes, uint64_t repeats) {
	char *to = need(malloc(bytes)), *from = need(malloc(bytes));
	memset(from, 1, bytes);
	memset(to, 2, bytes);
	double start = seconds();
	for (uint64_t i = 0; i < repeats; i++) {
		if (copies)
			memcpy(to, from, bytes);
		else
			memset(to, 0, bytes);
		__asm__ volatile("" ::"r"(to) : "memory"); // it must happen
	}
	printf("%.9f\n", seconds() - start);
}

int main(int n, char **args) {
	uint64_t a[5] = {0};
	for (int i = 2; i < n && i < 7; i++)
		a[i - 2] = strtoull(args[i], NULL, 10);
	if (n == 7 && !strcmp(args[1], "spsc")) {
		batch = a[1], messages = a[2], empty_turns = a[3], full_turns = a[4];
		both(producer, consume, a[0]);
	} else if (n == 5 && !strcmp(args[1], "pingpong")) {
		messages = a[1], empty_turns = a[2];
		both(echo, trips, a[0]);
	} else if (n == 4 && !strcmp(args[1], "alone")) {
		messages = a[1];
		alone(a[0]);
	} else if (n == 4 && (!strcmp(args[1], "memset") || !strcmp(args[1], "memcpy"))) {
		memory(!strcmp(args[1], "memcpy"), a[0], a[1]);
	} else {
		fputs("usage: see the comment at the top of baseline.c\n", stderr);
		return 2;
	}
	return 0;
}

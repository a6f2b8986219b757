/*
 * A stand-in for the Xen hypervisor, for tests only. It answers in the place of libxencall, libxenforeignmemory and
 * libxendevicemodel, for a small host whose domains a test describes with the functions below; everything above those
 * libraries, libxc and libxl, is the real thing. What it cannot do it refuses with ENOSYS: it has no memory to build a
 * domain in.
 *
 * The host lives in shared memory, since libxl makes some hypercalls from forked children. It is one per process.
 */
#ifndef HYPERCALL_STANDIN_H
#define HYPERCALL_STANDIN_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    standin_most_domains = 16,
    standin_most_vcpus = 8,
    standin_most_pools = 4,
};

/* Back to a host with dom0 alone, 8 cpus on one node, 16 GiB of memory, half of it free, and one cpupool (credit2). */
void standin_reset(void);

/* How many cpus and NUMA nodes the host has; at most 64 of each. */
void standin_set_places(unsigned cpus, unsigned nodes);
/* Bit n is cpu n: it is not there, and the others keep their numbers. */
void standin_take_cpus_away(uint64_t cpus);
void standin_set_free_pages(uint64_t pages);

/* ---- domains ---- */

/* A running PV domain with 16384 pages in pool 0, its vcpus at home everywhere. */
void standin_add_domain(unsigned domid, const uint8_t uuid[16], unsigned vcpus);
/* As if it had been destroyed: it leaves the list. */
void standin_remove_domain(unsigned domid);
/* XEN_DOMINF_…: what it does, with the reason of a shutdown in its place. */
void standin_set_flags(unsigned domid, uint32_t flags);
/* Whether an HVM guest has paravirtual drivers (HVM_PARAM_CALLBACK_IRQ). */
void standin_set_pv_drivers(unsigned domid, bool has);
/* Bit n is cpu (or node) n. */
uint64_t standin_affinity(unsigned domid, unsigned vcpu, bool soft);
void standin_set_affinity(unsigned domid, unsigned vcpu, bool soft, uint64_t cpus);
void standin_set_node_affinity(unsigned domid, uint64_t nodes);
void standin_set_pool(unsigned domid, unsigned pool);
void standin_set_weight(unsigned domid, unsigned weight);

/* ---- cpupools ---- */

/* XEN_SCHEDULER_… */
void standin_add_pool(unsigned pool, unsigned scheduler);

/* ---- mishaps ---- */

/* The domctl of this number fails with that reason from now on. */
void standin_refuse(unsigned domctl, int reason);
/* Whoever asks for this domain's vcpus is kept waiting until standin_release(). */
void standin_hold(unsigned domid);
void standin_release(void);

/* ---- what was done ---- */

/* Each hypercall that changes something, one a line; the text is the caller's to free. */
char *standin_log(void);

/* ---- files ---- */

/*
 * Sends what this process would write below /var/lib/xen and /var/run/xen below that folder instead; NULL: no longer.
 * libxl has these paths compiled in.
 */
void standin_redirect(const char *folder);

#endif

/* The host that the stand-in pretends to, as its parts share it. */
#ifndef WORLD_H
#define WORLD_H
#define __XEN_TOOLS__ 1
#include "HypercallStandIn.h"

#include <pthread.h>

#include <xen/xen.h>
#include <xen/domctl.h>
#include <xen/sysctl.h>

struct domain {
    xen_domctl_getdomaininfo_t info;
    bool exists, is_held, has_pv_drivers;
    uint64_t hard[standin_most_vcpus], soft[standin_most_vcpus], nodes;
    struct xen_domctl_sched_credit2 credit2;
    struct xen_domctl_sched_rtds rtds;
};

struct pool {
    bool exists;
    uint32_t scheduler;
};

struct world {
    pthread_mutex_t lock;
    unsigned cpus, nodes;
    uint64_t absent; /* cpus whose number nobody has */
    uint64_t total_pages, free_pages;
    struct domain domains[standin_most_domains]; /* in the order of their domids; dom0 is the first */
    struct pool pools[standin_most_pools];       /* by number */
    unsigned last_created;
    int refused[128];                            /* reasons, by domctl */
    size_t log_length;
    char log[1 << 16];
};

extern struct world *world;

void lock_world(void);
void unlock_world(void);

/* The domain of this number; NULL when there is none. */
struct domain *find_domain(unsigned domid);
/* A new one, in the place that its number has; NULL when there is no room. */
struct domain *make_domain(unsigned domid, const uint8_t *uuid, unsigned vcpus);
void forget_domain(struct domain *domain);

/* Notes a hypercall that changes something. */
void note(const char *format, ...) __attribute__((format(printf, 1, 2)));
int refuse(int reason);

/* Between 64 bits and Xen's bitmaps. */
void write_bitmap(const struct xenctl_bitmap *map, uint64_t bits);
uint64_t read_bitmap(const struct xenctl_bitmap *map);

/* The lowest bits, as many as there are of something. */
uint64_t first_bits(unsigned count);

int system_control(struct xen_sysctl *call);
int domain_control(struct xen_domctl *call);

#endif

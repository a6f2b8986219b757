/* The host that the stand-in pretends to: how it begins, and how a test describes it. */
#define _GNU_SOURCE
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "world.h"

struct world *world;

static unsigned setting(const char *name, unsigned standard)
{
    const char *text = getenv(name);

    return text && *text ? (unsigned)strtoul(text, NULL, 10) : standard;
}

__attribute__((constructor(101))) static void begin(void)
{
    pthread_mutexattr_t attributes;

    world = mmap(NULL, sizeof(*world), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (world == MAP_FAILED)
        abort();
    pthread_mutexattr_init(&attributes);
    pthread_mutexattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED);
    pthread_mutex_init(&world->lock, &attributes);
    standin_reset();
}

void lock_world(void) { pthread_mutex_lock(&world->lock); }
void unlock_world(void) { pthread_mutex_unlock(&world->lock); }

void standin_reset(void)
{
    static const uint8_t nobody[16];

    lock_world();
    memset((char *)world + sizeof(world->lock), 0, sizeof(*world) - sizeof(world->lock));
    world->cpus = setting("STANDIN_CPUS", 8);
    world->nodes = setting("STANDIN_NODES", 1);
    world->total_pages = 4ull << 20;
    world->free_pages = world->total_pages / 2;
    world->pools[0] = (struct pool){.exists = true, .scheduler = XEN_SCHEDULER_CREDIT2};
    make_domain(0, nobody, standin_most_vcpus);
    unlock_world();
}

void standin_set_places(unsigned cpus, unsigned nodes)
{
    world->cpus = cpus;
    world->nodes = nodes;
}

void standin_take_cpus_away(uint64_t cpus) { world->absent = cpus; }

void standin_set_free_pages(uint64_t pages) { world->free_pages = pages; }

/* ---- domains ---- */

struct domain *find_domain(unsigned domid)
{
    for (int place = 0; place < standin_most_domains; place++)
        if (world->domains[place].exists && world->domains[place].info.domain == domid)
            return &world->domains[place];
    return NULL;
}

struct domain *make_domain(unsigned domid, const uint8_t *uuid, unsigned vcpus)
{
    int place = 0;

    while (place < standin_most_domains && world->domains[place].exists && world->domains[place].info.domain < domid)
        place++;
    if (place == standin_most_domains || world->domains[standin_most_domains - 1].exists)
        return NULL;
    struct domain *domain = &world->domains[place];
    memmove(domain + 1, domain, (standin_most_domains - place - 1) * sizeof(*domain));
    memset(domain, 0, sizeof(*domain));
    domain->exists = true;
    domain->info.domain = domid;
    domain->info.flags = XEN_DOMINF_running;
    domain->info.tot_pages = domain->info.max_pages = 16384;
    domain->info.nr_online_vcpus = vcpus;
    domain->info.max_vcpu_id = vcpus - 1;
    memcpy(domain->info.handle, uuid, sizeof(domain->info.handle));
    domain->nodes = first_bits(world->nodes);
    for (unsigned vcpu = 0; vcpu < standin_most_vcpus; vcpu++)
        domain->hard[vcpu] = domain->soft[vcpu] = first_bits(world->cpus);
    domain->credit2.weight = 256;
    domain->rtds = (struct xen_domctl_sched_rtds){.period = 10000, .budget = 4000, .flags = XEN_DOMCTL_SCHEDRT_extra};
    return domain;
}

void forget_domain(struct domain *domain)
{
    struct domain *end = world->domains + standin_most_domains;

    memmove(domain, domain + 1, (end - domain - 1) * sizeof(*domain));
    end[-1].exists = false;
}

void standin_add_domain(unsigned domid, const uint8_t uuid[16], unsigned vcpus)
{
    lock_world();
    if (!make_domain(domid, uuid, vcpus))
        abort();
    unlock_world();
}

/* Has a test change a domain that it has added. */
#define CHANGE(domid, change)                         \
    do {                                              \
        lock_world();                                 \
        struct domain *domain = find_domain(domid);   \
        if (!domain)                                  \
            abort();                                  \
        change;                                       \
        unlock_world();                               \
    } while (0)

void standin_remove_domain(unsigned domid) { CHANGE(domid, forget_domain(domain)); }
void standin_set_flags(unsigned domid, uint32_t flags) { CHANGE(domid, domain->info.flags = flags); }
void standin_set_pv_drivers(unsigned domid, bool has) { CHANGE(domid, domain->has_pv_drivers = has); }
void standin_set_node_affinity(unsigned domid, uint64_t nodes) { CHANGE(domid, domain->nodes = nodes); }
void standin_set_pool(unsigned domid, unsigned pool) { CHANGE(domid, domain->info.cpupool = pool); }
void standin_set_weight(unsigned domid, unsigned weight) { CHANGE(domid, domain->credit2.weight = weight); }
void standin_hold(unsigned domid) { CHANGE(domid, domain->is_held = true); }

void standin_set_affinity(unsigned domid, unsigned vcpu, bool soft, uint64_t cpus)
{
    CHANGE(domid, (soft ? domain->soft : domain->hard)[vcpu] = cpus);
}

uint64_t standin_affinity(unsigned domid, unsigned vcpu, bool soft)
{
    uint64_t cpus;

    CHANGE(domid, cpus = (soft ? domain->soft : domain->hard)[vcpu]);
    return cpus;
}

void standin_release(void)
{
    for (int place = 0; place < standin_most_domains; place++)
        world->domains[place].is_held = false;
}

/* ---- the rest ---- */

void standin_add_pool(unsigned pool, unsigned scheduler)
{
    world->pools[pool] = (struct pool){.exists = true, .scheduler = scheduler};
}

void standin_refuse(unsigned domctl, int reason) { world->refused[domctl] = reason; }

void note(const char *format, ...)
{
    va_list arguments;
    size_t room = sizeof(world->log) - world->log_length;

    va_start(arguments, format);
    size_t length = vsnprintf(world->log + world->log_length, room, format, arguments);
    va_end(arguments);
    if (length + 1 < room) {
        world->log_length += length;
        world->log[world->log_length++] = '\n';
        world->log[world->log_length] = 0;
    }
}

char *standin_log(void)
{
    lock_world();
    char *text = strdup(world->log);
    unlock_world();
    return text;
}

int refuse(int reason)
{
    errno = reason;
    return -1;
}

uint64_t first_bits(unsigned count) { return count < 64 ? (1ull << count) - 1 : ~0ull; }

void write_bitmap(const struct xenctl_bitmap *map, uint64_t bits)
{
    uint8_t *bytes = map->bitmap.p;

    if (!bytes)
        return;
    memset(bytes, 0, (map->nr_bits + 7) / 8);
    for (unsigned bit = 0; bit < 64 && bit < map->nr_bits; bit++)
        bytes[bit / 8] |= (bits >> bit & 1) << bit % 8;
}

uint64_t read_bitmap(const struct xenctl_bitmap *map)
{
    const uint8_t *bytes = map->bitmap.p;
    uint64_t bits = 0;

    for (unsigned bit = 0; bytes && bit < 64 && bit < map->nr_bits; bit++)
        bits |= (uint64_t)(bytes[bit / 8] >> bit % 8 & 1) << bit;
    return bits;
}

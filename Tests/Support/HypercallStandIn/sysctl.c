/* What is asked about the host as a whole. */
#include <errno.h>
#include <string.h>

#include "world.h"

static int physical_host(struct xen_sysctl_physinfo *info)
{
    memset(info, 0, sizeof(*info));
    info->threads_per_core = 1;
    info->cores_per_socket = world->cpus;
    info->nr_cpus = world->cpus - __builtin_popcountll(world->absent);
    info->max_cpu_id = world->cpus - 1;
    info->nr_nodes = world->nodes;
    info->max_node_id = world->nodes - 1;
    info->cpu_khz = 2400000;
    info->total_pages = info->max_mfn = world->total_pages;
    info->free_pages = world->free_pages;
    info->capabilities = XEN_SYSCTL_PHYSCAP_hvm | XEN_SYSCTL_PHYSCAP_pv | XEN_SYSCTL_PHYSCAP_hap |
                         XEN_SYSCTL_PHYSCAP_shadow | XEN_SYSCTL_PHYSCAP_directio;
    return 0;
}

/* The cpus are dealt to the nodes in equal runs. */
static int cpu_places(struct xen_sysctl_cputopoinfo *info)
{
    xen_sysctl_cputopo_t *places = info->cputopo.p;

    for (unsigned cpu = 0; places && cpu < world->cpus && cpu < info->num_cpus; cpu++) {
        bool is_there = !(world->absent >> cpu & 1);

        places[cpu].core = is_there ? cpu : XEN_INVALID_CORE_ID;
        places[cpu].socket = is_there ? 0 : XEN_INVALID_SOCKET_ID;
        places[cpu].node = is_there ? cpu * world->nodes / world->cpus : XEN_INVALID_NODE_ID;
    }
    info->num_cpus = world->cpus;
    return 0;
}

static int memory_places(struct xen_sysctl_numainfo *info)
{
    xen_sysctl_meminfo_t *memory = info->meminfo.p;
    uint32_t *distance = info->distance.p;
    unsigned nodes = world->nodes;

    for (unsigned node = 0; node < nodes && node < info->num_nodes; node++) {
        if (memory) {
            memory[node].memsize = world->total_pages * 4096 / nodes;
            memory[node].memfree = world->free_pages * 4096 / nodes;
        }
        for (unsigned other = 0; distance && other < nodes; other++)
            distance[node * nodes + other] = node == other ? 10 : 20;
    }
    info->num_nodes = nodes;
    return 0;
}

static int domain_list(struct xen_sysctl_getdomaininfolist *list)
{
    xen_domctl_getdomaininfo_t *entries = list->buffer.p;
    unsigned count = 0;

    for (int place = 0; place < standin_most_domains && count < list->max_domains; place++)
        if (world->domains[place].exists && world->domains[place].info.domain >= list->first_domain)
            entries[count++] = world->domains[place].info;
    list->num_domains = count;
    return 0;
}

/* The pool of this number, or the next one. */
static int pool_information(struct xen_sysctl_cpupool_op *call)
{
    unsigned number = call->cpupool_id;

    while (number < standin_most_pools && !world->pools[number].exists)
        number++;
    if (number >= standin_most_pools)
        return refuse(ENOENT);
    call->cpupool_id = number;
    call->sched_id = world->pools[number].scheduler;
    call->n_dom = 0;
    for (int place = 0; place < standin_most_domains; place++)
        call->n_dom += world->domains[place].exists && world->domains[place].info.cpupool == number;
    write_bitmap(&call->cpumap, first_bits(world->cpus));
    return 0;
}

static int pool_operation(struct xen_sysctl_cpupool_op *call)
{
    struct domain *domain;

    switch (call->op) {
    case XEN_SYSCTL_CPUPOOL_OP_INFO: return pool_information(call);
    case XEN_SYSCTL_CPUPOOL_OP_MOVEDOMAIN:
        note("cpupool_movedomain %u %u", call->domid, call->cpupool_id);
        domain = find_domain(call->domid);
        if (!domain)
            return refuse(ESRCH);
        if (call->cpupool_id >= standin_most_pools || !world->pools[call->cpupool_id].exists)
            return refuse(ENOENT);
        domain->info.cpupool = call->cpupool_id;
        return 0;
    default: return refuse(ENOSYS);
    }
}

int system_control(struct xen_sysctl *call)
{
    if (call->interface_version != XEN_SYSCTL_INTERFACE_VERSION)
        return refuse(EACCES);
    switch (call->cmd) {
    case XEN_SYSCTL_physinfo: return physical_host(&call->u.physinfo);
    case XEN_SYSCTL_cputopoinfo: return cpu_places(&call->u.cputopoinfo);
    case XEN_SYSCTL_numainfo: return memory_places(&call->u.numainfo);
    case XEN_SYSCTL_cpupool_op: return pool_operation(&call->u.cpupool_op);
    case XEN_SYSCTL_sched_id: call->u.sched_id.sched_id = world->pools[0].scheduler; return 0;
    case XEN_SYSCTL_getdomaininfolist: return domain_list(&call->u.getdomaininfolist);
    default: return refuse(ENOSYS);
    }
}

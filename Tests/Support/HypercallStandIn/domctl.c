/* What is asked about one domain, and done to it. */
#include <errno.h>
#include <string.h>

#include "world.h"

static int affinity(struct domain *domain, struct xen_domctl_vcpuaffinity *call, bool sets)
{
    if (call->vcpu > domain->info.max_vcpu_id)
        return refuse(ESRCH);
    uint64_t *hard = &domain->hard[call->vcpu], *soft = &domain->soft[call->vcpu];

    if (sets && call->flags & XEN_VCPUAFFINITY_HARD) {
        uint64_t cpus = read_bitmap(&call->cpumap_hard) & first_bits(world->cpus);
        note("setvcpuaffinity %u %u hard=%#lx", domain->info.domain, call->vcpu, cpus);
        if (!cpus)
            return refuse(EINVAL);
        *hard = cpus;
    }
    if (sets && call->flags & XEN_VCPUAFFINITY_SOFT) {
        *soft = read_bitmap(&call->cpumap_soft) & first_bits(world->cpus);
        note("setvcpuaffinity %u %u soft=%#lx", domain->info.domain, call->vcpu, *soft);
    }
    /* Both ways it tells what holds now. */
    if (call->flags & XEN_VCPUAFFINITY_HARD)
        write_bitmap(&call->cpumap_hard, *hard);
    if (call->flags & XEN_VCPUAFFINITY_SOFT)
        write_bitmap(&call->cpumap_soft, sets ? *soft & *hard : *soft);
    return 0;
}

static int vcpu_information(struct domain *domain, struct xen_domctl_getvcpuinfo *call)
{
    if (call->vcpu > domain->info.max_vcpu_id)
        return refuse(ESRCH);
    call->online = 1;
    call->blocked = call->running = 0;
    call->cpu_time = 0;
    call->cpu = 0;
    return 0;
}

static int scheduling(struct domain *domain, struct xen_domctl_scheduler_op *call)
{
    unsigned domid = domain->info.domain;
    bool sets = call->cmd == XEN_DOMCTL_SCHEDOP_putinfo;

    if (!sets && call->cmd != XEN_DOMCTL_SCHEDOP_getinfo)
        return refuse(ENOSYS);
    if (call->sched_id != world->pools[domain->info.cpupool].scheduler)
        return refuse(EINVAL);
    switch (call->sched_id) {
    case XEN_SCHEDULER_CREDIT2:
        if (sets) {
            note("scheduler_op %u weight=%u cap=%u", domid, call->u.credit2.weight, call->u.credit2.cap);
            domain->credit2 = call->u.credit2;
        } else {
            call->u.credit2 = domain->credit2;
        }
        return 0;
    case XEN_SCHEDULER_RTDS:
        if (sets) {
            note("scheduler_op %u period=%u budget=%u", domid, call->u.rtds.period, call->u.rtds.budget);
            domain->rtds = call->u.rtds;
        } else {
            call->u.rtds = domain->rtds;
        }
        return 0;
    default: return refuse(EINVAL);
    }
}

/* A new domain has the number that was asked for; else one that no domain had yet: libxl insists on it, for a minute. */
static int create(struct xen_domctl *call)
{
    unsigned domid = call->domain;

    if (domid > 0 && domid < DOMID_FIRST_RESERVED) {
        if (find_domain(domid))
            return refuse(EEXIST);
    } else {
        do
            domid = ++world->last_created;
        while (find_domain(domid));
    }
    note("createdomain %u", domid);
    if (!make_domain(domid, call->u.createdomain.handle, call->u.createdomain.max_vcpus))
        return refuse(ENOMEM);
    find_domain(domid)->info.flags = XEN_DOMINF_paused;
    find_domain(domid)->info.tot_pages = 0;
    call->domain = domid;
    return 0;
}

static void set_paused(struct domain *domain, bool pauses)
{
    note("%s %u", pauses ? "pausedomain" : "unpausedomain", domain->info.domain);
    domain->info.flags &= ~(XEN_DOMINF_paused | XEN_DOMINF_running);
    domain->info.flags |= pauses ? XEN_DOMINF_paused : XEN_DOMINF_running;
}

static int about_domain(struct domain *domain, struct xen_domctl *call)
{
    unsigned domid = domain->info.domain;

    switch (call->cmd) {
    case XEN_DOMCTL_getdomaininfo:
        call->u.getdomaininfo = domain->info;
        return 0;
    case XEN_DOMCTL_getvcpuinfo: return vcpu_information(domain, &call->u.getvcpuinfo);
    case XEN_DOMCTL_getvcpuaffinity: return affinity(domain, &call->u.vcpuaffinity, false);
    case XEN_DOMCTL_setvcpuaffinity: return affinity(domain, &call->u.vcpuaffinity, true);
    case XEN_DOMCTL_getnodeaffinity: write_bitmap(&call->u.nodeaffinity.nodemap, domain->nodes); return 0;
    case XEN_DOMCTL_setnodeaffinity:
        domain->nodes = read_bitmap(&call->u.nodeaffinity.nodemap);
        note("setnodeaffinity %u %#lx", domid, domain->nodes);
        return 0;
    case XEN_DOMCTL_scheduler_op: return scheduling(domain, &call->u.scheduler_op);
    case XEN_DOMCTL_max_mem:
        note("max_mem %u %lu", domid, call->u.max_mem.max_memkb);
        domain->info.max_pages = call->u.max_mem.max_memkb / 4;
        return 0;
    case XEN_DOMCTL_pausedomain: set_paused(domain, true); return 0;
    case XEN_DOMCTL_unpausedomain: set_paused(domain, false); return 0;
    case XEN_DOMCTL_sendtrigger: note("sendtrigger %u %u", domid, call->u.sendtrigger.trigger); return 0;
    case XEN_DOMCTL_max_vcpus:
    case XEN_DOMCTL_settscinfo: return 0;
    case XEN_DOMCTL_destroydomain:
        note("destroydomain %u", domid);
        forget_domain(domain);
        return 0;
    default: note("domctl %u %u", call->cmd, domid); return refuse(ENOSYS);
    }
}

int domain_control(struct xen_domctl *call)
{
    if (call->interface_version != XEN_DOMCTL_INTERFACE_VERSION)
        return refuse(EACCES);
    if (call->cmd < sizeof(world->refused) / sizeof(*world->refused) && world->refused[call->cmd])
        return refuse(world->refused[call->cmd]);
    if (call->cmd == XEN_DOMCTL_createdomain)
        return create(call);
    struct domain *domain = find_domain(call->domain);
    return domain ? about_domain(domain, call) : refuse(ESRCH);
}

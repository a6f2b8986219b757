/* The libraries that open Xen's devices, libxencall above all: what comes in is handed on, under the world's lock. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "world.h"
#include <xen/event_channel.h>
#include <xen/hvm/hvm_op.h>
#include <xen/hvm/params.h>
#include <xen/memory.h>
#include <xen/version.h>

static int handle; /* its address stands for every handle */

static int version(uint64_t question, void *answer)
{
    switch (question) {
    case XENVER_version: return 4 << 16 | 17;
    case XENVER_extraversion: memcpy(answer, ".0", sizeof(".0")); return 0;
    case XENVER_capabilities: strcpy(answer, "xen-3.0-x86_64 hvm-3.0-x86_64 "); return 0;
    case XENVER_changeset:
    case XENVER_commandline: *(char *)answer = 0; return 0;
    case XENVER_compile_info: memset(answer, 0, sizeof(xen_compile_info_t)); return 0;
    case XENVER_platform_parameters: memset(answer, 0, sizeof(xen_platform_parameters_t)); return 0;
    case XENVER_pagesize: return 4096;
    default: return refuse(ENOSYS);
    }
}

/* Of a guest's parameters only the one that tells whether it has paravirtual drivers. */
static int hvm_operation(uint64_t operation, xen_hvm_param_t *parameter)
{
    if (operation != HVMOP_get_param || parameter->index != HVM_PARAM_CALLBACK_IRQ)
        return refuse(ENOSYS);
    struct domain *domain = find_domain(parameter->domid);
    if (!domain)
        return refuse(ESRCH);
    parameter->value = domain->has_pv_drivers;
    return 0;
}

static int memory_operation(uint64_t operation, xen_pod_target_t *target)
{
    if (operation != XENMEM_set_pod_target)
        return refuse(ENOSYS);
    note("set_pod_target %u %lu", target->domid, target->target_pages);
    return 0;
}

static int event_operation(uint64_t operation, evtchn_alloc_unbound_t *channel)
{
    if (operation != EVTCHNOP_alloc_unbound)
        return refuse(ENOSYS);
    channel->port = 1;
    return 0;
}

/* libxc wraps what is about memory, since its results may be long. */
static int several(multicall_entry_t *calls, uint64_t count)
{
    for (uint64_t n = 0; n < count; n++) {
        int result = calls[n].op == __HYPERVISOR_memory_op ? memory_operation(calls[n].args[0], (void *)calls[n].args[1])
                                                           : refuse(ENOSYS);
        calls[n].result = result < 0 ? -errno : result;
    }
    return 0;
}

/* Keeps whoever asks for a held domain's vcpus waiting, and nobody else. */
static void wait_for_release(const struct xen_domctl *call)
{
    if (call->cmd != XEN_DOMCTL_getvcpuinfo)
        return;
    for (;;) {
        lock_world();
        const struct domain *domain = find_domain(call->domain);
        bool waits = domain && domain->is_held;
        unlock_world();
        if (!waits)
            return;
        usleep(1000);
    }
}

/* ---- libxencall ---- */

void *xencall_open(void *logger, unsigned flags) { return &handle; }
int xencall_close(void *call) { return 0; }
int xencall_fd(void *call) { return refuse(ENOTTY); }
int xencall_buffers_never_fault(void *call) { return 1; }
void *xencall_alloc_buffer(void *call, size_t size) { return calloc(1, size ? size : 1); }
void xencall_free_buffer(void *call, void *buffer) { free(buffer); }

void *xencall_alloc_buffer_pages(void *call, size_t pages)
{
    void *buffer;

    if (posix_memalign(&buffer, 4096, pages * 4096))
        return NULL;
    return memset(buffer, 0, pages * 4096);
}

void xencall_free_buffer_pages(void *call, void *buffer, size_t pages) { free(buffer); }

int xencall0(void *call, unsigned number) { return refuse(ENOSYS); }

int xencall1(void *call, unsigned number, uint64_t argument)
{
    if (number == __HYPERVISOR_domctl)
        wait_for_release((void *)argument);
    lock_world();
    int result = number == __HYPERVISOR_sysctl ? system_control((void *)argument)
               : number == __HYPERVISOR_domctl ? domain_control((void *)argument)
                                               : refuse(ENOSYS);
    unlock_world();
    return result;
}

int xencall2(void *call, unsigned number, uint64_t first, uint64_t second)
{
    lock_world();
    int result = number == __HYPERVISOR_xen_version      ? version(first, (void *)second)
               : number == __HYPERVISOR_hvm_op           ? hvm_operation(first, (void *)second)
               : number == __HYPERVISOR_event_channel_op ? event_operation(first, (void *)second)
               : number == __HYPERVISOR_multicall        ? several((void *)first, second)
                                                         : refuse(ENOSYS);
    unlock_world();
    return result;
}

long xencall2L(void *call, unsigned number, uint64_t first, uint64_t second)
{
    return xencall2(call, number, first, second);
}

int xencall3(void *call, unsigned number, uint64_t a, uint64_t b, uint64_t c) { return refuse(ENOSYS); }
int xencall4(void *call, unsigned number, uint64_t a, uint64_t b, uint64_t c, uint64_t d) { return refuse(ENOSYS); }
int xencall5(void *call, unsigned number, uint64_t a, uint64_t b, uint64_t c, uint64_t d, uint64_t e)
{
    return refuse(ENOSYS);
}

/* ---- the other device libraries: open, and nothing to be had ---- */

void *xenforeignmemory_open(void *logger, unsigned flags) { return &handle; }
int xenforeignmemory_close(void *memory) { return 0; }
void *xendevicemodel_open(void *logger, unsigned flags) { return &handle; }
int xendevicemodel_close(void *model) { return 0; }

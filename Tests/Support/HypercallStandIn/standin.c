/*
 * A stand-in for the hypervisor, for tests only: loaded before xl (LD_PRELOAD), it answers in the place of libxencall,
 * libxenforeignmemory, libxendevicemodel and libxenstore, so that `xl create -n`, which only asks questions, finds
 * itself on a small Xen host. Everything above those four libraries is the real thing.
 *
 * The host has STANDIN_CPUS cpus (8 unless set) on STANDIN_NODES NUMA nodes (1 unless set), and no guests. With
 * STANDIN_KEYS set to the name of a file, each key that xl asks its configuration for is noted there, one a line. With
 * STANDIN_XL_CONF set to the name of a file, that file is its /etc/xen/xl.conf.
 */
#define _GNU_SOURCE
#define __XEN_TOOLS__ 1
#include <dlfcn.h>
#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <xen/xen.h>
#include <xen/domctl.h>
#include <xen/sysctl.h>
#include <xen/version.h>

static int handle; /* its address stands for every handle */

static int refuse(int reason)
{
    errno = reason;
    return -1;
}

static unsigned setting(const char *name, unsigned standard)
{
    const char *text = getenv(name);

    return text && *text ? (unsigned)strtoul(text, NULL, 10) : standard;
}

static unsigned cpus(void) { return setting("STANDIN_CPUS", 8); }
static unsigned nodes(void) { return setting("STANDIN_NODES", 1); }

static const uint64_t total_pages = 4ull << 20; /* 16 GiB */

/* ---- what is asked ---- */

static int physical_host(struct xen_sysctl_physinfo *info)
{
    memset(info, 0, sizeof(*info));
    info->threads_per_core = 1;
    info->cores_per_socket = info->nr_cpus = cpus();
    info->max_cpu_id = cpus() - 1;
    info->nr_nodes = nodes();
    info->max_node_id = nodes() - 1;
    info->cpu_khz = 2400000;
    info->total_pages = info->max_mfn = total_pages;
    info->free_pages = total_pages / 2;
    info->capabilities = XEN_SYSCTL_PHYSCAP_hvm | XEN_SYSCTL_PHYSCAP_pv | XEN_SYSCTL_PHYSCAP_hap |
                         XEN_SYSCTL_PHYSCAP_shadow | XEN_SYSCTL_PHYSCAP_directio;
    return 0;
}

/* The cpus are dealt to the nodes in equal runs. */
static int cpu_places(struct xen_sysctl_cputopoinfo *info)
{
    xen_sysctl_cputopo_t *places = info->cputopo.p;

    for (unsigned cpu = 0; places && cpu < cpus() && cpu < info->num_cpus; cpu++) {
        places[cpu].core = cpu;
        places[cpu].socket = 0;
        places[cpu].node = cpu * nodes() / cpus();
    }
    info->num_cpus = cpus();
    return 0;
}

static int memory_places(struct xen_sysctl_numainfo *info)
{
    xen_sysctl_meminfo_t *memory = info->meminfo.p;
    uint32_t *distance = info->distance.p;

    for (unsigned node = 0; node < nodes() && node < info->num_nodes; node++) {
        if (memory) {
            memory[node].memsize = total_pages * 4096 / nodes();
            memory[node].memfree = memory[node].memsize / 2;
        }
        for (unsigned other = 0; distance && other < nodes(); other++)
            distance[node * nodes() + other] = node == other ? 10 : 20;
    }
    info->num_nodes = nodes();
    return 0;
}

static int the_only_pool(struct xen_sysctl_cpupool_op *pool)
{
    uint8_t *map = pool->cpumap.bitmap.p;

    if (pool->op != XEN_SYSCTL_CPUPOOL_OP_INFO || pool->cpupool_id != 0) return refuse(ENOENT);
    pool->sched_id = XEN_SCHEDULER_CREDIT2;
    pool->n_dom = 1;
    for (unsigned cpu = 0; map && cpu < cpus() && cpu < pool->cpumap.nr_bits; cpu++) map[cpu / 8] |= 1 << cpu % 8;
    return 0;
}

static int system_control(struct xen_sysctl *call)
{
    if (call->interface_version != XEN_SYSCTL_INTERFACE_VERSION) return refuse(EACCES);
    switch (call->cmd) {
    case XEN_SYSCTL_physinfo: return physical_host(&call->u.physinfo);
    case XEN_SYSCTL_cputopoinfo: return cpu_places(&call->u.cputopoinfo);
    case XEN_SYSCTL_numainfo: return memory_places(&call->u.numainfo);
    case XEN_SYSCTL_cpupool_op: return the_only_pool(&call->u.cpupool_op);
    case XEN_SYSCTL_sched_id: call->u.sched_id.sched_id = XEN_SCHEDULER_CREDIT2; return 0;
    case XEN_SYSCTL_getdomaininfolist: call->u.getdomaininfolist.num_domains = 0; return 0;
    default: return refuse(ENOSYS);
    }
}

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

    if (posix_memalign(&buffer, 4096, pages * 4096)) return NULL;
    return memset(buffer, 0, pages * 4096);
}

void xencall_free_buffer_pages(void *call, void *buffer, size_t pages) { free(buffer); }

int xencall0(void *call, unsigned number) { return refuse(ENOSYS); }

int xencall1(void *call, unsigned number, uint64_t argument)
{
    return number == __HYPERVISOR_sysctl ? system_control((void *)argument) : refuse(ENOSYS);
}

int xencall2(void *call, unsigned number, uint64_t first, uint64_t second)
{
    return number == __HYPERVISOR_xen_version ? version(first, (void *)second) : refuse(ENOSYS);
}

long xencall2L(void *call, unsigned number, uint64_t first, uint64_t second) { return refuse(ENOSYS); }
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

/* ---- libxenstore: an empty store ---- */

void *xs_open(unsigned long flags) { return &handle; }
void xs_close(void *store) {}
void *xs_read(void *store, uint32_t transaction, const char *path, unsigned *length)
{
    errno = ENOENT;
    return NULL;
}
char **xs_directory(void *store, uint32_t transaction, const char *path, unsigned *count)
{
    *count = 0;
    errno = ENOENT;
    return NULL;
}
char *xs_get_domain_path(void *store, unsigned domain)
{
    char *path;

    return asprintf(&path, "/local/domain/%u", domain) < 0 ? NULL : path;
}

/* ---- the C library: another xl.conf, where one is wanted ---- */

FILE *fopen(const char *path, const char *mode)
{
    FILE *(*next)(const char *, const char *) = dlsym(RTLD_NEXT, "fopen");
    const char *conf = getenv("STANDIN_XL_CONF");

    return next(conf && !strcmp(path, "/etc/xen/xl.conf") ? conf : path, mode);
}

/* ---- libxlutil: as it is, but for noting the keys that it is asked for ---- */

static void *noting(const char *function, const char *key)
{
    const char *name = getenv("STANDIN_KEYS");
    FILE *file = name ? fopen(name, "a") : NULL;

    if (file) {
        fprintf(file, "%s\n", key);
        fclose(file);
    }
    return dlsym(RTLD_NEXT, function);
}

int xlu_cfg_get_string(const void *config, const char *key, const char **value, int quiet)
{
    int (*next)(const void *, const char *, const char **, int) = noting(__func__, key);

    return next(config, key, value, quiet);
}

int xlu_cfg_replace_string(const void *config, const char *key, char **value, int quiet)
{
    int (*next)(const void *, const char *, char **, int) = noting(__func__, key);

    return next(config, key, value, quiet);
}

int xlu_cfg_get_long(const void *config, const char *key, long *value, int quiet)
{
    int (*next)(const void *, const char *, long *, int) = noting(__func__, key);

    return next(config, key, value, quiet);
}

int xlu_cfg_get_bounded_long(const void *config, const char *key, long least, long most, long *value, int quiet)
{
    int (*next)(const void *, const char *, long, long, long *, int) = noting(__func__, key);

    return next(config, key, least, most, value, quiet);
}

int xlu_cfg_get_defbool(const void *config, const char *key, void *value, int quiet)
{
    int (*next)(const void *, const char *, void *, int) = noting(__func__, key);

    return next(config, key, value, quiet);
}

int xlu_cfg_get_list(const void *config, const char *key, void **list, int *count, int quiet)
{
    int (*next)(const void *, const char *, void **, int *, int) = noting(__func__, key);

    return next(config, key, list, count, quiet);
}

int xlu_cfg_get_list_as_string_list(const void *config, const char *key, void *list, int quiet)
{
    int (*next)(const void *, const char *, void *, int) = noting(__func__, key);

    return next(config, key, list, quiet);
}

/*
 * What Debian's xenstored needs besides the hypervisor to run as anybody's child: event channels and grants that do
 * nothing, and the two files by which a dom0 kernel would tell it where its ring is. It ends when its standard input
 * does, so that it never outlives the test that holds the other end.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <unistd.h>

#include "HypercallStandIn.h"

static int events = -1;

static void *end_with_input(void *unused)
{
    char byte;

    while (read(STDIN_FILENO, &byte, 1) > 0)
        ;
    _exit(0);
}

/* After the constructor of the world. */
__attribute__((constructor(65535))) static void begin(void)
{
    static const uint8_t nobody[16];
    pthread_t thread;

    /* xenstored gives rights only to domains that exist; here all that a test may think of do. */
    for (unsigned domid = 1; domid < standin_most_domains; domid++)
        standin_add_domain(domid, nobody, 1);
    if (pthread_create(&thread, NULL, end_with_input, NULL))
        abort();
}

/* ---- libxenevtchn: no event ever comes ---- */

void *xenevtchn_open(void *logger, unsigned flags)
{
    events = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    return &events;
}
void *xenevtchn_fdopen(void *logger, int descriptor, unsigned flags) { return xenevtchn_open(logger, flags); }
int xenevtchn_close(void *channels) { return close(events); }
int xenevtchn_fd(void *channels) { return events; }
int xenevtchn_bind_virq(void *channels, unsigned virq) { return 1; }
int xenevtchn_bind_interdomain(void *channels, uint32_t domain, uint32_t port) { return 2; }
int xenevtchn_notify(void *channels, uint32_t port) { return 0; }
int xenevtchn_pending(void *channels) { return -1; }
int xenevtchn_unbind(void *channels, uint32_t port) { return 0; }
int xenevtchn_unmask(void *channels, uint32_t port) { return 0; }

/* ---- libxengnttab: a page of nobody's ---- */

void *xengnttab_open(void *logger, unsigned flags) { return &events; }
int xengnttab_close(void *grants) { return 0; }
int xengnttab_set_max_grants(void *grants, uint32_t count) { return 0; }
void *xengnttab_map_grant_ref(void *grants, uint32_t domain, uint32_t reference, int protection)
{
    return mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
}
int xengnttab_unmap(void *grants, void *start, uint32_t count) { return munmap(start, 4096 * count); }

/* ---- the dom0 kernel's two files ---- */

static int file_of(const char *text, size_t size)
{
    int descriptor = memfd_create("xen", MFD_CLOEXEC);

    if (descriptor < 0 || ftruncate(descriptor, size) || pwrite(descriptor, text, strlen(text), 0) < 0)
        abort();
    return descriptor;
}

int open(const char *path, int flags, ...)
{
    int (*next)(const char *, int, ...) = dlsym(RTLD_NEXT, "open");
    va_list arguments;

    va_start(arguments, flags);
    int mode = va_arg(arguments, int);
    va_end(arguments);
    if (!strcmp(path, "/proc/xen/xsd_port"))
        return file_of("1\n", 2);
    if (!strcmp(path, "/proc/xen/xsd_kva"))
        return file_of("", 4096);
    return next(path, flags, mode);
}

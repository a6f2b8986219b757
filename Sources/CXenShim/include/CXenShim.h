/* What libxl asks for and Swift cannot give: a function with a va_list, and a fork whose child runs no Swift. */
#ifndef XENWARD_CXENSHIM_H
#define XENWARD_CXENSHIM_H
#define LIBXL_API_VERSION 0x041400
#include <libxl.h>
#include <libxl_event.h>
#include <xentoollog.h>

/*
 * A logger that writes each message to a descriptor, with one write() and no lock, so that libxl's forked children may
 * use it too. A message is "LEVEL ERRNO TEXT" and a NUL; ERRNO is -1 where there is none. What does not fit the
 * descriptor at once is dropped. To be freed with xtl_logger_destroy(); NULL when there is no memory.
 */
xentoollog_logger *xenward_logger_to(int descriptor, xentoollog_level least);

/* Who is told, in the parent, whenever a context has started a child. */
struct xenward_forks {
    void (*forked)(void *listener);
    void *listener;
};

/*
 * Has a context reap its own children and no others, start each in a session of its own, so that a Ctrl-C at the
 * terminal does not reach hotplug scripts, and log a disaster rather than end the process. For a context without
 * children yet. `forks` must outlive it.
 */
void xenward_prepare(libxl_ctx *context, xentoollog_logger *logger, const struct xenward_forks *forks);

#endif

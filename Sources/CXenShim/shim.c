#define _GNU_SOURCE
#include "CXenShim.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* No longer than what a pipe takes whole (PIPE_BUF). */
enum { longest_message = 4096 };

struct logger {
    xentoollog_logger vtable;
    int descriptor;
    xentoollog_level least;
};

static void write_message(xentoollog_logger *vtable, xentoollog_level level, int errnoval, const char *context,
                          const char *format, va_list arguments)
{
    struct logger *logger = (struct logger *)vtable;
    char message[longest_message];

    if (level < logger->least)
        return;
    int head = snprintf(message, sizeof(message), "%d %d ", (int)level, errnoval);
    int body = vsnprintf(message + head, sizeof(message) - head, format, arguments);
    size_t length = head + (body < 0 ? 0 : body);
    if (length >= sizeof(message))
        length = sizeof(message) - 1;
    message[length] = 0;
    /* A full pipe is no reason to keep libxl waiting. */
    if (write(logger->descriptor, message, length + 1) < 0)
        return;
}

static void destroy(xentoollog_logger *vtable) { free(vtable); }

xentoollog_logger *xenward_logger_to(int descriptor, xentoollog_level least)
{
    struct logger *logger = calloc(1, sizeof(*logger));

    if (!logger)
        return NULL;
    logger->vtable.vmessage = write_message;
    logger->vtable.destroy = destroy;
    logger->descriptor = descriptor;
    logger->least = least;
    return &logger->vtable;
}

/* Whose children the listeners hear of. A child of libxl's that runs no other program forks by the same hook. */
static pid_t owner;

/* A session rather than a group alone: a bootloader makes its terminal its own, which only a session's leader may. */
static pid_t fork_into_own_session(void *user)
{
    const struct xenward_forks *forks = user;
    pid_t child = fork();

    if (child == 0) {
        /* The threads of Swift's pool block most signals, and a device model that does not hear SIGHUP never ends. */
        static const int handled[] = {SIGHUP, SIGINT, SIGPIPE, SIGTERM};
        sigset_t none;

        /* Nor may a handler of Swift's run in it. */
        for (size_t i = 0; i < sizeof(handled) / sizeof(handled[0]); i++)
            signal(handled[i], SIG_DFL);
        sigemptyset(&none);
        sigprocmask(SIG_SETMASK, &none, NULL);
        setsid();
    } else if (child > 0 && getpid() == owner) {
        int reason = errno;

        forks->forked(forks->listener);
        errno = reason;
    }
    return child;
}

static const libxl_childproc_hooks children = {
    .chldowner = libxl_sigchld_owner_libxl_always_selective_reap,
    .fork_replacement = fork_into_own_session,
};

/* No event is armed, so none occurs; it would be freed by the context. */
static void ignore_event(void *user, libxl_event *event) {}

static void log_disaster(void *logger, libxl_event_type type, const char *message, int errnoval)
{
    xtl_log(logger, XTL_CRITICAL, errnoval, "libxl", "libxl cannot be relied on any more: %s", message);
}

static const libxl_event_hooks events = {
    .event_occurs_mask = 0,
    .event_occurs = ignore_event,
    .disaster = log_disaster,
};

void xenward_prepare(libxl_ctx *context, xentoollog_logger *logger, const struct xenward_forks *forks)
{
    owner = getpid();
    libxl_childproc_setmode(context, &children, (void *)forks);
    libxl_event_register_callbacks(context, &events, logger);
}

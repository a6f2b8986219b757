#define _GNU_SOURCE
#include "CLinux.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stddef.h>
#include <sys/socket.h>
#include <sys/statfs.h>
#include <unistd.h>

int xenward_pipe(int ends[2], int flags) { return pipe2(ends, O_CLOEXEC | flags); }

int xenward_accept(int listener) { return accept4(listener, NULL, NULL, SOCK_CLOEXEC); }

unsigned long xenward_file_system(const char *path)
{
    struct statfs information;

    return statfs(path, &information) == 0 ? (unsigned long)information.f_type : 0;
}

/* Descriptors that no child may have, each one more than it is, so that 0 is a free place. */
static atomic_int withheld[64];

enum { places = sizeof(withheld) / sizeof(withheld[0]) };

static void close_withheld(void)
{
    for (int i = 0; i < places; i++) {
        /* The child may fork again, and have given the number to something else by then. */
        int descriptor = atomic_exchange(&withheld[i], 0) - 1;

        if (descriptor >= 0)
            close(descriptor);
    }
}

static void close_withheld_in_children(void) { pthread_atfork(NULL, NULL, close_withheld); }

int xenward_withhold(int descriptor)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;

    pthread_once(&once, close_withheld_in_children);
    for (int i = 0; i < places; i++) {
        int free_place = 0;

        if (atomic_compare_exchange_strong(&withheld[i], &free_place, descriptor + 1))
            return 0;
    }
    return -1;
}

void xenward_stop_withholding(int descriptor)
{
    for (int i = 0; i < places; i++) {
        int taken = descriptor + 1;

        if (atomic_compare_exchange_strong(&withheld[i], &taken, 0))
            return;
    }
}

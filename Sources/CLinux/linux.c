#define _GNU_SOURCE
#include "CLinux.h"

#include <fcntl.h>
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

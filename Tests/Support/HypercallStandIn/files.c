/* The paths that libxl has compiled in, sent elsewhere where a test wants it. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <glob.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "HypercallStandIn.h"

static char folder[PATH_MAX];

void standin_redirect(const char *to) { snprintf(folder, sizeof(folder), "%s", to ? to : ""); }

/* The path itself, or the one that stands for it, written into the buffer. */
static const char *place(const char *path, char buffer[PATH_MAX])
{
    static const char *const ours[] = {"/var/lib/xen", "/var/run/xen"};

    for (int n = 0; folder[0] && n < 2; n++)
        if (!strncmp(path, ours[n], strlen(ours[n]))) {
            snprintf(buffer, PATH_MAX, "%.2000s%.2000s", folder, path);
            return buffer;
        }
    return path;
}

#define NEXT(function) ((__typeof__(&function))dlsym(RTLD_NEXT, #function))

int open(const char *path, int flags, ...)
{
    char buffer[PATH_MAX];
    va_list arguments;

    va_start(arguments, flags);
    int mode = flags & (O_CREAT | __O_TMPFILE) ? va_arg(arguments, int) : 0;
    va_end(arguments);
    return NEXT(open)(place(path, buffer), flags, mode);
}

FILE *fopen(const char *path, const char *mode)
{
    char buffer[PATH_MAX];

    return NEXT(fopen)(place(path, buffer), mode);
}

int stat(const char *path, struct stat *status)
{
    char buffer[PATH_MAX];

    return NEXT(stat)(place(path, buffer), status);
}

int lstat(const char *path, struct stat *status)
{
    char buffer[PATH_MAX];

    return NEXT(lstat)(place(path, buffer), status);
}

int unlink(const char *path)
{
    char buffer[PATH_MAX];

    return NEXT(unlink)(place(path, buffer));
}

int rename(const char *from, const char *to)
{
    char first[PATH_MAX], second[PATH_MAX];

    return NEXT(rename)(place(from, first), place(to, second));
}

int glob(const char *pattern, int flags, int (*failed)(const char *, int), glob_t *found)
{
    char buffer[PATH_MAX];

    return NEXT(glob)(place(pattern, buffer), flags, failed, found);
}

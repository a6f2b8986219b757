/*
 * What `xl create -n` needs besides the hypervisor: an empty xenstore, and, where a test wants it, a note of each key
 * that xl asks its configuration for (STANDIN_KEYS, the name of a file, one a line) and another xl.conf
 * (STANDIN_XL_CONF). The host has STANDIN_CPUS cpus (8 unless set) on STANDIN_NODES NUMA nodes (1 unless set).
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int handle; /* its address stands for every handle */

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

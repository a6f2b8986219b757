/* Lets a program that is preloaded with this live FAST_CLOCK times as fast: its clocks run so much faster, and what it waits for by
 * them comes so much sooner. For Swift's programs: their runtime reads clocks and arms timerfds. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <sys/time.h>
#include <sys/timerfd.h>
#include <time.h>

#define BILLION 1000000000LL

static long long factor = 1;
/* What each clock said at the start. */
static long long start[CLOCK_TAI + 1];

static int (*real_gettime)(clockid_t, struct timespec *);
static int (*real_settime)(int, int, const struct itimerspec *, struct itimerspec *);
static int (*real_create)(int, int);

static long long number(struct timespec t) { return t.tv_sec * BILLION + t.tv_nsec; }
static struct timespec timespec_of(long long n) { return (struct timespec){n / BILLION, n % BILLION}; }

__attribute__((constructor)) static void begin(void) {
    real_gettime = dlsym(RTLD_NEXT, "clock_gettime");
    real_settime = dlsym(RTLD_NEXT, "timerfd_settime");
    real_create = dlsym(RTLD_NEXT, "timerfd_create");
    for (clockid_t clock = 0; clock <= CLOCK_TAI; clock++) {
        struct timespec now;
        if (real_gettime(clock, &now) == 0) start[clock] = number(now);
    }
    const char *said = getenv("FAST_CLOCK");
    if (said && atoll(said) > 0) factor = atoll(said);
}

/* Of processor time there is no more than there is. */
static int is_fast(clockid_t clock) {
    return clock >= 0 && clock <= CLOCK_TAI && clock != CLOCK_PROCESS_CPUTIME_ID && clock != CLOCK_THREAD_CPUTIME_ID;
}

int clock_gettime(clockid_t clock, struct timespec *time) {
    int result = real_gettime(clock, time);
    if (result == 0 && is_fast(clock))
        *time = timespec_of(start[clock] + (number(*time) - start[clock]) * factor);
    return result;
}

int gettimeofday(struct timeval *restrict time, void *restrict zone) {
    struct timespec now;
    (void)zone;
    if (clock_gettime(CLOCK_REALTIME, &now)) return -1;
    *time = (struct timeval){now.tv_sec, now.tv_nsec / 1000};
    return 0;
}

time_t time(time_t *where) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (where) *where = now.tv_sec;
    return now.tv_sec;
}

/* Which clock a timerfd goes by. */
static clockid_t clocks[1024];

int timerfd_create(int clock, int flags) {
    int fd = real_create(clock, flags);
    if (fd >= 0 && fd < 1024) clocks[fd] = clock;
    return fd;
}

int timerfd_settime(int fd, int flags, const struct itimerspec *asked, struct itimerspec *old) {
    struct itimerspec real = *asked;
    long long value = number(asked->it_value);
    if (value > 0) {
        long long origin = flags & TFD_TIMER_ABSTIME && fd < 1024 ? start[clocks[fd]] : 0;
        long long sooner = origin + (value - origin) / factor;
        real.it_value = timespec_of(sooner > 0 ? sooner : 1);
    }
    real.it_interval = timespec_of(number(asked->it_interval) / factor);
    return real_settime(fd, flags, &real, old);
}

/*
 * Valgrind before 3.20 writes into the mask that sigsuspend(2) is given, and libdispatch's is read-only: the checker
 * itself would crash. So the mask is copied first.
 */
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

int sigsuspend(const sigset_t *mask)
{
    sigset_t copy = *mask;

    return syscall(SYS_rt_sigsuspend, &copy, _NSIG / 8);
}

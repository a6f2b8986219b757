/* The few calls that Glibc's module hides. */
#ifndef XENWARD_CLINUX_H
#define XENWARD_CLINUX_H

/*
 * A pipe of which neither end is inherited by a program that somebody starts at the same moment; FLAGS as in pipe2(2), O_NONBLOCK.
 * Returns 0, or -1 with errno.
 */
int xenward_pipe(int ends[2], int flags);

/* The next connection to a socket that listens, which nobody inherits either. Returns its descriptor, or -1 with errno. */
int xenward_accept(int listener);

/* The number of the file system that a path is on, as in statfs(2); 0 where there is none. */
unsigned long xenward_file_system(const char *path);

/*
 * Has every child that this process forks close DESCRIPTOR before it runs anything. Close-on-exec is not enough: libxl's children that
 * watch over a starting device model run no other program, outlive this process when it is killed, and would hold its locks.
 * To be taken back before DESCRIPTOR is closed. Returns 0, or -1 when there are too many.
 */
int xenward_withhold(int descriptor);

/* Takes that back. */
void xenward_stop_withholding(int descriptor);

#endif

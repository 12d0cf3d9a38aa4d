// iofault: lets one call of a process go wrong, also one made by a library such as SQLite's. For LD_PRELOAD.
//
// IOFAULT_PLAN names a file that is read when the process starts and obeyed as long as it exists:
//
//   OP PATH N TIMES ACTION
//
//   OP      write | sync | truncate | rename | remove | open | any
//   PATH    a part of the file's path
//   N       the first such call that goes wrong, from 1
//   TIMES   how many do; 0 is for ever
//   ACTION  an errno; or kill (SIGKILL in the call), short (half is written), skip (a flush that is only pretended)
//
// build: cc -O2 -shared -fPIC iofault.c -o iofault.so -ldl
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

enum { GO_ON, FAIL, HALF, PRETEND };

static char op[16], path[256], action[16];
static const char *plan;
static long first, times;
static atomic_long calls;

__attribute__((constructor)) static void read_plan(void) {
    const char *name = getenv("IOFAULT_PLAN");
    FILE *file = name ? fopen(name, "r") : 0;
    if (!file)
        return;
    if (fscanf(file, "%15s %255s %ld %ld %15s", op, path, &first, &times, action) == 5)
        plan = name;
    fclose(file);
}

static int strike(const char *what, const char *file) {
    if ((strcmp(op, what) && strcmp(op, "any")) || !strstr(file, path) || access(plan, F_OK))
        return GO_ON;
    long call = atomic_fetch_add(&calls, 1) + 1;
    if (call < first || (times && call >= first + times))
        return GO_ON;
    if (!strcmp(action, "kill"))
        kill(getpid(), SIGKILL), pause();
    if (!strcmp(action, "short"))
        return HALF;
    if (!strcmp(action, "skip"))
        return PRETEND;
    errno = atoi(action);
    return FAIL;
}

static int strike_open(const char *what, int fd) {
    char link[64], file[4096];
    if (!plan)
        return GO_ON;
    int before = errno;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, file, sizeof file - 1);
    errno = before;
    if (length < 0)
        return GO_ON;
    file[length] = 0;
    return strike(what, file);
}

#define REAL(result, name, ...)            \
    static result (*real)(__VA_ARGS__);    \
    if (!real)                             \
        real = dlsym(RTLD_NEXT, #name)

static size_t half(size_t length) { return length > 1 ? length / 2 : length; }

ssize_t write(int fd, const void *buffer, size_t length) {
    REAL(ssize_t, write, int, const void *, size_t);
    switch (fd > 2 ? strike_open("write", fd) : GO_ON) {
    case FAIL: return -1;
    case HALF: return real(fd, buffer, half(length));
    default: return real(fd, buffer, length);
    }
}

ssize_t pwrite64(int fd, const void *buffer, size_t length, off64_t offset) {
    REAL(ssize_t, pwrite64, int, const void *, size_t, off64_t);
    switch (strike_open("write", fd)) {
    case FAIL: return -1;
    case HALF: return real(fd, buffer, half(length), offset);
    default: return real(fd, buffer, length, offset);
    }
}

ssize_t pwrite(int fd, const void *buffer, size_t length, off_t offset) { return pwrite64(fd, buffer, length, offset); }

#define FLUSHES(name)                                  \
    int name(int fd) {                                 \
        REAL(int, name, int);                          \
        switch (strike_open("sync", fd)) {             \
        case FAIL: return -1;                          \
        case PRETEND: return 0;                        \
        default: return real(fd);                      \
        }                                              \
    }
FLUSHES(fsync)
FLUSHES(fdatasync)

#define TRUNCATES(name, offset_type)                                                \
    int name(int fd, offset_type length) {                                          \
        REAL(int, name, int, offset_type);                                          \
        return strike_open("truncate", fd) == FAIL ? -1 : real(fd, length);         \
    }
TRUNCATES(ftruncate, off_t)
TRUNCATES(ftruncate64, off64_t)

int rename(const char *from, const char *to) {
    REAL(int, rename, const char *, const char *);
    return plan && strike("rename", from) == FAIL ? -1 : real(from, to);
}

int unlink(const char *file) {
    REAL(int, unlink, const char *);
    return plan && strike("remove", file) == FAIL ? -1 : real(file);
}

#define OPENS(name)                                                             \
    int name(const char *file, int flags, ...) {                                \
        REAL(int, name, const char *, int, ...);                                \
        va_list more;                                                           \
        va_start(more, flags);                                                  \
        int mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(more, int) : 0;       \
        va_end(more);                                                           \
        return plan && strike("open", file) == FAIL ? -1 : real(file, flags, mode); \
    }
OPENS(open)
OPENS(open64)

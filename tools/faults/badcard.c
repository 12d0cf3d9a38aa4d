// badcard: a memory card for tests. A FUSE file system with three files, to be put under a loop device:
//
//   disk      the card: what is written goes to an image, and every write and flush to a log
//   mark      what is written here stands in the log between what the card did before and after
//   control   "write-delay MS", "flush-delay MS", "fail-writes N", "fail-flushes N": every N-th fails with EIO; 0 ends it
//
// The log says in which order things reached the card, so that any power cut can be made afterwards:
//
//   record = type u32 (1 write, 2 flush, 3 mark), length u32, offset u64, data[length]      machine's byte order
//
// It knows no discards: whoever would discard a range writes zeros or leaves it.
//
// build: cc -O2 badcard.c -o badcard $(pkg-config --cflags --libs fuse3)
// run:   badcard IMAGE LOG MOUNTPOINT        in the foreground, one request at a time, as a card does
#define FUSE_USE_VERSION 31
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <fuse.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { WRITE = 1, FLUSH = 2, MARK = 3 };

static int image, logfile;
static long write_delay, flush_delay, fail_writes, fail_flushes, writes, flushes;

static void put(uint32_t type, uint64_t offset, const void *data, uint32_t length) {
    struct { uint32_t type, length; uint64_t offset; } record = {type, length, offset};
    if (write(logfile, &record, sizeof record) != sizeof record || write(logfile, data, length) != (ssize_t)length)
        abort(); // half a log would prove nothing
}

static int is_disk(const char *path) { return !strcmp(path, "/disk"); }
static int is_mark(const char *path) { return !strcmp(path, "/mark"); }
static int is_control(const char *path) { return !strcmp(path, "/control"); }

static int on_getattr(const char *path, struct stat *s, struct fuse_file_info *fi) {
    (void)fi;
    memset(s, 0, sizeof *s);
    if (!strcmp(path, "/")) {
        s->st_mode = S_IFDIR | 0755;
        s->st_nlink = 2;
    } else if (is_disk(path)) {
        if (fstat(image, s))
            return -errno;
        s->st_mode = S_IFREG | 0600;
    } else if (is_mark(path) || is_control(path)) {
        s->st_mode = S_IFREG | 0600;
        s->st_nlink = 1;
    } else {
        return -ENOENT;
    }
    return 0;
}

static int on_readdir(const char *path, void *buffer, fuse_fill_dir_t fill, off_t offset, struct fuse_file_info *fi,
                      enum fuse_readdir_flags flags) {
    (void)path, (void)offset, (void)fi, (void)flags;
    fill(buffer, "disk", 0, 0, 0);
    fill(buffer, "mark", 0, 0, 0);
    fill(buffer, "control", 0, 0, 0);
    return 0;
}

static int on_open(const char *path, struct fuse_file_info *fi) {
    if (!is_disk(path))
        fi->direct_io = 1; // each write comes here as it was made
    return 0;
}

static int on_read(const char *path, char *buffer, size_t length, off_t offset, struct fuse_file_info *fi) {
    (void)fi;
    if (!is_disk(path))
        return 0;
    ssize_t got = pread(image, buffer, length, offset);
    return got < 0 ? -errno : (int)got;
}

static void obey(const char *text, size_t length) {
    char order[64] = "", what[32];
    long value;
    memcpy(order, text, length < sizeof order ? length : sizeof order - 1);
    if (sscanf(order, "%31s %ld", what, &value) != 2)
        return;
    if (!strcmp(what, "write-delay"))
        write_delay = value;
    else if (!strcmp(what, "flush-delay"))
        flush_delay = value;
    else if (!strcmp(what, "fail-writes"))
        fail_writes = value;
    else if (!strcmp(what, "fail-flushes"))
        fail_flushes = value;
}

static int on_write(const char *path, const char *buffer, size_t length, off_t offset, struct fuse_file_info *fi) {
    (void)fi;
    if (is_control(path)) {
        obey(buffer, length);
    } else if (is_mark(path)) {
        put(MARK, 0, buffer, length);
    } else {
        usleep(write_delay * 1000);
        if (fail_writes && ++writes % fail_writes == 0)
            return -EIO;
        if (pwrite(image, buffer, length, offset) != (ssize_t)length)
            return -EIO;
        put(WRITE, offset, buffer, length);
    }
    return (int)length;
}

static int on_fsync(const char *path, int data_only, struct fuse_file_info *fi) {
    (void)data_only, (void)fi;
    if (!is_disk(path))
        return 0;
    usleep(flush_delay * 1000);
    if (fail_flushes && ++flushes % fail_flushes == 0)
        return -EIO;
    put(FLUSH, 0, "", 0);
    return 0;
}

static int on_truncate(const char *path, off_t length, struct fuse_file_info *fi) {
    (void)path, (void)length, (void)fi;
    return 0;
}

static void *on_init(struct fuse_conn_info *connection, struct fuse_config *config) {
    config->kernel_cache = 1;
    connection->want &= ~FUSE_CAP_WRITEBACK_CACHE; // what was written is here when the write returns
    return 0;
}

static const struct fuse_operations operations = {
    .init = on_init,
    .getattr = on_getattr,
    .readdir = on_readdir,
    .open = on_open,
    .read = on_read,
    .write = on_write,
    .fsync = on_fsync,
    .truncate = on_truncate,
};

int main(int count, char **words) {
    if (count != 4) {
        fprintf(stderr, "usage: badcard IMAGE LOG MOUNTPOINT\n");
        return 2;
    }
    image = open(words[1], O_RDWR | O_CLOEXEC);
    logfile = open(words[2], O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0600);
    if (image < 0 || logfile < 0) {
        perror("badcard");
        return 1;
    }
    char *args[] = {words[0], "-f", "-s", "-o", "fsname=badcard", words[3], 0};
    return fuse_main(6, args, &operations, 0);
}

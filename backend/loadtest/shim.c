/* A disk that forgets: files under PL_PREFIX are mirrored to PL_SHADOW as of their last fsync. After SIGKILL the mirror is
 * what a power cut would have left. With PL_CONTROL set, the sync of a write-ahead log is acknowledged and not done until the
 * database file itself is synced: exactly what PRAGMA synchronous=NORMAL leaves on the disk.
 * Compiled by `jiahe-loadtest chaos power-cut`: cc -shared -fPIC -O2 -o shim.so shim.c -ldl */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int ends(const char *name, const char *tail) {
    size_t n = strlen(name), t = strlen(tail);
    return n >= t && !strcmp(name + n - t, tail);
}

static int under_prefix(const char *path, const char **shadow) {
    const char *prefix = getenv("PL_PREFIX");
    *shadow = getenv("PL_SHADOW");
    return prefix && *shadow && !strncmp(path, prefix, strlen(prefix));
}

/* Copies what is open as fd to the mirror, in one step for whoever looks at it. */
static void mirror(int fd, const char *path, const char *shadow) {
    struct stat st;
    char target[5000], fresh[5100];
    if (fstat(fd, &st) || !S_ISREG(st.st_mode))
        return;
    snprintf(target, sizeof target, "%s/%s", shadow, strrchr(path, '/') + 1);
    snprintf(fresh, sizeof fresh, "%s.t%d", target, gettid());
    int out = open(fresh, O_CREAT | O_TRUNC | O_WRONLY, 0600);
    char *bytes = malloc(st.st_size ? st.st_size : 1);
    off_t done = 0;
    if (out < 0 || !bytes)
        abort();
    while (done < st.st_size) {
        ssize_t n = pread(fd, bytes + done, st.st_size - done, done);
        if (n <= 0)
            break;
        done += n;
    }
    if (write(out, bytes, done) != done)
        abort();
    close(out);
    free(bytes);
    if (rename(fresh, target))
        abort();
}

static int synced(int fd) {
    char link[64], path[4096];
    const char *shadow;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t n = readlink(link, path, sizeof path - 1);
    if (n <= 0)
        return 0;
    path[n] = 0;
    if (!under_prefix(path, &shadow))
        return 0;
    if (getenv("PL_CONTROL")) {
        if (ends(path, "-wal"))
            return 1;
        if (ends(path, ".db")) {
            char wal[4200];
            snprintf(wal, sizeof wal, "%s-wal", path);
            int log = open(wal, O_RDONLY);
            if (log >= 0) {
                mirror(log, wal, shadow);
                close(log);
            }
        }
    }
    mirror(fd, path, shadow);
    return 1;
}

int fdatasync(int fd) {
    static int (*real)(int);
    if (!real)
        real = (int (*)(int))dlsym(RTLD_NEXT, "fdatasync");
    return synced(fd) ? 0 : real(fd);
}

int fsync(int fd) {
    static int (*real)(int);
    if (!real)
        real = (int (*)(int))dlsym(RTLD_NEXT, "fsync");
    return synced(fd) ? 0 : real(fd);
}

int unlink(const char *path) {
    static int (*real)(const char *);
    const char *shadow;
    if (!real)
        real = (int (*)(const char *))dlsym(RTLD_NEXT, "unlink");
    if (under_prefix(path, &shadow) && strrchr(path, '/')) {
        char target[5000];
        snprintf(target, sizeof target, "%s/%s", shadow, strrchr(path, '/') + 1);
        real(target);
    }
    return real(path);
}

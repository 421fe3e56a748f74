// What Linux has and Swift's Glibc module leaves out.
#pragma once
#include <fcntl.h>
#include <stddef.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <sys/socket.h>

// Declared here because defining _GNU_SOURCE would give this module other structures than Glibc's.
extern int accept4(int listener, struct sockaddr *peer, socklen_t *size, int flags);

/// accept4(2) without a wish to know the peer; the connection is closed on exec.
static inline int linux_accept(int listener) {
  return accept4(listener, NULL, NULL, SOCK_CLOEXEC);
}

// Declared here for the same reason.
extern int close_range(unsigned first, unsigned last, int flags);

/// close_range(2) of all descriptors from `first` on.
static inline int linux_close_from(unsigned first) {
  return close_range(first, ~0U, 0);
}

/// prctl(2), of variable arguments: neither this process nor what it starts can win any rights, and
/// nobody without rights may look into it.
static inline int linux_give_up_rights(void) {
  return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0 ? 0 : -1;
}

/// prctl(2), of variable arguments: this process is killed when the thread that started it ends.
static inline int linux_end_with_parent(int signal) {
  return prctl(PR_SET_PDEATHSIG, signal, 0, 0, 0);
}

/// open(2)'s O_TMPFILE: a file without a name, in the directory that is opened.
enum { linux_temporary_file = 020000000 | O_DIRECTORY };

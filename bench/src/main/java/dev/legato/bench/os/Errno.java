package dev.legato.bench.os;

/** Errors of Linux system calls, by their numbers (asm-generic/errno.h). */
public final class Errno {
    public static final int EINTR = 4;
    public static final int EBADF = 9;
    public static final int EAGAIN = 11;
    public static final int EMFILE = 24;
    public static final int EPIPE = 32;
    public static final int EADDRINUSE = 98;
    public static final int EADDRNOTAVAIL = 99;
    public static final int ECONNRESET = 104;
    public static final int ETIMEDOUT = 110;
    public static final int ECONNREFUSED = 111;
    public static final int EINPROGRESS = 115;

    private Errno() {}

    /** What a person calls it. */
    public static String text(int errno) {
        return switch (errno) {
            case EINTR -> "interrupted";
            case EMFILE -> "too many open files";
            case EPIPE -> "broken pipe";
            case EADDRINUSE -> "address in use";
            case EADDRNOTAVAIL -> "no free local port";
            case ECONNRESET -> "connection reset";
            case ETIMEDOUT -> "timed out";
            case ECONNREFUSED -> "connection refused";
            default -> "errno " + errno;
        };
    }
}

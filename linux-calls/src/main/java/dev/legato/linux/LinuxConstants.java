package dev.legato.linux;

/** Numbers of the kernel's headers (sys/socket.h, netinet/tcp.h, fcntl.h, linux/falloc.h), the same on x86-64 and AArch64. */
public final class LinuxConstants {
    public static final int SOL_SOCKET = 1;
    public static final int IPPROTO_TCP = 6;

    public static final int MSG_DONTWAIT = 0x40;

    /** A connection that is gone answers with EPIPE and no signal. */
    public static final int MSG_NOSIGNAL = 0x4000;

    /** More bytes follow at once: the kernel waits with the packet. */
    public static final int MSG_MORE = 0x8000;

    /** On TCP, {@code recv} discards the bytes instead of copying them (tcp(7)). */
    public static final int MSG_TRUNC = 0x20;

    public static final int O_CLOEXEC = 0x80000;
    public static final int O_NOATIME = 0x40000;

    public static final int O_RDWR = 2;

    /** {@code fallocate} frees a file's blocks; with {@code KEEP_SIZE}, which it demands. */
    public static final int FALLOC_FL_PUNCH_HOLE = 2;

    public static final int FALLOC_FL_KEEP_SIZE = 1;

    /** {@code SOCK_NONBLOCK} and {@code IN_NONBLOCK} have the same number. */
    public static final int O_NONBLOCK = 0x800;

    private LinuxConstants() {}
}

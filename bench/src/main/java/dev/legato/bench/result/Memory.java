package dev.legato.bench.result;

/**
 * Memory of a server and of its connections at one moment, or what it has grown by.
 *
 * @param residentBytes of its processes
 * @param socketBytes the kernel's TCP buffers in its network namespace (/proc/net/sockstat)
 * @param slabBytes the kernel's objects on the whole machine, sockets among them (/proc/meminfo)
 */
public record Memory(long residentBytes, long socketBytes, long slabBytes) {
    /** What has been added since an earlier moment. */
    public Memory since(Memory earlier) {
        return new Memory(
                residentBytes - earlier.residentBytes,
                socketBytes - earlier.socketBytes,
                slabBytes - earlier.slabBytes);
    }
}

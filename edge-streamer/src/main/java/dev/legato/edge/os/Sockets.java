package dev.legato.edge.os;

import static dev.legato.linux.LinuxConstants.IPPROTO_TCP;
import static dev.legato.linux.LinuxConstants.SOL_SOCKET;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.legato.linux.LibC;
import dev.legato.linux.SocketAddress;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What Linux can be asked about listening TCP sockets and told to do with them, beyond what Java or Netty offer. Called
 * some times in a process's life, so by ordinary downcalls and without care for allocation.
 */
public final class Sockets {
    private static final int SO_ATTACH_FILTER = 26;
    private static final int SO_ACCEPTCONN = 30;
    private static final int SO_ATTACH_REUSEPORT_CBPF = 51;
    private static final int TCP_INFO = 11;
    private static final int TCP_INFO_BYTES = 128;
    private static final int TCP_INFO_UNACKED_AT = 24;
    private static final int FILTER_BYTES = 8;
    private static final String STATE_LISTEN = "0A";

    private static final class Calls {
        static final MethodHandle GETSOCKOPT = LibC.GETSOCKOPT.ordinary();
        static final MethodHandle SETSOCKOPT = LibC.SETSOCKOPT.ordinary();
        static final MethodHandle GETSOCKNAME = LibC.GETSOCKNAME.ordinary();

        private Calls() {}
    }

    private Sockets() {}

    /** The calls, where there are any. */
    public static Optional<Sockets> calls() {
        return Linux.isSupported() ? Optional.of(new Sockets()) : Optional.empty();
    }

    /** This process's descriptors that listen on a TCP port. */
    public List<Integer> listening(int port) throws IOException {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return descriptors
                    .map(path -> Integer.valueOf(path.getFileName().toString()))
                    .filter(descriptor -> isListening(descriptor, port))
                    .toList();
        }
    }

    /** How many sockets listen on a TCP port, of whatever process of this network namespace. */
    public static int listeners(int port) throws IOException {
        String ending = ":%04X".formatted(port);
        int count = 0;
        for (String table : List.of("tcp", "tcp6")) {
            try (Stream<String> lines = Files.lines(Path.of("/proc/net", table))) {
                count += (int) lines.map(line -> line.strip().split("\\s+", 5))
                        .filter(columns -> columns[1].endsWith(ending) && columns[3].equals(STATE_LISTEN))
                        .count();
            }
        }
        return count;
    }

    /** Connections whose handshake is over and that nobody has accepted yet. */
    public int queued(int listening) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment info = arena.allocate(TCP_INFO_BYTES);
            return getOption(arena, listening, IPPROTO_TCP, TCP_INFO, info)
                    ? info.get(JAVA_INT, TCP_INFO_UNACKED_AT)
                    : 0;
        }
    }

    /**
     * Lets no connection begin at a listening socket any more, while those that have begun complete their handshakes: a
     * classic BPF program drops each segment with SYN, as if the network had lost it, and the client sends it anew.
     */
    public boolean dropSyn(int listening) {
        return attach(listening, SO_ATTACH_FILTER, new int[][] {
            {0x30, 0, 0, 13}, // load the byte of TCP's flags
            {0x45, 0, 1, 0x02}, // SYN among them?
            {0x06, 0, 0, 0}, // drop
            {0x06, 0, 0, -1} // keep all of it
        });
    }

    /**
     * Has all connections to a port go to one of the sockets that share it by {@code SO_REUSEPORT}, the {@code index}-th
     * in the order they began to listen; if there is no such one, they are spread as before.
     */
    public boolean prefer(int listening, int index) {
        return attach(listening, SO_ATTACH_REUSEPORT_CBPF, new int[][] {{0x06, 0, 0, index}});
    }

    /** @param program classic BPF: operation, jump if true, jump if false, operand */
    private boolean attach(int socket, int option, int[][] program) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment code = arena.allocate((long) FILTER_BYTES * program.length, 8);
            for (int i = 0; i < program.length; i++) {
                long at = (long) FILTER_BYTES * i;
                code.set(JAVA_SHORT, at, (short) program[i][0]);
                code.set(JAVA_BYTE, at + 2, (byte) program[i][1]);
                code.set(JAVA_BYTE, at + 3, (byte) program[i][2]);
                code.set(JAVA_INT, at + 4, program[i][3]);
            }
            MemorySegment fprog = arena.allocate(16, 8);
            fprog.set(JAVA_SHORT, 0, (short) program.length);
            fprog.set(JAVA_LONG, 8, code.address());
            return (int) Calls.SETSOCKOPT.invokeExact(socket, SOL_SOCKET, option, fprog.address(), 16) == 0;
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    private boolean isListening(int descriptor, int port) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment value = arena.allocate(JAVA_INT);
            if (!getOption(arena, descriptor, SOL_SOCKET, SO_ACCEPTCONN, value) || value.get(JAVA_INT, 0) == 0) {
                return false;
            }
            MemorySegment address = arena.allocate(SocketAddress.MAX_BYTES, 8);
            MemorySegment length = arena.allocateFrom(JAVA_INT, SocketAddress.MAX_BYTES);
            if ((int) Calls.GETSOCKNAME.invokeExact(descriptor, address.address(), length.address()) != 0) {
                return false;
            }
            return SocketAddress.port(address) == port;
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    private boolean getOption(Arena arena, int descriptor, int level, int option, MemorySegment into) {
        try {
            MemorySegment length = arena.allocateFrom(JAVA_INT, (int) into.byteSize());
            return (int) Calls.GETSOCKOPT.invokeExact(descriptor, level, option, into.address(), length.address()) == 0;
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }
}

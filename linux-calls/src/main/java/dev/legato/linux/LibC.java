package dev.legato.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * The functions of the C library that Legato calls, each with its signature.
 *
 * <p>Pointers and sizes are plain longs: a memory segment for each call is what a profile shows. How a function is called
 * is the caller's decision, made when it takes the handle:
 *
 * <ul>
 *   <li>{@link #ordinary}: the call may wait, and the collector works meanwhile.
 *   <li>{@link #critical}: the call skips the thread's change of state, which costs as much as a short system call. The
 *       collector waits for it, so only a call that never waits may be critical.
 *   <li>with errno: the handle's first parameter is memory from {@link #errnoState}, and {@link #errno} reads it.
 *       Without, a caller learns only that a call failed.
 * </ul>
 *
 * <p>A handle belongs into a static final field: only then is the call compiled into its caller.
 */
public enum LibC {
    ACCEPT4("accept4", JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT),
    BIND("bind", JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT),
    CLOCK_GETTIME("clock_gettime", JAVA_INT, JAVA_INT, JAVA_LONG),
    CLOSE("close", JAVA_INT, JAVA_INT),
    CONNECT("connect", JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT),
    EPOLL_CREATE1("epoll_create1", JAVA_INT, JAVA_INT),
    EPOLL_CTL("epoll_ctl", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG),
    EPOLL_PWAIT2("epoll_pwait2", JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG),
    FALLOCATE("fallocate", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG),
    GETSOCKNAME("getsockname", JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG),
    GETSOCKOPT("getsockopt", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG),
    INOTIFY_ADD_WATCH("inotify_add_watch", JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT),
    INOTIFY_INIT1("inotify_init1", JAVA_INT, JAVA_INT),
    INOTIFY_RM_WATCH("inotify_rm_watch", JAVA_INT, JAVA_INT, JAVA_INT),
    LISTEN("listen", JAVA_INT, JAVA_INT, JAVA_INT),
    MLOCK("mlock", JAVA_INT, JAVA_LONG, JAVA_LONG),
    MMAP("mmap", JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG),
    OPEN(2, "open", JAVA_INT, JAVA_LONG, JAVA_INT),
    PREADV2("preadv2", JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_INT),
    READ("read", JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG),
    RECV("recv", JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT),
    SEND("send", JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT),
    SENDFILE("sendfile", JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG),
    SETSOCKOPT("setsockopt", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT),
    SOCKET("socket", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT),
    STATX("statx", JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_LONG),
    /** cachestat(2), which the C library has no function for: number, descriptor, range, result, flags. */
    SYSCALL_CACHESTAT(1, "syscall", JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT);

    private static final Linker LINKER = Linker.nativeLinker();
    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
    private static final Linker.Option CRITICAL = Linker.Option.critical(false);
    private static final Linker.Option CAPTURE = Linker.Option.captureCallState("errno");
    private static final int NOT_VARIADIC = -1;

    private final int firstVariadic;
    private final String symbol;

    @SuppressWarnings("ImmutableEnumChecker") // the JDK makes descriptors immutable, but has no annotation that says so
    private final FunctionDescriptor signature;

    LibC(String symbol, ValueLayout result, ValueLayout... parameters) {
        this(-1, symbol, result, parameters);
    }

    LibC(int firstVariadic, String symbol, ValueLayout result, ValueLayout... parameters) {
        this.firstVariadic = firstVariadic;
        this.symbol = symbol;
        this.signature = FunctionDescriptor.of(result, parameters);
    }

    /** Whether this machine's C library has the function. */
    public boolean isPresent() {
        return LINKER.defaultLookup().find(symbol).isPresent();
    }

    /** @throws UnsupportedOperationException when this machine's C library lacks the function, as all below */
    public MethodHandle ordinary() {
        return link();
    }

    public MethodHandle critical() {
        return link(CRITICAL);
    }

    public MethodHandle ordinaryWithErrno() {
        return link(CAPTURE);
    }

    public MethodHandle criticalWithErrno() {
        return link(CAPTURE, CRITICAL);
    }

    /** Allocates memory that a call with errno writes its error to; it belongs to one thread and is freed by the collector. */
    public static MemorySegment errnoState() {
        return Arena.ofAuto().allocate(STATE);
    }

    /** Reads the error of the last call that was given this memory; it says nothing unless that call failed. */
    public static int errno(MemorySegment state) {
        return (int) ERRNO.get(state, 0L);
    }

    @SuppressWarnings("restricted") // native calls are what this class is for; the JVM is started with native access
    private MethodHandle link(Linker.Option... options) {
        MemorySegment address = LINKER.defaultLookup()
                .find(symbol)
                .orElseThrow(() -> new UnsupportedOperationException(
                        "the C library has no %s (expected: Linux with glibc >= 2.35)".formatted(symbol)));
        Linker.Option[] all = options;
        if (firstVariadic != NOT_VARIADIC) {
            all = java.util.Arrays.copyOf(options, options.length + 1);
            all[options.length] = Linker.Option.firstVariadicArg(firstVariadic);
        }
        return LINKER.downcallHandle(address, signature, all);
    }
}

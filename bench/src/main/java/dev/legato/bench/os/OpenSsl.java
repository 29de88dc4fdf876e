package dev.legato.bench.os;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * TLS by the system's OpenSSL 3 (libssl.so.3), client side, without certificate checks: the bench measures servers it
 * starts itself, with certificates it signs itself.
 *
 * <p>It offers TLS 1.3 with one cipher suite and one group alone, so that all servers do the same work, and it never
 * resumes a session: every handshake is a full one.
 *
 * <p>Costs: every byte is decrypted and copied once, which is what a real client pays too; discarding without a copy
 * is not possible under TLS.
 */
@SuppressWarnings("restricted") // calling native code is what this class is for
public final class OpenSsl {
    private static final int WANT_READ = 2;
    private static final int WANT_WRITE = 3;
    private static final int ZERO_RETURN = 6;
    private static final int SET_HOST_NAME = 55;
    private static final int SET_GROUPS_LIST = 92;
    private static final int SET_MIN_PROTO_VERSION = 123;
    private static final int SET_MAX_PROTO_VERSION = 124;
    private static final long TLS_1_3 = 0x0304;
    private static final String CIPHER_SUITE = "TLS_AES_128_GCM_SHA256";
    private static final String GROUP = "X25519";

    /** What every session uses, for people to read. */
    public static final String PARAMETERS = "TLS 1.3, %s, %s, no session resumption".formatted(CIPHER_SUITE, GROUP);

    private final MethodHandle newSession;
    private final MethodHandle setDescriptor;
    private final MethodHandle setConnectState;
    private final MethodHandle control;
    private final MethodHandle doHandshake;
    private final MethodHandle read;
    private final MethodHandle write;
    private final MethodHandle error;
    private final MethodHandle initFinished;
    private final MethodHandle shutdown;
    private final MethodHandle clearErrors;
    private final MethodHandle free;
    private final long context;

    /** @throws UnsupportedOperationException when this machine has no libssl.so.3 */
    public OpenSsl() {
        SymbolLookup library;
        try {
            library = SymbolLookup.libraryLookup("libssl.so.3", Arena.global());
        } catch (IllegalArgumentException e) {
            throw new UnsupportedOperationException(
                    "TLS load needs OpenSSL 3 (expected: libssl.so.3; Debian package libssl3)", e);
        }
        newSession = handle(library, "SSL_new", JAVA_LONG, JAVA_LONG);
        setDescriptor = handle(library, "SSL_set_fd", JAVA_INT, JAVA_LONG, JAVA_INT);
        setConnectState = Linker.nativeLinker()
                .downcallHandle(find(library, "SSL_set_connect_state"), FunctionDescriptor.ofVoid(JAVA_LONG));
        control = handle(library, "SSL_ctrl", JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_LONG, ADDRESS);
        doHandshake = handle(library, "SSL_do_handshake", JAVA_INT, JAVA_LONG);
        read = handle(library, "SSL_read", JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT);
        write = handle(library, "SSL_write", JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT);
        error = handle(library, "SSL_get_error", JAVA_INT, JAVA_LONG, JAVA_INT);
        initFinished = handle(library, "SSL_is_init_finished", JAVA_INT, JAVA_LONG);
        shutdown = handle(library, "SSL_shutdown", JAVA_INT, JAVA_LONG);
        clearErrors =
                Linker.nativeLinker().downcallHandle(find(library, "ERR_clear_error"), FunctionDescriptor.ofVoid());
        free = Linker.nativeLinker().downcallHandle(find(library, "SSL_free"), FunctionDescriptor.ofVoid(JAVA_LONG));
        try {
            long method = (long) handle(library, "TLS_client_method", JAVA_LONG).invokeExact();
            context =
                    (long) handle(library, "SSL_CTX_new", JAVA_LONG, JAVA_LONG).invokeExact(method);
            restrict(library);
        } catch (UnsupportedOperationException e) {
            throw e;
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    private void restrict(SymbolLookup library) throws Throwable {
        MethodHandle contextControl =
                handle(library, "SSL_CTX_ctrl", JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_LONG, ADDRESS);
        MethodHandle suites = handle(library, "SSL_CTX_set_ciphersuites", JAVA_INT, JAVA_LONG, ADDRESS);
        try (Arena arena = Arena.ofConfined()) {
            long set = (long) contextControl.invokeExact(context, SET_MIN_PROTO_VERSION, TLS_1_3, MemorySegment.NULL)
                    & (long) contextControl.invokeExact(context, SET_MAX_PROTO_VERSION, TLS_1_3, MemorySegment.NULL)
                    & (long) contextControl.invokeExact(context, SET_GROUPS_LIST, 0L, arena.allocateFrom(GROUP))
                    & (int) suites.invokeExact(context, arena.allocateFrom(CIPHER_SUITE));
            if (set != 1) {
                throw new UnsupportedOperationException(
                        "OpenSSL refuses the generator's parameters (expected: %s)".formatted(PARAMETERS));
            }
        }
    }

    /** A client session on a connected socket. */
    public long open(int fd, String host) {
        try (Arena arena = Arena.ofConfined()) {
            long session = (long) newSession.invokeExact(context);
            if (session == 0) {
                throw new IllegalStateException("SSL_new: out of memory");
            }
            int unused = (int) setDescriptor.invokeExact(session, fd);
            long unusedToo = (long) control.invokeExact(session, SET_HOST_NAME, 0L, arena.allocateFrom(host));
            setConnectState.invokeExact(session);
            return session;
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    /** @return 0 when done, or as {@link #read} */
    public int handshake(long session) {
        try {
            int result = (int) doHandshake.invokeExact(session);
            return result == 1 ? 0 : failure(session, result);
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    /** @return bytes read; 0: closed; {@code -EAGAIN}: nothing there yet; {@code -ECONNRESET}: broken */
    public int read(long session, long address, int length) {
        try {
            int result = (int) read.invokeExact(session, address, length);
            return result > 0 ? result : failure(session, result);
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    /** @return bytes written, or as {@link #read} */
    public int write(long session, long address, int length) {
        try {
            int result = (int) write.invokeExact(session, address, length);
            return result > 0 ? result : failure(session, result);
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    /** Ends a session; tells the server so if its handshake was done. */
    public void close(long session) {
        try {
            if ((int) initFinished.invokeExact(session) == 1) {
                int unused = (int) shutdown.invokeExact(session);
                clearErrors.invokeExact();
            }
            free.invokeExact(session);
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    private int failure(long session, int result) throws Throwable {
        return switch ((int) error.invokeExact(session, result)) {
            case WANT_READ, WANT_WRITE -> -Errno.EAGAIN;
            case ZERO_RETURN -> 0;
            default -> {
                // What stands in this thread's queue of errors would be taken for the next session's.
                clearErrors.invokeExact();
                yield -Errno.ECONNRESET;
            }
        };
    }

    private static MethodHandle handle(
            SymbolLookup library, String name, ValueLayout result, ValueLayout... arguments) {
        return Linker.nativeLinker().downcallHandle(find(library, name), FunctionDescriptor.of(result, arguments));
    }

    private static MemorySegment find(SymbolLookup library, String name) {
        return library.find(name).orElseThrow(() -> new UnsupportedOperationException("libssl.so.3 has no " + name));
    }

    private static IllegalStateException broken(Throwable e) {
        return new IllegalStateException("an OpenSSL call failed", e);
    }
}

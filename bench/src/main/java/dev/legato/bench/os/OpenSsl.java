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
 * <p>Costs: every byte is decrypted and copied once, which is what a real client pays too; discarding without a copy
 * is not possible under TLS.
 */
@SuppressWarnings("restricted") // calling native code is what this class is for
public final class OpenSsl {
    private static final int WANT_READ = 2;
    private static final int WANT_WRITE = 3;
    private static final int ZERO_RETURN = 6;
    private static final int SET_HOST_NAME = 55;

    private final MethodHandle newSession;
    private final MethodHandle setDescriptor;
    private final MethodHandle setConnectState;
    private final MethodHandle control;
    private final MethodHandle doHandshake;
    private final MethodHandle read;
    private final MethodHandle write;
    private final MethodHandle error;
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
        free = Linker.nativeLinker().downcallHandle(find(library, "SSL_free"), FunctionDescriptor.ofVoid(JAVA_LONG));
        try {
            long method = (long) handle(library, "TLS_client_method", JAVA_LONG).invokeExact();
            context =
                    (long) handle(library, "SSL_CTX_new", JAVA_LONG, JAVA_LONG).invokeExact(method);
        } catch (Throwable e) {
            throw broken(e);
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

    public void close(long session) {
        try {
            free.invokeExact(session);
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    private int failure(long session, int result) throws Throwable {
        return switch ((int) error.invokeExact(session, result)) {
            case WANT_READ, WANT_WRITE -> -Errno.EAGAIN;
            case ZERO_RETURN -> 0;
            default -> -Errno.ECONNRESET;
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

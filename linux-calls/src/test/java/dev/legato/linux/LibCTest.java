package dev.legato.linux;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@EnabledOnOs(OS.LINUX)
class LibCTest {
    private static final int ENOENT = 2;
    private static final int EBADF = 9;

    @ParameterizedTest
    @EnumSource
    void link_everyFunction_isThere(LibC function) {
        assertTrue(function.isPresent());
        assertNotNull(function.ordinary());
        MethodType plain = function.critical().type();
        MethodType captured = function.criticalWithErrno().type();
        assertEquals(plain, function.ordinary().type(), "the signature does not depend on how it is called");
        assertEquals(plain, captured.dropParameterTypes(0, 1));
        assertEquals(MemorySegment.class, captured.parameterType(0));
    }

    @Test
    void errno_afterAFailedCall_saysWhy() throws Throwable {
        MemorySegment state = LibC.errnoState();
        int closed = (int) LibC.CLOSE.criticalWithErrno().invokeExact(state, -1);
        assertEquals(-1, closed);
        assertEquals(EBADF, LibC.errno(state));
        try (Arena arena = Arena.ofConfined()) {
            long path = arena.allocateFrom("/no/such/file").address();
            int opened = (int) LibC.OPEN.ordinaryWithErrno().invokeExact(state, path, LinuxConstants.O_CLOEXEC);
            assertEquals(-1, opened);
            assertEquals(ENOENT, LibC.errno(state));
        }
    }

    @Test
    void read_ofAnOpenFile_fillsMemory(@TempDir Path folder) throws Throwable {
        Path file = Files.writeString(folder.resolve("text"), "as written");
        MethodHandle open = LibC.OPEN.ordinary();
        MethodHandle read = LibC.READ.ordinary();
        MethodHandle close = LibC.CLOSE.ordinary();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment into = arena.allocate(64);
            int descriptor =
                    (int) open.invokeExact(arena.allocateFrom(file.toString()).address(), LinuxConstants.O_CLOEXEC);
            long count = (long) read.invokeExact(descriptor, into.address(), 64L);
            assertEquals(10, count);
            assertEquals("as written", into.getString(0, StandardCharsets.US_ASCII));
            int closed = (int) close.invokeExact(descriptor);
            assertEquals(0, closed);
        }
    }

    @Test
    void clock_gettime_ofTheMonotonicClock_movesOn() throws Throwable {
        MethodHandle clock = LibC.CLOCK_GETTIME.critical();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment time = arena.allocate(16, 8);
            int first = (int) clock.invokeExact(1, time.address());
            long before = nanos(time);
            int second = (int) clock.invokeExact(1, time.address());
            assertEquals(0, first + second);
            assertTrue(nanos(time) >= before);
        }
    }

    private static long nanos(MemorySegment time) {
        return time.get(JAVA_LONG, 0) * 1_000_000_000L + time.get(JAVA_LONG, 8);
    }
}

package dev.legato.bench.runner.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SyscountTest {
    @Test
    void parse_readsCallsWithAndWithoutErrors() {
        Map<String, Long> calls = Syscount.parse("""
                % time     seconds  usecs/call     calls    errors syscall
                ------ ----------- ----------- --------- --------- ----------------
                 60.52    0.011304           2      4823           sendfile
                 20.10    0.003754           0      9001        12 recvfrom
                ------ ----------- ----------- --------- --------- ----------------
                100.00    0.018678           1     13824        12 total
                """);
        assertEquals(List.of("recvfrom", "sendfile"), List.copyOf(calls.keySet()));
        assertEquals(4823, calls.get("sendfile"));
    }
}

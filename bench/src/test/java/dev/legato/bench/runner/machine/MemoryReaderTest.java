package dev.legato.bench.runner.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.bench.result.Memory;
import java.util.List;
import org.junit.jupiter.api.Test;

class MemoryReaderTest {
    @Test
    void tcpBytes_countsPagesOfTcpAlone() {
        String sockstat = """
                sockets: used 290
                TCP: inuse 5 orphan 0 tw 2 alloc 8 mem 3
                UDP: inuse 1 mem 77
                """;
        assertEquals(3 * 4096, MemoryReader.tcpBytes(sockstat));
    }

    @Test
    void slabBytes_areGivenInKilobytes() {
        assertEquals(
                181_044L * 1024,
                MemoryReader.slabBytes("MemTotal: 1 kB\nSlab:             181044 kB\nSReclaimable: 9 kB"));
    }

    @Test
    void slabBytes_kernelThatDoesNotSay_isNone() {
        assertEquals(0, MemoryReader.slabBytes(""));
    }

    @Test
    void read_ofThisProcess_isMoreThanNothing() {
        Memory memory = MemoryReader.read(List.of(ProcessHandle.current().pid()));
        assertTrue(memory.residentBytes() > 1 << 20);
        assertEquals(new Memory(0, 0, 0), memory.since(memory));
    }
}

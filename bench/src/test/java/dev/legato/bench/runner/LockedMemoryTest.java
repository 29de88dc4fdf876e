package dev.legato.bench.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LockedMemoryTest {
    @ParameterizedTest
    @CsvSource({
        "8388608, 000001ffffffffff, true", // root
        "unlimited, 0000000000000000, true",
        "8388608, 0000000000000000, false",
        "8388608, 00000000a80425fb, false" // root in a container
    })
    void isUnlimited_limitOrCapability_decides(String limit, String capabilities, boolean expected) {
        String limits = """
                Limit                     Soft Limit           Hard Limit           Units
                Max processes             96000                96000                processes
                Max locked memory         %s            %s            bytes
                """.formatted(limit, limit);
        String status = "Name:\tjava\nCapPrm:\t000001ffffffffff\nCapEff:\t%s\n".formatted(capabilities);
        assertEquals(expected, LockedMemory.isUnlimited(limits, status));
    }
}

package dev.legato.bench.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class IsolationTest {
    @Test
    void parseList_readsSpansAndSingles() {
        assertEquals(List.of(0, 1, 2, 5), Isolation.parseList("0-2,5"));
    }
}

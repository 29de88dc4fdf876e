package dev.legato.bench.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;

class WrkReportTest {
    private static final String TEXT = """
            Running 1s test @ http://127.0.0.1:8081/t00000-160.m4a
              1 threads and 64 connections
              Thread Stats   Avg      Stdev     Max   +/- Stdev
                Latency   675.11us  101.90us   2.51ms   83.65%
                Req/Sec    92.54k     2.71k   96.60k    80.00%
              Latency Distribution
                 50%  657.00us
                 75%  700.00us
                 90%    1.01ms
                 99%    1.23ms
              92101 requests in 1.00s, 5.63GB read
            Requests/sec:  92010.11
            Transfer/sec:      5.63GB
            """;

    @Test
    void parse_readsRatesAndPercentiles() {
        assertEquals(new WrkReport(92_101, 92_010.11, 0.657, 1.23), WrkReport.parse(TEXT));
    }

    @Test
    void parse_failedRequests_areNoReport() {
        assertNull(WrkReport.parse(TEXT + "  Non-2xx or 3xx responses: 12\n"));
        assertNull(WrkReport.parse("unable to connect to 127.0.0.1:1 Connection refused"));
    }
}

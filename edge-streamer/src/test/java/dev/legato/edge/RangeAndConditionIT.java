package dev.legato.edge;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The table {@code ranges-and-conditions.txt} over every protocol and with every way of sending. */
class RangeAndConditionIT {
    @TempDir
    private static Path folder;

    private static EdgeFixture plain;
    private static EdgeFixture nio;
    private static EdgeFixture slow;
    private static EdgeFixture tls;
    private static EdgeFixture slowTls;

    @BeforeAll
    static void start() throws Exception {
        Path root = RangeTable.createFiles(folder);
        Map<String, String> open = Map.of("edge.open", "true");
        Map<String, String> secured =
                new HashMap<>(TestCertificate.create(folder).settings());
        secured.putAll(open);
        plain = EdgeFixture.start(root, open);
        slow = EdgeFixture.start(root, Map.of("edge.open", "true", "edge.fastLane", "off"));
        nio = EdgeFixture.startOnNio(root, open);
        tls = EdgeFixture.start(root, secured);
        secured.put("edge.fastLane", "off");
        slowTls = EdgeFixture.start(root, secured);
    }

    @AfterAll
    static void stop() throws Exception {
        plain.close();
        nio.close();
        slow.close();
        tls.close();
        slowTls.close();
    }

    @TestFactory
    Stream<DynamicTest> http1() throws Exception {
        return RangeTable.cases(Transport.http1(plain.port(), false), true);
    }

    @TestFactory
    Stream<DynamicTest> http1WithoutFastLane() throws Exception {
        return RangeTable.cases(Transport.http1(slow.port(), false), true);
    }

    @TestFactory
    Stream<DynamicTest> http1WithoutEpoll() throws Exception {
        return RangeTable.cases(Transport.http1(nio.port(), false), true);
    }

    @TestFactory
    Stream<DynamicTest> http1UnderTls() throws Exception {
        return RangeTable.cases(Transport.http1(tls.port(), true), true);
    }

    @TestFactory
    Stream<DynamicTest> http1UnderTlsWithoutFastLane() throws Exception {
        return RangeTable.cases(Transport.http1(slowTls.port(), true), true);
    }

    @TestFactory
    Stream<DynamicTest> http2UnderTls() throws Exception {
        return RangeTable.cases(Transport.http2(tls.port(), true), false);
    }

    @TestFactory
    Stream<DynamicTest> http2InPlainText() throws Exception {
        return RangeTable.cases(Transport.http2(plain.port(), false), false);
    }
}

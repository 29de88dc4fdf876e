package dev.legato.runtime.settings;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
    @TempDir
    private Path folder;

    @Test
    void port_inFileAndEnvironment_isTheEnvironments() throws IOException {
        Settings settings = load("edge: {port: 1}", Map.of("LEGATO_EDGE_PORT", "2", "HOME", "/"));
        assertEquals(2, settings.port("edge.port", 3));
    }

    @Test
    void port_inFileOnly_isTheFiles() throws IOException {
        assertEquals(1, load("edge: {port: 1}", Map.of()).port("edge.port", 3));
    }

    @Test
    void port_nowhere_isTheDefault() {
        assertEquals(3, Settings.of(Map.of()).port("edge.port", 3));
    }

    @Test
    void reread_changedFile_hasTheNewValues_beneathTheSameOverrides() throws IOException {
        Path file = folder.resolve("changing.yaml");
        Files.writeString(file, "edge: {port: 1, host: a, mount: /m}");
        Settings before = Settings.load(file, Map.of("LEGATO_EDGE_MOUNT", "/e"))
                .withDefaults(Map.of("edge.open", "true", "edge.workers", "5"))
                .with(Map.of("edge.host", "b"));
        Files.writeString(file, "edge: {port: 2, host: c, mount: /n, workers: 6}");
        Settings after = before.reread();
        assertEquals(2, after.port("edge.port", 0));
        assertEquals("b", after.text("edge.host", ""));
        assertEquals("/e", after.text("edge.mount", ""));
        assertEquals(true, after.flag("edge.open", false));
        assertEquals(Set.of("edge.port", "edge.mount", "edge.workers"), after.changedSince(before));
        assertEquals(1, before.port("edge.port", 0));
    }

    @Test
    void rejectUnknown_ofOneSection_passesOverTheOthers() throws IOException {
        Settings settings = load("edge: {port: 1}\nlinks: {keys: k, edgeURL: u}", Map.of());
        assertEquals(1, settings.port("edge.port", 0));
        assertEquals("k", settings.text("links.keys", ""));
        assertDoesNotThrow(() -> settings.rejectUnknownIn("edge"));
        assertThrows(SettingsException.class, () -> settings.rejectUnknownIn("links"));
    }

    @Test
    void mapping_thatIsAValue_isRefused() throws IOException {
        assertEquals(
                Map.of("a", "b"), load("edge: {mediaTypes: {a: b}}", Map.of()).mapping("edge.mediaTypes"));
        Settings value = load("edge: {mediaTypes: a}", Map.of());
        assertThrows(SettingsException.class, () -> value.mapping("edge.mediaTypes"));
    }

    @Test
    void environmentName_ofCamelCase_hasUnderscores() {
        Settings settings = Settings.load(null, Map.of("LEGATO_EDGE_FAST_LANE", "off"));
        assertEquals(false, settings.flag("edge.fastLane", true));
    }

    @Test
    void with_overridesEnvironment() {
        Settings settings = Settings.load(null, Map.of("LEGATO_EDGE_PORT", "2"));
        assertEquals(4, settings.with(Map.of("edge.port", "4")).port("edge.port", 3));
    }

    @ParameterizedTest
    @CsvSource({"250ms,PT0.25S", "30s,PT30S", "5m,PT5M", "12h,PT12H", "30d,PT720H"})
    void duration_eachUnit_isRead(String text, Duration expected) {
        Settings settings = Settings.of(Map.of("a.b", text));
        assertEquals(expected, settings.duration("a.b", Duration.ZERO, expected, expected));
    }

    @ParameterizedTest
    @CsvSource({"512B,512", "64KiB,65536", "10MiB,10485760", "2GiB,2147483648"})
    void bytes_eachUnit_isRead(String text, long expected) {
        assertEquals(expected, Settings.of(Map.of("a.b", text)).bytes("a.b", 0));
    }

    @Test
    void bytes_beyondTheirBound_areRefused() {
        assertEquals(1 << 20, Settings.of(Map.of("a.b", "1MiB")).bytes("a.b", 0, 1 << 20));
        Settings settings = Settings.of(Map.of("a.b", "1025KiB"));
        var failure = assertThrows(SettingsException.class, () -> settings.bytes("a.b", 0, 1 << 20));
        assertEquals("a.b: 1025KiB (expected: at most 1MiB)", failure.getMessage());
    }

    @Test
    void choice_ofAnEnum_isTheConstantWritten_orTheDefault() {
        assertEquals(TimeUnit.HOURS, Settings.of(Map.of("a.b", "hours")).choice("a.b", TimeUnit.DAYS));
        assertEquals(TimeUnit.DAYS, Settings.of(Map.of()).choice("a.b", TimeUnit.DAYS));
        Settings settings = Settings.of(Map.of("a.b", "weeks"));
        var failure = assertThrows(SettingsException.class, () -> settings.choice("a.b", TimeUnit.DAYS));
        assertEquals(
                "a.b: 'weeks' (expected: nanoseconds, microseconds, milliseconds, seconds, minutes, hours or days)",
                failure.getMessage());
    }

    @Test
    void rejectRetired_keyOfEarlierVersions_saysWhatToSetNow() {
        assertDoesNotThrow(() -> Settings.of(Map.of()).rejectRetired("a.b", "a.c"));
        Settings settings = Settings.load(null, Map.of("LEGATO_A_B", "1"));
        var failure = assertThrows(SettingsException.class, () -> settings.rejectRetired("a.b", "a.c"));
        assertEquals("a.b is no longer a setting (expected: a.c)", failure.getMessage());
    }

    @Test
    void asked_afterReading_saysWhatIsTakenAndTheDefault() {
        Settings settings = Settings.of(Map.of());
        assertEquals(
                Duration.ofSeconds(90),
                settings.duration("edge.writeStall", Duration.ofSeconds(90), Duration.ofMillis(1), Duration.ofDays(2)));
        assertEquals(3 << 20, settings.bytes("a.size", 3 << 20));
        assertEquals("x", settings.text("a.text", "x"));
        assertEquals(
                Map.of(
                        "edge.writeStall", new Setting("edge.writeStall", "a duration from 1ms to 2d", "90s"),
                        "a.size", new Setting("a.size", "a size", "3MiB"),
                        "a.text", new Setting("a.text", "a text", "x")),
                settings.asked());
        assertEquals(
                "LEGATO_EDGE_WRITE_STALL",
                settings.asked().get("edge.writeStall").variable());
    }

    @Test
    void list_inYaml_isItsItems() throws IOException {
        assertEquals(
                List.of("a", "b"), load("cluster: {members: [a, b]}", Map.of()).list("cluster.members", List.of()));
    }

    @Test
    void port_outOfRange_namesKeyValueAndWhatIsRight() {
        Settings settings = Settings.of(Map.of("edge.port", "65536"));
        var failure = assertThrows(SettingsException.class, () -> settings.port("edge.port", 1));
        assertEquals("edge.port: '65536' (expected: a whole number from 0 to 65535)", failure.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"30", "-1s", "1.5s", "s", "1 y", "9999999999s"})
    void duration_inAnotherForm_isRefused(String text) {
        Settings settings = Settings.of(Map.of("edge.drain", text));
        SettingsException refusal = assertThrows(
                SettingsException.class,
                () -> settings.duration("edge.drain", Duration.ZERO, Duration.ZERO, Duration.ofDays(1)));
        assertEquals(
                "edge.drain: '%s' (expected: a duration like 250ms, 30s, 5m, 12h or 30d)".formatted(text),
                refusal.getMessage());
    }

    @Test
    void rejectUnknown_misspeltKey_namesItAndTheKnownOnes() throws IOException {
        Settings settings = load("edge: {prot: 1}", Map.of());
        settings.port("edge.port", 1);
        var failure = assertThrows(SettingsException.class, settings::rejectUnknown);
        assertEquals("unknown setting: edge.prot (expected: edge.port)", failure.getMessage());
    }

    @Test
    void rejectUnknown_misspeltVariable_namesIt() {
        Settings settings = Settings.load(null, Map.of("LEGATO_EDGE_PROT", "1"));
        settings.port("edge.port", 1);
        var failure = assertThrows(SettingsException.class, settings::rejectUnknown);
        assertTrue(failure.getMessage().contains("LEGATO_EDGE_PROT"), failure.getMessage());
    }

    @Test
    void rejectUnknown_anotherServicesSection_isPassedOver() throws IOException {
        Settings settings = load("{edge: {port: 1}, playlist: {port: 2}}", Map.of("LEGATO_GATEWAY_PORT", "3"));
        settings.port("edge.port", 1);
        assertDoesNotThrow(settings::rejectUnknown);
    }

    @Test
    void rejectUnknown_sectionNobodyHas_isNamed() throws IOException {
        Settings settings = load("egde: {port: 1}", Map.of());
        assertThrows(SettingsException.class, settings::rejectUnknown);
    }

    @Test
    void rejectUnknown_keyAnotherProgramReadsInASharedSection_isPassedOver() throws IOException {
        Settings settings =
                load("{links: {edgeUrl: 'https://e'}, log: {level: info}}", Map.of("LEGATO_LINKS_VALID_FOR", "1h"));
        var _ = settings.secret("links.keys");
        assertDoesNotThrow(settings::rejectUnknown);
    }

    @Test
    void rejectUnknown_misspeltKeyInASharedSection_isNamed() throws IOException {
        Settings settings = load("links: {edgeURL: 'https://e'}", Map.of());
        var _ = settings.secret("links.keys");
        assertThrows(SettingsException.class, settings::rejectUnknown);
    }

    @Test
    void load_variablesOfTheStartScriptAndOfKubernetes_arePassedOver() {
        Settings settings = Settings.load(
                null,
                Map.ofEntries(
                        Map.entry("LEGATO_JAVA_OPTIONS", "-Xmx1g"),
                        Map.entry("LEGATO_PORT", "tcp://10.0.0.1:8080"),
                        Map.entry("LEGATO_SERVICE_HOST", "10.0.0.1"),
                        Map.entry("LEGATO_SERVICE_PORT", "8080"),
                        Map.entry("LEGATO_SERVICE_PORT_HTTP", "8080"),
                        Map.entry("LEGATO_PORT_8080_TCP", "tcp://10.0.0.1:8080"),
                        Map.entry("LEGATO_PORT_8080_TCP_PROTO", "tcp"),
                        Map.entry("LEGATO_PORT_8080_TCP_PORT", "8080"),
                        Map.entry("LEGATO_PORT_8080_TCP_ADDR", "10.0.0.1"),
                        Map.entry("LEGATO_EDGE_SERVICE_HOST", "10.0.0.2"),
                        Map.entry("LEGATO_EDGE_PORT", "tcp://10.0.0.2:8081"),
                        Map.entry("LEGATO_KAFKA_CLIENT_PORT", "tcp://[fd00::1]:9092")));
        assertEquals(8081, settings.port("edge.port", 8081));
        assertEquals(Map.of(), settings.mapping("kafka.client"));
        assertDoesNotThrow(settings::rejectUnknown);
    }

    @ParameterizedTest
    @CsvSource({"LEGATO_JAVA_OPTION,-Xmx1g", "LEGATO_PORT,8080", "LEGATO_EDGE_PORTS,tcp://10.0.0.1:80"})
    void rejectUnknown_variableLikeThose_isNamed(String name, String value) {
        Settings settings = Settings.load(null, Map.of(name, value));
        var _ = settings.port("edge.port", 1);
        assertThrows(SettingsException.class, settings::rejectUnknown);
    }

    @Test
    void mapping_inEnvironment_goesBeforeTheFile() throws IOException {
        Settings settings = load(
                "kafka: {client: {sasl.jaas.config: old, security.protocol: SASL_SSL}}",
                Map.of("LEGATO_KAFKA_CLIENT_SASL_JAAS_CONFIG", "new"));
        assertEquals(
                Map.of("sasl.jaas.config", "new", "security.protocol", "SASL_SSL"), settings.mapping("kafka.client"));
        assertDoesNotThrow(settings::rejectUnknown);
    }

    @Test
    void secret_inAFile_isItsContent() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), "hunter2\n");
        Settings settings = Settings.load(null, Map.of("LEGATO_REDIS_URI_FILE", secret.toString()));
        assertEquals("hunter2", settings.secret("redis.uri").orElseThrow());
        assertDoesNotThrow(settings::rejectUnknown);
    }

    @Test
    void secretUri_bad_isRefusedWithoutShowingIt() {
        Settings settings = Settings.of(Map.of("redis.uri", "redis://:hunter 2@host"));
        var failure = assertThrows(SettingsException.class, () -> settings.secretUri("redis.uri", "redis"));
        assertTrue(failure.getMessage().contains("redis.uri"), failure.getMessage());
        assertTrue(!failure.getMessage().contains("hunter"), failure.getMessage());
    }

    @Test
    void load_keyTwice_isRefused() {
        assertThrows(SettingsException.class, () -> load("edge: {port: 1, port: 2}", Map.of()));
    }

    @Test
    void load_noFile_saysSo() {
        Path missing = folder.resolve("missing.yaml");
        var failure = assertThrows(SettingsException.class, () -> Settings.load(missing, Map.of()));
        assertEquals(missing + ": no such file", failure.getMessage());
    }

    private Settings load(String yaml, Map<String, String> environment) throws IOException {
        return Settings.load(Files.writeString(folder.resolve("legato.yaml"), yaml), environment);
    }

    @ParameterizedTest
    @CsvSource({
        "2d, PT0.1S, PT24H, from 100ms to 24h",
        "99ms, PT0.1S, PT24H, from 100ms to 24h",
        "11m, PT0S, PT10M, from 0ms to 10m",
        "9s, PT10S, PT1M30S, from 10s to 90s",
        "30m, PT1H, P365D, from 1h to 365d"
    })
    void duration_outOfBounds_isRefusedWithBoth(String text, Duration least, Duration most, String expected) {
        Settings settings = Settings.of(Map.of("edge.idleTimeout", text));
        SettingsException refusal =
                assertThrows(SettingsException.class, () -> settings.duration("edge.idleTimeout", least, least, most));
        assertEquals("edge.idleTimeout: %s (expected: %s)".formatted(text, expected), refusal.getMessage());
    }
}

package dev.legato.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.testing.Eventually;
import dev.legato.testing.NpmPackage;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * The public suite http-tests/cache-tests, as npm has it, between its own client and its own origin. That release is older
 * than the suite's repository, which requires the opposite of some of its tests by now.
 */
@EnabledIfSystemProperty(
        named = "legato.full",
        matches = "true",
        disabledReason = "takes minutes: ./legato test --full")
class CacheTestsIT {
    private static final NpmPackage SUITE = new NpmPackage(
            "http-cache-tests",
            "0.4.5",
            "DjuwN9nUZXLTW+wav1LRESCZNVxl8SshwOy4z1pxuWbWt5/ay6sM9QQ1lebBaDO6P1IMBoK6mdf+PuVP/QNL8A==");
    private static final NpmPackage FETCH = new NpmPackage(
            "node-fetch",
            "2.6.0",
            "8dG4H5ujfvFiqDmVu9fQ5bOHUC15JMjMY/Zumv26oOvvVJjM67KF8koCWIabKQ1GJIa9r2mMZscBq/TbdOcmNA==");
    private static final int MAX_FAILED_OPTIMAL = 5;

    /**
     * Required by this release alone. Later ones ignore an Age that is no number, take a 502 for an answer where a stale
     * response must not be served, and let a 304 update Content-MD5.
     */
    private static final Pattern OUTDATED =
            Pattern.compile("age-parse-.*|stale-close-.*|304-etag-update-response-Content-MD5");

    /** Counts the results by kind, and lists what was not passed. */
    private static final String SUMMARY = """
            import fs from 'fs'
            import tests from './tests/index.mjs'
            import { determineTestResult } from './lib/display.mjs'
            const results = JSON.parse(fs.readFileSync(process.argv[2]))
            const all = { required: 0, optimal: 0, failed: { required: [], optimal: [] }, notRun: [] }
            for (const suite of tests) {
              for (const test of suite.tests) {
                const kind = test.kind || 'required'
                if (test.browser_only || kind === 'check') continue
                all[kind]++
                const symbol = determineTestResult(tests, test.id, results, false)[2]
                if (symbol === '\\u2705') continue
                if (results[test.id][0] === 'Assertion') all.failed[kind].push(test.id)
                else all.notRun.push(test.id)
              }
            }
            console.log(JSON.stringify(all))
            """;

    @TempDir
    private Path folder;

    @Test
    void suite_findsARequiredCache_andAnAlmostOptimalOne() throws Exception {
        Path suite = SUITE.unpacked("cli.mjs").getParent();
        Path fetch = FETCH.unpacked("package.json").getParent();
        Path copy = folder.resolve("suite");
        run("cp", "-r", suite.toString(), copy.toString());
        run("mkdir", copy.resolve("node_modules").toString());
        run(
                "cp",
                "-r",
                fetch.toString(),
                copy.resolve("node_modules/node-fetch").toString());
        int port = freePort();
        Process origin = node(copy, port, "", "server/server.mjs")
                .redirectOutput(folder.resolve("origin").toFile())
                .start();
        try (EdgeFixture edge = CacheFixture.startEdge(
                "http://127.0.0.1:" + port,
                folder.resolve("cache"),
                "edge.cache.honourRequests",
                "true",
                "edge.origin.keepAlive",
                "3s")) {
            Eventually.eventually(() -> isListening(port));
            JsonObject all = run(copy, port, edge);
            Set<Object> required = current(all);
            for (int again = 0; again < 2 && !required.isEmpty(); again++) {
                // Its origin destroys connections, which now and then are another test's.
                all = run(copy, port, edge);
                required.retainAll(current(all));
            }
            assertTrue(all.getInteger("required") > 100);
            assertEquals(Set.of(), required);
            assertTrue(all.getJsonObject("failed").getJsonArray("optimal").size() <= MAX_FAILED_OPTIMAL, all::encode);
            assertTrue(all.getJsonArray("notRun").size() < 25, all::encode);
        } finally {
            origin.destroyForcibly();
        }
    }

    private JsonObject run(Path suite, int port, EdgeFixture edge) throws Exception {
        Path results = folder.resolve("results.json");
        Process client = node(suite, port, "http://127.0.0.1:" + edge.port(), "--no-warnings", "cli.mjs")
                .redirectOutput(results.toFile())
                .start();
        try {
            assertTrue(client.waitFor(5, TimeUnit.MINUTES), "the suite's client runs on");
        } finally {
            client.destroyForcibly();
        }
        JsonObject all = summary(suite, results);
        System.out.println("http-cache-tests: " + all.encode());
        return all;
    }

    /** The required tests that failed, without the outdated ones. */
    private static Set<Object> current(JsonObject all) {
        return all.getJsonObject("failed").getJsonArray("required").stream()
                .filter(id -> !OUTDATED.matcher(id.toString()).matches())
                .collect(Collectors.toCollection(HashSet::new));
    }

    private static JsonObject summary(Path suite, Path results) throws Exception {
        Path script = Files.writeString(suite.resolve("summary.mjs"), SUMMARY);
        Process node = new ProcessBuilder("node", "--no-warnings", script.toString(), results.toString())
                .directory(suite.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String text = new String(node.getInputStream().readAllBytes());
        assertEquals(0, node.waitFor(), text);
        return new JsonObject(text);
    }

    private ProcessBuilder node(Path suite, int port, String base, String... arguments) {
        ProcessBuilder node = new ProcessBuilder("node");
        node.command().addAll(List.of(arguments));
        node.environment().put("npm_config_protocol", "http");
        node.environment().put("npm_config_port", Integer.toString(port));
        node.environment().put("npm_config_pidfile", folder.resolve("pid").toString());
        node.environment().put("npm_config_base", base);
        node.environment().put("npm_package_config_id", "");
        return node.directory(suite.toFile()).redirectError(ProcessBuilder.Redirect.INHERIT);
    }

    private static void run(String... command) throws IOException, InterruptedException {
        assertEquals(0, new ProcessBuilder(command).inheritIO().start().waitFor());
    }

    private static boolean isListening(int port) {
        try (Socket _ = new Socket("127.0.0.1", port)) {
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }
}

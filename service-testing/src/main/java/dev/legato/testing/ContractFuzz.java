package dev.legato.testing;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Asks a running service for every operation of its own OpenAPI document with values that strangers send, and lists what
 * it answers wrongly: a fault of the client's that ends as the service's, an error that is no problem or does not name
 * the parameter at fault, a message made for Java programmers.
 */
public final class ContractFuzz {
    private static final int MAX_ATTEMPTS = 5;
    private static final byte[] NOTHING = {};
    private static final int MAX_MESSAGE_CHARACTERS = 1_000;
    private static final String PROBLEM = "application/problem+json";
    private static final Pattern JAVA = Pattern.compile(
            "java\\.|javax\\.|fasterxml|vertx|netty|dev\\.legato|[a-z]Exception|StreamRead|Cannot deser");

    private final RawHttp http;
    private final UnaryOperator<String> authorization;
    private final Map<String, Object> bodies = new HashMap<>();
    private final List<String> faults = new ArrayList<>();

    /**
     * A fuzzer of a service on this machine.
     *
     * @param authorization the {@code Authorization} header for a scope; for an empty one, of any valid token
     */
    public ContractFuzz(int port, UnaryOperator<String> authorization) {
        this.http = new RawHttp(port);
        this.authorization = authorization;
    }

    /** Gives a good body of an operation whose contract has no example. */
    public ContractFuzz body(String operationId, JsonObject body) {
        bodies.put(operationId, body);
        return this;
    }

    /** Sends everything; what was answered wrongly, a line each, empty if nothing was. */
    public List<String> faults() throws IOException {
        try (http) {
            JsonObject document = new JsonObject(
                    http.send("GET", "/openapi.json", Map.of(), NOTHING).body());
            for (ContractOperation operation : ContractOperation.all(document)) {
                fuzzMethods(operation);
                fuzzPath(operation);
                fuzzQuery(operation);
                fuzzBody(operation);
            }
        }
        return faults;
    }

    private void fuzzMethods(ContractOperation operation) throws IOException {
        var unknown = http.send("QX1", operation.target(), headers(operation), NOTHING);
        expect(unknown.status() == 405, operation, "QX1", unknown);
        expect(unknown.header("allow").contains(operation.method()), operation, "Allow after QX1", unknown);
        var options = http.send("OPTIONS", operation.target(), Map.of(), NOTHING);
        expect(options.status() == 204, operation, "OPTIONS", options);
        if (operation.method().equals("GET")) {
            fuzzHead(operation);
        }
    }

    /** HEAD is answered like GET; where a resource has changed between the two, as a chart does, both are sent again. */
    private void fuzzHead(ContractOperation operation) throws IOException {
        for (int attempt = 1; ; attempt++) {
            var get = http.send("GET", operation.target(), headers(operation), NOTHING);
            var head = http.send("HEAD", operation.target(), headers(operation), NOTHING);
            // An error names its request, so that its length is the same only because all ids are equally long.
            boolean alike = head.status() == get.status()
                    && head.header("content-length").equals(get.header("content-length"));
            if (alike || attempt == MAX_ATTEMPTS) {
                expect(alike, operation, "HEAD", head);
                return;
            }
        }
    }

    private void fuzzPath(ContractOperation operation) throws IOException {
        for (String name : operation.pathValues().keySet()) {
            for (String value : NastyValues.IN_URL) {
                String target = operation.targetWith(name, value);
                var answer = http.send(operation.method(), target, headers(operation), body(operation));
                check(operation, target, answer);
                expect(answer.status() >= 400, operation, target, answer);
            }
        }
    }

    private void fuzzQuery(ContractOperation operation) throws IOException {
        for (String name : operation.query()) {
            List<String> values = name.equals("cursor")
                    ? Stream.concat(NastyValues.IN_URL.stream(), NastyValues.cursors().stream())
                            .toList()
                    : NastyValues.IN_URL;
            for (String value : values) {
                var _ = ask(operation, operation.target(Map.of(name, value)), name);
            }
            var twice = ask(operation, operation.target(Map.of(name, "1&" + name + "=1")), name);
            expect(twice.status() == 400, operation, name + " twice", twice);
        }
        boolean isOurs = operation.path().startsWith("/v1/") || operation.path().startsWith("/internal/");
        String target = operation.target(Map.of("unknownName", "1"));
        var unknown = isOurs ? ask(operation, target, "unknownName") : ask(operation, target, "");
        expect((unknown.status() == 400) == isOurs || !isOurs, operation, target, unknown);
    }

    private void fuzzBody(ContractOperation operation) throws IOException {
        if (operation.contentType().isEmpty()) {
            return;
        }
        for (byte[] body : NastyValues.BODIES) {
            var answer = http.send(operation.method(), operation.target(), headers(operation), body);
            check(operation, "body " + new String(body, 0, Math.min(20, body.length), StandardCharsets.UTF_8), answer);
        }
        Object good = bodies.containsKey(operation.id())
                ? bodies.get(operation.id())
                : operation.example().orElse(null);
        if (good instanceof JsonObject object && isJson(operation)) {
            for (String mutated : NastyValues.mutations(object)) {
                var answer = http.send(
                        operation.method(),
                        operation.target(),
                        headers(operation),
                        mutated.getBytes(StandardCharsets.UTF_8));
                check(operation, mutated.substring(0, Math.min(300, mutated.length())), answer);
            }
        }
    }

    private RawHttp.Answer ask(ContractOperation operation, String target, String parameter) throws IOException {
        var answer = http.send(operation.method(), target, headers(operation), body(operation));
        check(operation, target, answer);
        if (answer.status() == 400) {
            expect(detail(answer).contains(parameter), operation, target + " does not name " + parameter, answer);
        }
        return answer;
    }

    private byte[] body(ContractOperation operation) {
        return operation.contentType().isPresent() ? "{}".getBytes(StandardCharsets.UTF_8) : NOTHING;
    }

    private static boolean isJson(ContractOperation operation) {
        return operation.contentType().orElse("").equals("application/json");
    }

    private Map<String, String> headers(ContractOperation operation) {
        Map<String, String> headers = new HashMap<>();
        headers.put("X-Request-Id", "contract-fuzz");
        headers.put("If-Match", "\"v1\"");
        operation.scope().ifPresent(scope -> headers.put("Authorization", authorization.apply(scope)));
        operation.contentType().ifPresent(type -> headers.put("Content-Type", type));
        return headers;
    }

    private void check(ContractOperation operation, String what, RawHttp.Answer answer) {
        expect(answer.status() < 500, operation, what, answer);
        if (answer.status() >= 400) {
            boolean isOAuth =
                    operation.path().startsWith("/oauth2/") && answer.body().contains("\"error\"");
            boolean isPage = !operation.path().startsWith("/v1/")
                    && answer.header("content-type").startsWith("text/html");
            boolean isOther = isOAuth || isPage;
            expect(isOther || answer.header("content-type").equals(PROBLEM), operation, what, answer);
            expect(isOther || !detail(answer).isEmpty(), operation, what + ": no detail", answer);
            expect(!JAVA.matcher(answer.body()).find(), operation, what + ": speaks of Java", answer);
            expect(isPage || answer.body().length() <= MAX_MESSAGE_CHARACTERS, operation, what + ": too long", answer);
        }
    }

    private static String detail(RawHttp.Answer answer) {
        try {
            return new JsonObject(answer.body()).getString("detail", "");
        } catch (DecodeException _) {
            return "";
        }
    }

    private void expect(boolean is, ContractOperation operation, String what, RawHttp.Answer answer) {
        if (!is) {
            faults.add("%s: %s -> %d %s".formatted(operation.id(), what, answer.status(), answer.body()));
        }
    }
}

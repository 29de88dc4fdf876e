package dev.legato.runtime.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A service's OpenAPI 3.1 document, {@code openapi/{service}.yaml} on the class path: the truth about its paths,
 * methods and who may call them. It has the components of {@code openapi/shared.yaml} beside its own.
 *
 * @param document as JSON, to be served
 * @param operations every one, in the document's order
 */
record ApiContract(JsonNode document, List<Operation> operations) {
    private static final String SHARED = "shared";
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch", "head");

    /**
     * One operation.
     *
     * @param id its {@code operationId}
     * @param route its path in the router's form, {@code /v1/tracks/:id}
     * @param access who may call it
     * @param query the parameters its query may have
     * @param maxBodyBytes {@code x-legato-max-body}, how long its body may be if not what the service's setting says
     */
    record Operation(
            String id,
            HttpMethod method,
            String route,
            Access access,
            List<Parameter> query,
            Optional<Long> maxBodyBytes) {
        Operation {
            query = List.copyOf(query);
        }

        /**
         * RFC 6749 §3.2 has unknown parameters ignored, RFC 8414 and RFC 7517 leave room for them, and links to pages get
         * some on their way (mail programs add them); our own API does not.
         */
        boolean ignoresUnknownParameters() {
            return Stream.of("/oauth2/", "/.well-known/", "/account", "/device").anyMatch(route::startsWith);
        }
    }

    ApiContract {
        operations = List.copyOf(operations);
    }

    static ApiContract load(String service) {
        ObjectNode document = read(service);
        share(read(SHARED), document);
        return parse(document);
    }

    private static ObjectNode read(String name) {
        String resource = "openapi/" + name + ".yaml";
        try (InputStream yaml = ApiContract.class.getClassLoader().getResourceAsStream(resource)) {
            if (yaml == null) {
                throw new IllegalStateException(resource + " is not on the class path");
            }
            return YAMLMapper.builder().build().readValue(yaml, ObjectNode.class);
        } catch (IOException e) {
            throw new UncheckedIOException(resource, e);
        }
    }

    /** Adds the components that every document has. */
    private static void share(JsonNode shared, ObjectNode document) {
        shared.required("components")
                .properties()
                .forEach(kind -> kind.getValue().properties().forEach(component -> {
                    ObjectNode target = document.withObject("components").withObject(kind.getKey());
                    if (target.has(component.getKey())) {
                        throw new IllegalStateException(
                                "component %s: defined again (expected: that of openapi/%s.yaml)"
                                        .formatted(component.getKey(), SHARED));
                    }
                    target.set(component.getKey(), component.getValue());
                }));
    }

    private static ApiContract parse(JsonNode document) {
        List<Operation> operations = new ArrayList<>();
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(member -> {
                    if (METHODS.contains(member.getKey())) {
                        operations.add(new Operation(
                                member.getValue().required("operationId").asText(),
                                HttpMethod.valueOf(member.getKey().toUpperCase(Locale.ROOT)),
                                path.getKey().replaceAll("\\{(\\w+)}", ":$1"),
                                Access.of(member.getValue()),
                                query(document, path.getValue(), member.getValue()),
                                Optional.of(member.getValue().path("x-legato-max-body"))
                                        .filter(JsonNode::isNumber)
                                        .map(JsonNode::asLong)));
                    }
                }));
        return new ApiContract(document, operations);
    }

    /** Those of the path and those of the operation, each declared in place or by {@code $ref}. */
    private static List<Parameter> query(JsonNode document, JsonNode path, JsonNode operation) {
        List<Parameter> query = new ArrayList<>();
        for (JsonNode list : List.of(path.path("parameters"), operation.path("parameters"))) {
            for (JsonNode entry : list) {
                JsonNode parameter = entry.has("$ref")
                        ? document.requiredAt(entry.get("$ref").asText().substring(1))
                        : entry;
                if (parameter.path("in").asText().equals("query")) {
                    query.add(Parameter.of(parameter));
                }
            }
        }
        return query;
    }
}

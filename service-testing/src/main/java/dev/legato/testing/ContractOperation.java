package dev.legato.testing;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An operation of an OpenAPI document, and a request of it that is in good form.
 *
 * @param path with its parameters in braces
 * @param scope what its token must allow, {@link #ANY_TOKEN} if any valid one will do; empty if it needs none
 * @param pathValues good values by name
 * @param query the names of the parameters of its query
 * @param required those of them that must be given, with good values
 * @param contentType of its body; empty if it has none
 * @param example of its body; empty if the document gives none
 */
record ContractOperation(
        String id,
        String method,
        String path,
        Optional<String> scope,
        Map<String, String> pathValues,
        List<String> query,
        Map<String, String> required,
        Optional<String> contentType,
        Optional<Object> example) {
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");
    /** The scope of an operation that needs a valid token and no scope. */
    static final String ANY_TOKEN = "";

    private static final String ID = "0000000000000000000000000a";

    /** All operations of a document. */
    static List<ContractOperation> all(JsonObject document) {
        List<ContractOperation> operations = new ArrayList<>();
        JsonObject paths = document.getJsonObject("paths");
        for (String path : paths.fieldNames()) {
            JsonObject members = paths.getJsonObject(path);
            for (String method : members.fieldNames()) {
                if (METHODS.contains(method)) {
                    operations.add(of(document, path, members, method));
                }
            }
        }
        return operations;
    }

    private static ContractOperation of(JsonObject document, String path, JsonObject members, String method) {
        JsonObject operation = members.getJsonObject(method);
        Map<String, String> pathValues = new HashMap<>();
        List<String> query = new ArrayList<>();
        Map<String, String> required = new HashMap<>();
        for (JsonObject holder : List.of(members, operation)) {
            for (Object entry : holder.getJsonArray("parameters", new JsonArray())) {
                JsonObject parameter = resolved(document, (JsonObject) entry);
                String name = parameter.getString("name");
                switch (parameter.getString("in")) {
                    case "path" -> pathValues.put(name, parameter.getString("example", ID));
                    case "query" -> {
                        query.add(name);
                        if (parameter.getBoolean("required", false)) {
                            required.put(name, parameter.getString("example", "a"));
                        }
                    }
                    default -> {}
                }
            }
        }
        JsonObject content =
                operation.getJsonObject("requestBody", new JsonObject()).getJsonObject("content", new JsonObject());
        Optional<String> contentType = content.fieldNames().stream().findFirst();
        return new ContractOperation(
                operation.getString("operationId"),
                method.toUpperCase(Locale.ROOT),
                path,
                scope(operation),
                Map.copyOf(pathValues),
                List.copyOf(query),
                Map.copyOf(required),
                contentType,
                contentType.map(type -> content.getJsonObject(type).getValue("example")));
    }

    private static Optional<String> scope(JsonObject operation) {
        JsonArray alternatives = operation.getJsonArray("security", new JsonArray());
        if (alternatives.contains(new JsonObject())) {
            return Optional.empty();
        }
        return alternatives.stream()
                .map(alternative -> ((JsonObject) alternative).getJsonArray("bearer", new JsonArray()))
                .map(scopes -> scopes.isEmpty() ? ANY_TOKEN : scopes.getString(0))
                .findFirst();
    }

    private static JsonObject resolved(JsonObject document, JsonObject entry) {
        JsonObject found = entry;
        if (entry.containsKey("$ref")) {
            found = document;
            for (String step : entry.getString("$ref").substring(2).split("/", -1)) {
                found = found.getJsonObject(step);
            }
        }
        return found;
    }

    /** A target with one value of its path replaced. */
    String targetWith(String name, String value) {
        return filled(name, value) + query(required);
    }

    /** A good request target. */
    String target() {
        return target(Map.of());
    }

    /** A target whose query has these parameters beside those that must be given, or in their place. */
    String target(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(required);
        all.putAll(more);
        return filled("", "") + query(all);
    }

    private static String query(Map<String, String> parameters) {
        List<String> pairs = new ArrayList<>();
        parameters.forEach((name, value) -> pairs.add(name + "=" + value.replace(" ", "%20")));
        return pairs.isEmpty() ? "" : "?" + String.join("&", pairs);
    }

    private String filled(String name, String value) {
        String result = path;
        for (var parameter : pathValues.entrySet()) {
            result = result.replace(
                    "{" + parameter.getKey() + "}", parameter.getKey().equals(name) ? value : parameter.getValue());
        }
        return result;
    }
}

package dev.legato.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** Joins the services' OpenAPI documents into that of the gateway. */
final class OpenApiJoin {
    private OpenApiJoin() {}

    /**
     * One document with all paths that pass the gateway and all components.
     *
     * @param documents by service name, in the order in which they shall appear
     * @throws IllegalStateException if two services give different components the same name
     */
    static ObjectNode join(Map<String, JsonNode> documents) {
        ObjectNode joined = JsonNodeFactory.instance.objectNode();
        joined.put("openapi", "3.1.0");
        joined.putObject("info")
                .put("title", "Legato")
                .put("version", "1")
                .put(
                        "description",
                        "Search, play, keep playlists, see what is played. Get a token from `POST /v1/sessions/guest`"
                                + " and put it into Authorize.");
        joined.putArray("tags");
        ObjectNode paths = joined.putObject("paths");
        ObjectNode components = joined.putObject("components");
        documents.forEach((service, document) -> {
            joined.withArray("tags").addObject().put("name", service);
            addPaths(paths, service, document);
            document.path("components")
                    .properties()
                    .forEach(kind -> addComponents(components.withObject(kind.getKey()), service, kind.getValue()));
        });
        return joined;
    }

    private static void addPaths(ObjectNode paths, String service, JsonNode document) {
        document.path("paths").properties().forEach(path -> {
            if (path.getKey().startsWith("/internal/")
                    || path.getValue().path("x-internal").asBoolean()) {
                return;
            }
            ObjectNode item = path.getValue().deepCopy();
            item.properties().forEach(member -> {
                if (member.getValue() instanceof ObjectNode operation && operation.has("operationId")) {
                    operation.putArray("tags").add(service);
                }
            });
            paths.withObject("/" + path.getKey().replace("~", "~0").replace("/", "~1"))
                    .setAll(item);
        });
    }

    private static void addComponents(ObjectNode target, String service, JsonNode source) {
        source.properties().forEach(component -> {
            JsonNode present = target.get(component.getKey());
            if (present != null && !present.equals(component.getValue())) {
                throw new IllegalStateException(
                        "component %s of %s differs from another service's".formatted(component.getKey(), service));
            }
            target.set(component.getKey(), component.getValue());
        });
    }
}

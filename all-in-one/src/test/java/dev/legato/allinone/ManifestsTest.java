package dev.legato.allinone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.legato.contracts.LegatoService;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The manifests for Kubernetes, as shipped. */
class ManifestsTest {
    private static final Path DEPLOY = Path.of("..", "deploy");
    private static final Path SERVICES = DEPLOY.resolve("kubernetes/services.yaml");
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    @Test
    void files_all_parse() throws IOException {
        try (Stream<Path> files = Files.walk(DEPLOY)) {
            for (Path file :
                    files.filter(path -> path.toString().matches(".*\\.ya?ml")).toList()) {
                assertFalse(documents(file).isEmpty(), file.toString());
            }
        }
    }

    @Test
    void deployments_each_probeTheManagementPortAndTakeNoServiceLinks() throws IOException {
        for (JsonNode pod : pods()) {
            JsonNode container = pod.at("/containers/0");
            String name = container.path("name").asText();
            assertTrue(pod.path("enableServiceLinks").isBoolean(), name);
            assertFalse(pod.path("enableServiceLinks").asBoolean(), name);
            assertEquals(
                    "/health/ready",
                    container.at("/readinessProbe/httpGet/path").asText(),
                    name);
            assertEquals(
                    "/health/live", container.at("/livenessProbe/httpGet/path").asText(), name);
            for (String probe : List.of("readinessProbe", "livenessProbe")) {
                assertEquals(
                        "management",
                        container.at("/%s/httpGet/port".formatted(probe)).asText(),
                        name);
            }
            Set<String> management = new TreeSet<>();
            container.path("ports").forEach(port -> {
                if (port.path("name").asText().equals("management")) {
                    management.add(port.path("containerPort").asText());
                }
            });
            assertEquals(Set.of("8082"), management, name);
            assertEquals(name, container.at("/args/1").asText());
        }
    }

    @Test
    void services_all_haveADeploymentAndAServiceOnTheirPorts() throws IOException {
        Map<String, String> listed = new TreeMap<>();
        for (LegatoService service : LegatoService.values()) {
            listed.put(service.label(), Integer.toString(service.port()));
        }
        Map<String, String> deployed = new TreeMap<>();
        for (JsonNode pod : pods()) {
            JsonNode container = pod.at("/containers/0");
            deployed.put(container.path("name").asText(), port(container.path("ports"), "containerPort"));
        }
        Map<String, String> published = new TreeMap<>();
        for (JsonNode document : documents(SERVICES)) {
            // The edges' members find each other by a headless one, without a port.
            if (document.path("kind").asText().equals("Service")
                    && !document.at("/spec/clusterIP").asText().equals("None")) {
                published.put(document.at("/metadata/name").asText(), port(document.at("/spec/ports"), "port"));
            }
        }
        assertEquals(listed, deployed);
        assertEquals(listed, published);
    }

    @Test
    void settings_nameEachServiceBehindTheGatewayByItsPort() throws IOException {
        JsonNode settings = documents(DEPLOY.resolve("kubernetes/legato.yaml")).getFirst();
        Map<String, String> expected = new TreeMap<>();
        for (LegatoService service : LegatoService.values()) {
            if (service.isBehindGateway()) {
                expected.put(service.label(), "http://%s:%d".formatted(service.label(), service.port()));
            }
        }
        Map<String, String> named = new TreeMap<>();
        settings.at("/gateway/upstreams")
                .properties()
                .forEach(upstream ->
                        named.put(upstream.getKey(), upstream.getValue().asText()));
        assertEquals(expected, named);
    }

    @Test
    void folders_inSettings_lieOnMountsOfTheirService() throws IOException {
        JsonNode settings = documents(DEPLOY.resolve("kubernetes/legato.yaml")).getFirst();
        for (JsonNode pod : pods()) {
            JsonNode container = pod.at("/containers/0");
            List<String> mounts = new ArrayList<>();
            container
                    .path("volumeMounts")
                    .forEach(mount -> mounts.add(mount.path("mountPath").asText()));
            JsonNode section = settings.path(container.path("name").asText());
            section.properties().forEach(setting -> {
                String value = setting.getValue().asText();
                assertTrue(
                        !value.startsWith("/")
                                || mounts.stream()
                                        .anyMatch(mount -> value.equals(mount) || value.startsWith(mount + "/")),
                        setting + " lies on none of " + mounts);
            });
        }
        assertTrue(settings.at("/ingest/journalFolder").asText().startsWith("/journal/"));
    }

    @Test
    void secrets_referenced_areThoseTheReadmeCreates() throws IOException {
        Set<String> referenced = new TreeSet<>();
        for (JsonNode pod : pods()) {
            pod.at("/containers/0/envFrom")
                    .forEach(source ->
                            referenced.add(source.at("/secretRef/name").asText()));
            pod.path("volumes").forEach(volume -> {
                if (volume.has("secret")) {
                    referenced.add(volume.at("/secret/secretName").asText());
                }
            });
        }
        String readme = Files.readString(DEPLOY.resolve("README.md"));
        for (String secret : referenced) {
            assertTrue(
                    readme.matches("(?s).*kubectl create secret generic %s[ \\n].*".formatted(secret)),
                    "deploy/README.md creates no secret " + secret);
        }
        assertEquals(Set.of("legato", "legato-master-key"), referenced);
    }

    private static List<JsonNode> pods() throws IOException {
        List<JsonNode> pods = documents(SERVICES).stream()
                .filter(document -> Set.of("Deployment", "StatefulSet")
                        .contains(document.path("kind").asText()))
                .map(document -> document.at("/spec/template/spec"))
                .toList();
        return pods;
    }

    private static String port(JsonNode ports, String member) {
        for (JsonNode port : ports) {
            if (port.path("name").asText().equals("http")) {
                return port.path(member).asText();
            }
        }
        return "none";
    }

    private static List<JsonNode> documents(Path file) throws IOException {
        try (var values = YAML.readerFor(JsonNode.class).<JsonNode>readValues(file.toFile())) {
            return values.readAll();
        }
    }
}

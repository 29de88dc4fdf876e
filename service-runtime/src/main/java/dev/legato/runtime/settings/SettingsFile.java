package dev.legato.runtime.settings;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads a YAML mapping into flat keys: {@code edge: {port: 8081}} is {@code edge.port} → {@code 8081}. */
final class SettingsFile {
    private static final long MAX_BYTES = 1 << 20;

    private SettingsFile() {}

    static Map<String, String> read(Path yaml) {
        try {
            if (Files.size(yaml) > MAX_BYTES) {
                throw new SettingsException(
                        "%s: %d bytes (expected: <= %d)".formatted(yaml, Files.size(yaml), MAX_BYTES));
            }
            ObjectMapper mapper = new ObjectMapper(YAMLFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build());
            JsonNode root = mapper.readTree(yaml.toFile());
            if (!root.isObject() && !root.isMissingNode() && !root.isNull()) {
                throw new SettingsException(
                        "%s: a %s (expected: a mapping of sections)".formatted(yaml, root.getNodeType()));
            }
            Map<String, String> flat = new HashMap<>();
            flatten("", root, flat);
            return flat;
        } catch (NoSuchFileException _) {
            throw new SettingsException("%s: no such file".formatted(yaml));
        } catch (JsonProcessingException e) {
            throw new SettingsException("%s: not YAML, line %d: %s"
                    .formatted(
                            yaml, e.getLocation() == null ? 0 : e.getLocation().getLineNr(), e.getOriginalMessage()));
        } catch (IOException e) {
            throw new SettingsException("%s: %s".formatted(yaml, e.getMessage()));
        }
    }

    private static void flatten(String key, JsonNode node, Map<String, String> flat) {
        if (node.isObject()) {
            node.properties()
                    .forEach(member -> flatten(
                            key.isEmpty() ? member.getKey() : key + "." + member.getKey(), member.getValue(), flat));
        } else if (node.isArray()) {
            List<String> items = new ArrayList<>();
            node.forEach(item -> items.add(item.asText()));
            flat.put(key, String.join(",", items));
        } else if (node.isValueNode() && !node.isNull()) {
            flat.put(key, node.asText());
        }
    }
}

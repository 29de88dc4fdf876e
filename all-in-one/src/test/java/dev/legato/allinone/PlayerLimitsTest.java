package dev.legato.allinone;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the web player lets a listener type, and asks for at once, is what the services' OpenAPI documents allow. */
class PlayerLimitsTest {
    private static final Pattern CONSTANT = Pattern.compile("(?m)^export const (\\w+) = ([\\d_]+);$");

    /** An id and the comma behind it. */
    private static final int ID_CHARACTERS = 27;

    /** Each constant of the player's {@code limits.js}, and where a service declares it. */
    private static final Map<String, String> DECLARED = Map.of(
            "MAX_PLAYLIST_NAME", "playlist/components/schemas/PlaylistNew/properties/name/maxLength",
            "MAX_PLAYLIST_DESCRIPTION", "playlist/components/schemas/PlaylistNew/properties/description/maxLength",
            "MAX_ADDED", "playlist/components/schemas/PlaylistNewItems/properties/trackIds/maxItems",
            "MAX_SEARCH", "metadata/paths/~1v1~1search/get/parameters/0/schema/maxLength",
            "MAX_PAGE", "metadata/components/parameters/CatalogueLimit/schema/maximum",
            "MAX_IDS", "metadata/paths/~1v1~1tracks/get/parameters/0/schema/maxLength");

    @Test
    void limits_ofThePlayer_areThoseOfTheServices() throws Exception {
        Map<String, Integer> declared = new TreeMap<>();
        for (var limit : DECLARED.entrySet()) {
            int value = declared(limit.getValue());
            declared.put(limit.getKey(), limit.getKey().equals("MAX_IDS") ? value / ID_CHARACTERS : value);
        }
        Map<String, Integer> ours = new TreeMap<>();
        CONSTANT.matcher(new String(resource("web-player/js/api/limits.js"), StandardCharsets.UTF_8))
                .results()
                .forEach(constant -> ours.put(
                        constant.group(1), Integer.valueOf(constant.group(2).replace("_", ""))));
        assertEquals(declared, ours);
    }

    private static int declared(String place) throws IOException {
        int slash = place.indexOf('/');
        JsonNode document = new YAMLMapper().readTree(resource("openapi/%s.yaml".formatted(place.substring(0, slash))));
        return document.requiredAt(place.substring(slash)).intValue();
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = PlayerLimitsTest.class.getClassLoader().getResourceAsStream(name)) {
            return Objects.requireNonNull(in, name).readAllBytes();
        }
    }
}

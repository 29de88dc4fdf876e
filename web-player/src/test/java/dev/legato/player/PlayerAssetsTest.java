package dev.legato.player;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class PlayerAssetsTest {
    private static final Pattern IMPORT = Pattern.compile("from '(\\.[^']+)'");
    private static final Pattern REFERENCE = Pattern.compile("(?:href|src)=\"(/[^\"]+)\"|url\\(\"(/[^\"]+)\"\\)");

    @Test
    void at_placeOfThePage_givesThePage() throws Exception {
        PlayerAssets assets = PlayerAssets.load();
        PlayerAsset page = assets.at("/index.html").orElseThrow();
        assertEquals(page, assets.at("/").orElseThrow());
        assertEquals(page, assets.at("/album/1").orElseThrow());
        assertTrue(assets.at("/js/nothing.js").isEmpty());
    }

    @Test
    void load_everyImport_isThere() throws Exception {
        PlayerAssets assets = PlayerAssets.load();
        for (String path : assets.paths()) {
            if (path.endsWith(".js")) {
                Path folder = Objects.requireNonNull(Path.of(path).getParent());
                Matcher imports = IMPORT.matcher(text(assets, path));
                while (imports.find()) {
                    String imported =
                            folder.resolve(imports.group(1)).normalize().toString();
                    assertTrue(assets.at(imported).isPresent(), path + " imports " + imported);
                }
            }
        }
    }

    @Test
    void load_everyReferenceOfPageAndStyles_isThere() throws Exception {
        PlayerAssets assets = PlayerAssets.load();
        for (String path : assets.paths()) {
            if (path.endsWith(".html") || path.endsWith(".css")) {
                Matcher references = REFERENCE.matcher(text(assets, path));
                while (references.find()) {
                    String named = references.group(1) == null ? references.group(2) : references.group(1);
                    assertTrue(assets.at(named).isPresent(), path + " names " + named);
                }
            }
        }
    }

    @Test
    void load_scripts_neverTurnTextIntoMarkupOrCode() throws Exception {
        PlayerAssets assets = PlayerAssets.load();
        Pattern forbidden =
                Pattern.compile("innerHTML|outerHTML|insertAdjacentHTML|document\\.write|\\beval\\(|new Function");
        for (String path : assets.paths()) {
            if (path.endsWith(".js")) {
                assertFalse(forbidden.matcher(text(assets, path)).find(), path);
            }
        }
    }

    private static String text(PlayerAssets assets, String path) {
        return assets.at(path).orElseThrow().plain().toString();
    }
}

package dev.legato.allinone;

import dev.legato.testing.NpmPackage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Players made of JavaScript, as their makers ship them; Maven has none of this year's. */
enum PlayerScripts {
    HLS(
            "hls.js",
            "1.6.19",
            "dist/hls.min.js",
            "A//aZeaAgM5rgUCbTURD4gkfyw5Uag2/4Jky7CfDOukL/DN+P5DjbgK2BYteyP3/KnCkPfkGVkbLxQG2T0AbUQ=="),
    SHAKA(
            "shaka-player",
            "4.16.50",
            "dist/shaka-player.compiled.js",
            "jut4iX6JB2MBgadWVNa+pr95Vy81r3F6uF88/mIq9BXxLlK9InEBnNXM7vbOeU7QVzQK7OtgBqdOQONnjeJ+TA==");

    private final NpmPackage packaged;
    private final String file;

    PlayerScripts(String name, String version, String file, String sha512) {
        this.packaged = new NpmPackage(name, version, sha512);
        this.file = file;
    }

    /** Our own, {@code legato.play}. */
    static String ours() throws IOException {
        try (InputStream script = Objects.requireNonNull(PlayerScripts.class.getResourceAsStream("players.js"))) {
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    String text() throws Exception {
        return new String(packaged.file(file), StandardCharsets.UTF_8);
    }
}

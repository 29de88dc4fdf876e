package dev.legato.account.page;

import dev.legato.contracts.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * A file that stands inside each page, and what a Content-Security-Policy calls it by.
 *
 * @param text of the file
 * @param source {@code 'sha256-…'}, CSP level 3 §2.3.1
 */
record Look(String text, String source) {
    static Look load(String name) {
        try (InputStream file = Look.class.getResourceAsStream(name)) {
            if (file == null) {
                throw new IllegalStateException(name + " is not on the class path");
            }
            String text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
            String hash = Base64.getEncoder().encodeToString(Sha256.of(text.getBytes(StandardCharsets.UTF_8)));
            return new Look(text, "'sha256-" + hash + "'");
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }
}

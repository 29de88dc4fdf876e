package dev.legato.player;

import dev.legato.contracts.Sha256;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;

/**
 * One file of the page.
 *
 * @param contentType its media type
 * @param plain its bytes
 * @param gzip the same compressed, if that is worth it
 * @param digest the start of its SHA-256 in hexadecimal, from which its strong entity tags are made
 */
record PlayerAsset(String contentType, Buffer plain, Optional<Buffer> gzip, String digest) {
    private static final int DIGEST_BYTES = 12;
    private static final Map<String, String> TEXTS = Map.of(
            "html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "svg", "image/svg+xml",
            "webmanifest", "application/manifest+json",
            "txt", "text/plain; charset=utf-8");
    private static final Map<String, String> PACKED = Map.of("woff2", "font/woff2", "png", "image/png");

    /**
     * A file by its name.
     *
     * @throws IllegalArgumentException if its extension is none the page uses
     */
    static PlayerAsset of(String name, byte[] bytes) {
        String extension = name.substring(name.lastIndexOf('.') + 1);
        String text = TEXTS.get(extension);
        String type = text == null ? PACKED.get(extension) : text;
        if (type == null) {
            throw new IllegalArgumentException("%s: extension '%s' (expected: one of %s, %s)"
                    .formatted(name, extension, TEXTS.keySet(), PACKED.keySet()));
        }
        Optional<Buffer> gzip =
                text == null ? Optional.empty() : Optional.of(compress(bytes)).filter(b -> b.length() < bytes.length);
        return new PlayerAsset(type, Buffer.buffer(bytes), gzip, digest(bytes));
    }

    boolean isFont() {
        return contentType.startsWith("font/");
    }

    private static Buffer compress(byte[] bytes) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(bytes);
        } catch (IOException e) {
            throw new IllegalStateException("a byte array refused bytes", e);
        }
        return Buffer.buffer(packed.toByteArray());
    }

    private static String digest(byte[] bytes) {
        return HexFormat.of().formatHex(Sha256.of(bytes), 0, DIGEST_BYTES);
    }
}

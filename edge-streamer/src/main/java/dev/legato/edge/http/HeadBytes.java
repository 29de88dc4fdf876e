package dev.legato.edge.http;

import java.nio.charset.StandardCharsets;

/**
 * The fields of {@link ResponseFields} as HTTP/1.1 writes them, made once per file, or once per second where they
 * tell an age.
 *
 * @param described those of a 200 or 206, Content-Type included
 * @param validated those of a 304
 * @param isDated whether Date is among them
 */
@SuppressWarnings("ArrayRecordComponent") // made once, never compared, copied by the one reader
public record HeadBytes(byte[] described, byte[] validated, boolean isDated) {
    public static HeadBytes of(ResponseFields fields, Representation representation) {
        StringBuilder described = new StringBuilder();
        add(described, "content-type", representation.contentType());
        fields.describe(representation, (name, value) -> add(described, name, value));
        StringBuilder validated = new StringBuilder();
        fields.validate(representation, (name, value) -> add(validated, name, value));
        return new HeadBytes(bytes(described), bytes(validated), false);
    }

    private static void add(StringBuilder head, String name, String value) {
        head.append(name).append(": ").append(value).append("\r\n");
    }

    private static byte[] bytes(StringBuilder head) {
        return head.toString().getBytes(StandardCharsets.ISO_8859_1);
    }
}

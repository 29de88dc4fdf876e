package dev.legato.edge.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What the heads of answers say about a representation, as fields and as HTTP/1.1 writes them. Made once per file, or once
 * per second where they tell an age.
 *
 * @param described the fields of a 200 or 206, Content-Type included, without Content-Length and Content-Range
 * @param validated the fields of a 304
 * @param describedBytes the former as bytes; the caller must not change them
 * @param validatedBytes the latter as bytes; the caller must not change them
 * @param isDated whether Date is among them
 */
@SuppressWarnings("ArrayRecordComponent") // made once, never compared, copied by the one reader
public record HeadFields(
        FieldList described, FieldList validated, byte[] describedBytes, byte[] validatedBytes, boolean isDated) {
    /** The fields of a representation that the edge itself describes. */
    public static HeadFields of(ResponseFields fields, Representation representation) {
        List<FieldList.Line> described = new ArrayList<>();
        described.add(new FieldList.Line("content-type", representation.contentType()));
        fields.describe(representation, (name, value) -> described.add(new FieldList.Line(name, value)));
        List<FieldList.Line> validated = new ArrayList<>();
        fields.validate(representation, (name, value) -> validated.add(new FieldList.Line(name, value)));
        return of(new FieldList(described), new FieldList(validated));
    }

    /** Fields that are known already. */
    public static HeadFields of(FieldList described, FieldList validated) {
        return new HeadFields(described, validated, bytes(described), bytes(validated), described.has("date"));
    }

    private static byte[] bytes(FieldList fields) {
        StringBuilder head = new StringBuilder();
        for (FieldList.Line line : fields.lines()) {
            head.append(line.name()).append(": ").append(line.value()).append("\r\n");
        }
        return head.toString().getBytes(StandardCharsets.ISO_8859_1);
    }
}

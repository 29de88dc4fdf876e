package dev.legato.edge.policy;

import dev.legato.edge.http.FieldList;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a {@link StoredHead}. Numbers are big-endian, texts have the form of {@link DataOutputStream#writeUTF}.
 *
 * <pre>
 *   version      1 byte, 1
 *   status       2 bytes
 *   born, lifetime, stale-while-revalidate, stale-if-error    8 bytes each, milliseconds
 *   flags        1 byte: 1 always validates, 2 forbids stale, 4 immutable
 *   nominated    2 bytes, count; each: name, 1 byte (0: absent from the request), value if present
 *   fields       2 bytes, count; each: name, value
 * </pre>
 */
final class HeadCodec {
    private static final int VERSION = 1;
    private static final int ALWAYS_VALIDATES = 1;
    private static final int FORBIDS_STALE = 2;
    private static final int IMMUTABLE = 4;

    private HeadCodec() {}

    static byte[] encode(StoredHead head) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
        try {
            write(head, new DataOutputStream(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException("a text is too long for a stored head", e);
        }
        return bytes.toByteArray();
    }

    /** Whether the parts of a head fit into {@link StoredHead#MAX_ENCODED_BYTES}; in the worst case, 3 bytes per char. */
    static boolean fits(FieldList fields, VaryKey varyKey) {
        long bytes = 64;
        for (FieldList.Line line : fields.lines()) {
            bytes += 4 + encodedLength(line.name()) + encodedLength(line.value());
        }
        for (VaryKey.Nominated one : varyKey.nominated()) {
            String value = one.value();
            bytes += 5 + encodedLength(one.name()) + (value == null ? 0 : encodedLength(value));
        }
        return bytes <= StoredHead.MAX_ENCODED_BYTES;
    }

    static @Nullable StoredHead decode(byte[] bytes) {
        if (bytes.length > StoredHead.MAX_ENCODED_BYTES) {
            return null;
        }
        ByteArrayInputStream source = new ByteArrayInputStream(bytes);
        try {
            StoredHead head = read(new DataInputStream(source));
            return source.available() == 0 ? head : null;
        } catch (IOException _) {
            return null;
        }
    }

    private static long encodedLength(String text) {
        return text.chars()
                .map(c -> c >= 1 && c < 0x80 ? 1 : c < 0x800 ? 2 : 3)
                .asLongStream()
                .sum();
    }

    private static void write(StoredHead head, DataOutputStream out) throws IOException {
        Terms terms = head.terms();
        out.writeByte(VERSION);
        out.writeShort(head.status());
        out.writeLong(terms.born());
        out.writeLong(terms.lifetime());
        out.writeLong(terms.staleWhileRevalidate());
        out.writeLong(terms.staleIfError());
        out.writeByte((terms.alwaysValidates() ? ALWAYS_VALIDATES : 0)
                | (terms.forbidsStale() ? FORBIDS_STALE : 0)
                | (terms.immutable() ? IMMUTABLE : 0));
        out.writeShort(head.varyKey().nominated().size());
        for (VaryKey.Nominated one : head.varyKey().nominated()) {
            out.writeUTF(one.name());
            String value = one.value();
            out.writeBoolean(value != null);
            if (value != null) {
                out.writeUTF(value);
            }
        }
        out.writeShort(head.fields().lines().size());
        for (FieldList.Line line : head.fields().lines()) {
            out.writeUTF(line.name());
            out.writeUTF(line.value());
        }
    }

    private static StoredHead read(DataInputStream in) throws IOException {
        require(in.readUnsignedByte() == VERSION);
        int status = in.readUnsignedShort();
        require(status >= 200 && status <= 599);
        long born = in.readLong();
        long lifetime = in.readLong();
        long staleWhileRevalidate = in.readLong();
        long staleIfError = in.readLong();
        require(isTime(Math.abs(born)) && isTime(lifetime) && isTime(staleWhileRevalidate));
        require(staleIfError == DeltaSeconds.NONE || isTime(staleIfError));
        int flags = in.readUnsignedByte();
        require(flags <= (ALWAYS_VALIDATES | FORBIDS_STALE | IMMUTABLE));
        Terms terms = new Terms(
                born,
                lifetime,
                (flags & ALWAYS_VALIDATES) != 0,
                (flags & FORBIDS_STALE) != 0,
                (flags & IMMUTABLE) != 0,
                staleWhileRevalidate,
                staleIfError);
        VaryKey varyKey = new VaryKey(readNominated(in));
        return new StoredHead(status, readFields(in), varyKey, terms);
    }

    private static List<VaryKey.Nominated> readNominated(DataInputStream in) throws IOException {
        int count = in.readUnsignedShort();
        List<VaryKey.Nominated> nominated = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String name = in.readUTF();
            int present = in.readUnsignedByte();
            require(present <= 1);
            nominated.add(new VaryKey.Nominated(name, present == 0 ? null : in.readUTF()));
        }
        return nominated;
    }

    private static FieldList readFields(DataInputStream in) throws IOException {
        int count = in.readUnsignedShort();
        List<FieldList.Line> lines = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            lines.add(new FieldList.Line(in.readUTF(), in.readUTF()));
        }
        return new FieldList(lines);
    }

    /** Whether a number of milliseconds is neither negative nor near an overflow; the year 9999 is HTTP's last. */
    private static boolean isTime(long millis) {
        return millis >= 0 && millis <= 300_000_000_000_000L;
    }

    private static void require(boolean condition) throws IOException {
        if (!condition) {
            throw new IOException("not a stored head");
        }
    }
}

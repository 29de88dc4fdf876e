package dev.legato.ingest.journal;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * An event as it lies in the journal: {@code length(4) checksum(4) keyLength(2) key value}, where the length counts what
 * follows the checksum, and the checksum is the CRC-32C of the length and of what follows the checksum.
 */
public final class JournalEntry {
    static final int HEAD_BYTES = 8;
    static final int MAX_BODY_BYTES = (1 << 20) + (1 << 10) + 2;

    private static final int MAX_KEY_BYTES = 1 << 10;
    private static final int MAX_VALUE_BYTES = 1 << 20;

    private final byte[] key;
    private final byte[] value;

    /**
     * An entry of these bytes, which are not copied.
     *
     * @param key of the Kafka record, at most 1 KiB in UTF-8
     * @param value of the Kafka record, at most 1 MiB
     */
    public JournalEntry(String key, byte[] value) {
        this(key.getBytes(StandardCharsets.UTF_8), value);
    }

    private JournalEntry(byte[] key, byte[] value) {
        if (key.length > MAX_KEY_BYTES || value.length > MAX_VALUE_BYTES) {
            throw new IllegalArgumentException("key of %d bytes, value of %d (expected: at most %d and %d)"
                    .formatted(key.length, value.length, MAX_KEY_BYTES, MAX_VALUE_BYTES));
        }
        this.key = key;
        this.value = value;
    }

    String key() {
        return new String(key, StandardCharsets.UTF_8);
    }

    byte[] value() {
        return value;
    }

    /** Returns its bytes in the journal. */
    byte[] encoded() {
        int body = 2 + key.length + value.length;
        ByteBuffer bytes = ByteBuffer.allocate(HEAD_BYTES + body)
                .putInt(body)
                .putInt(0)
                .putShort((short) key.length)
                .put(key)
                .put(value);
        return bytes.putInt(Integer.BYTES, checksum(bytes, 0, body)).array();
    }

    /**
     * How long the entry at a position says it is, head included.
     *
     * @return 0 if that is no length an entry can have, or if the buffer ends before it
     */
    static int length(ByteBuffer bytes, int position) {
        if (bytes.limit() - position < HEAD_BYTES) {
            return 0;
        }
        int body = bytes.getInt(position);
        return body < 2 || body > MAX_BODY_BYTES || body > bytes.limit() - position - HEAD_BYTES
                ? 0
                : HEAD_BYTES + body;
    }

    /** Reads the entry at a position; null if it is not whole or its checksum is wrong. */
    static @Nullable JournalEntry read(ByteBuffer bytes, int position) {
        int length = length(bytes, position);
        if (length == 0 || bytes.getInt(position + Integer.BYTES) != checksum(bytes, position, length - HEAD_BYTES)) {
            return null;
        }
        try {
            ByteBuffer body = bytes.slice(position + HEAD_BYTES, length - HEAD_BYTES);
            byte[] key = new byte[Short.toUnsignedInt(body.getShort())];
            var _ = body.get(key);
            byte[] value = new byte[body.remaining()];
            var _ = body.get(value);
            return new JournalEntry(key, value);
        } catch (BufferUnderflowException | IllegalArgumentException _) {
            return null;
        }
    }

    private static int checksum(ByteBuffer bytes, int position, int body) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes.slice(position, Integer.BYTES));
        checksum.update(bytes.slice(position + HEAD_BYTES, body));
        return (int) checksum.getValue();
    }
}

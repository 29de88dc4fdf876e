package dev.legato.edge.store;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.zip.CRC32C;

/** Reads a journal from its begin to the first record that is not whole. */
final class JournalReader {
    private static final int BUFFER = 1 << 20;

    private final FileChannel channel;
    private final CRC32C checksum = new CRC32C();
    private final ByteBuffer buffer = ByteBuffer.allocate(Math.max(BUFFER, 2 * RecordEncoder.MAX_BODY));
    private long position;

    /**
     * Where reading has ended.
     *
     * @param position of the end of the last whole record
     * @param torn whether the last record is merely incomplete, as a crash of the process leaves it; false if there are
     *     bytes that were never a record, which a crash of the machine or a bad disk leaves
     */
    record End(long position, boolean torn) {}

    /** Where the records go, each with the position of its end. */
    interface Target {
        JournalEvents at(long end);
    }

    JournalReader(FileChannel channel) {
        this.channel = channel;
    }

    /** @throws IOException if the file cannot be read or is no journal */
    End read(Target target) throws IOException {
        buffer.flip();
        byte[] magic = new byte[Journal.MAGIC.length];
        if (!fill(magic.length)) {
            throw new IOException("the journal has no header");
        }
        buffer.get(magic);
        if (!java.util.Arrays.equals(magic, Journal.MAGIC)) {
            throw new IOException("the file is no journal of this version");
        }
        position = magic.length;
        while (fill(RecordEncoder.HEADER)) {
            int length = buffer.getInt(buffer.position());
            if (length < 1 || length > RecordEncoder.MAX_BODY) {
                return new End(position, false);
            }
            if (!fill(RecordEncoder.HEADER + length)) {
                return new End(position, true);
            }
            int start = buffer.position() + RecordEncoder.HEADER;
            checksum.reset();
            checksum.update(buffer.array(), start, length);
            if ((int) checksum.getValue() != buffer.getInt(buffer.position() + Integer.BYTES)) {
                return new End(position, false);
            }
            long end = position + RecordEncoder.HEADER + length;
            buffer.position(start);
            try {
                decode(target.at(end));
            } catch (BufferUnderflowException | IllegalArgumentException e) {
                throw new IOException("a record at %d has another form".formatted(position), e);
            }
            buffer.position(start + length);
            position = end;
        }
        return new End(position, true);
    }

    /** Makes sure that so many bytes are in the buffer; false if the file ends before. */
    private boolean fill(int count) throws IOException {
        if (buffer.remaining() >= count) {
            return true;
        }
        buffer.compact();
        while (buffer.position() < count) {
            if (channel.read(buffer) < 0) {
                buffer.flip();
                return false;
            }
        }
        buffer.flip();
        return true;
    }

    private void decode(JournalEvents into) throws IOException {
        byte type = buffer.get();
        switch (type) {
            case RecordEncoder.OPENED -> into.opened();
            case RecordEncoder.CREATED -> {
                long id = buffer.getLong();
                long length = buffer.getLong();
                boolean refetchable = buffer.get() == 1;
                into.created(id, text(), length, refetchable, description());
            }
            case RecordEncoder.DESCRIBED -> into.described(buffer.getLong(), description());
            case RecordEncoder.COMPLETED -> into.completed(buffer.getLong(), buffer.getLong());
            case RecordEncoder.FILLED ->
                into.filled(
                        buffer.getLong(), buffer.getInt(), buffer.getInt(), JournalEvents.Standing.of(buffer.get()));
            case RecordEncoder.DROPPED -> into.dropped(buffer.getLong(), buffer.getInt());
            case RecordEncoder.REMOVED -> into.removed(buffer.getLong());
            case RecordEncoder.SYNCED -> into.synced(buffer.getLong());
            default -> throw new IOException("unknown type of record: " + type);
        }
    }

    private String text() {
        byte[] bytes = new byte[Short.toUnsignedInt(buffer.getShort())];
        buffer.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private Description description() {
        int count = Byte.toUnsignedInt(buffer.get());
        Set<String> tags = new HashSet<>();
        for (int i = 0; i < count; i++) {
            boolean _ = tags.add(text());
        }
        int length = buffer.getInt();
        if (length < 0 || length > Description.MAX_METADATA) {
            throw new IllegalArgumentException("metadata: " + length);
        }
        byte[] metadata = new byte[length];
        buffer.get(metadata);
        return new Description(metadata, tags);
    }
}

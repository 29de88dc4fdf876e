package dev.legato.edge.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/** Collects journal records in memory. {@link Journal} shows their form. */
final class RecordEncoder implements JournalEvents {
    static final byte OPENED = 'o';
    static final byte CREATED = 'c';
    static final byte DESCRIBED = 'd';
    static final byte COMPLETED = 'l';
    static final byte FILLED = 'f';
    static final byte DROPPED = 'e';
    static final byte REMOVED = 'r';
    static final byte SYNCED = 's';

    /** Length and checksum. */
    static final int HEADER = 8;

    /** No record is longer: a key, a description, and the numbers around them. */
    static final int MAX_BODY = StoredObject.MAX_KEY
            + Description.MAX_METADATA
            + Description.MAX_TAGS * (2 + 3 * Description.MAX_TAG_LENGTH)
            + OBJECT_BYTES;

    private static final int INITIAL = 4096;

    private ByteBuffer buffer = ByteBuffer.allocate(INITIAL);

    int size() {
        return buffer.position();
    }

    void clear() {
        buffer.clear();
    }

    /** Writes all records and forgets them. */
    void writeTo(WritableByteChannel channel) throws IOException {
        buffer.flip();
        while (buffer.hasRemaining()) {
            int _ = channel.write(buffer);
        }
        buffer.clear();
    }

    @Override
    public void opened() {
        end(begin(OPENED, 0));
    }

    @Override
    public void created(long id, String key, long length, boolean refetchable, Description description) {
        int start = begin(CREATED, MAX_BODY);
        buffer.putLong(id).putLong(length).put((byte) (refetchable ? 1 : 0));
        put(key);
        put(description);
        end(start);
    }

    @Override
    public void described(long id, Description description) {
        int start = begin(DESCRIBED, MAX_BODY);
        buffer.putLong(id);
        put(description);
        end(start);
    }

    @Override
    public void completed(long id, long length) {
        int start = begin(COMPLETED, 16);
        buffer.putLong(id).putLong(length);
        end(start);
    }

    @Override
    public void filled(long id, int index, int checksum, Standing standing) {
        int start = begin(FILLED, 17);
        buffer.putLong(id).putInt(index).putInt(checksum).put(standing.code());
        end(start);
    }

    @Override
    public void dropped(long id, int index) {
        int start = begin(DROPPED, 12);
        buffer.putLong(id).putInt(index);
        end(start);
    }

    @Override
    public void removed(long id) {
        int start = begin(REMOVED, 8);
        buffer.putLong(id);
        end(start);
    }

    @Override
    public void synced(long position) {
        int start = begin(SYNCED, 8);
        buffer.putLong(position);
        end(start);
    }

    private void put(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        buffer.putShort((short) bytes.length).put(bytes);
    }

    private void put(Description description) {
        buffer.put((byte) description.tags().size());
        description.tags().forEach(this::put);
        buffer.putInt(description.metadata().length).put(description.metadata());
    }

    private int begin(byte type, int atMost) {
        int start = buffer.position();
        int needed = start + HEADER + 1 + atMost;
        if (needed > buffer.capacity()) {
            buffer =
                    ByteBuffer.allocate(Math.max(needed, 2 * buffer.capacity())).put(buffer.flip());
        }
        buffer.position(start + HEADER).put(type);
        return start;
    }

    private void end(int start) {
        int length = buffer.position() - start - HEADER;
        CRC32C checksum = new CRC32C();
        checksum.update(buffer.array(), start + HEADER, length);
        buffer.putInt(start, length).putInt(start + Integer.BYTES, (int) checksum.getValue());
    }
}

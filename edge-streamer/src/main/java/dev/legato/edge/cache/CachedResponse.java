package dev.legato.edge.cache;

import dev.legato.edge.policy.StoredHead;
import dev.legato.edge.policy.SurrogateTags;
import dev.legato.edge.store.Description;
import dev.legato.edge.store.StoredObject;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A stored response: the object that holds its body, and its head, which a validation may renew.
 *
 * <p>Its description in the store is the place of the object's first byte in the representation and the representation's
 * length, 8 bytes each, then the head. The place is 0 and the length the object's own, unless the response is a part
 * that cannot be joined with others (RFC 9111 §3.3).
 */
final class CachedResponse {
    private static final int PLACE_BYTES = 2 * Long.BYTES;
    private static final long MILLI_NANOS = 1_000_000;

    private final StoredObject object;
    private final long start;
    private final long partOf;
    private final InstantSource clock;
    private final LongSupplier nanoTime;
    private volatile Current current;
    private volatile @Nullable CachedFile open;

    /**
     * The head that counts now.
     *
     * @param plainlyFresh whether it can be served without a question until then
     * @param freshUntil nanoseconds of the source's ticker
     */
    private record Current(StoredHead head, boolean plainlyFresh, long freshUntil) {}

    private CachedResponse(
            StoredObject object, StoredHead head, long start, long partOf, InstantSource clock, LongSupplier nanoTime) {
        this.object = object;
        this.start = start;
        this.partOf = partOf;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.current = current(head);
    }

    /** Reads the description of an object; null if it is none of this class. */
    static @Nullable CachedResponse of(StoredObject object, InstantSource clock, LongSupplier nanoTime) {
        ByteBuffer metadata = ByteBuffer.wrap(object.description().metadata());
        if (metadata.remaining() < PLACE_BYTES) {
            return null;
        }
        long start = metadata.getLong();
        long partOf = metadata.getLong();
        byte[] encoded = new byte[metadata.remaining()];
        metadata.get(encoded);
        StoredHead head = StoredHead.decode(encoded);
        return head == null || start < 0 ? null : new CachedResponse(object, head, start, partOf, clock, nanoTime);
    }

    /**
     * Describes a response for the store; null if its head is too large.
     *
     * @param partOf bytes of the representation that the object is a part of; {@link StoredObject#UNKNOWN} for a whole
     */
    static @Nullable Description describe(StoredHead head, long start, long partOf) {
        byte[] encoded = head.encode();
        if (encoded.length + PLACE_BYTES > Description.MAX_METADATA) {
            return null;
        }
        byte[] metadata = ByteBuffer.allocate(PLACE_BYTES + encoded.length)
                .putLong(start)
                .putLong(partOf)
                .put(encoded)
                .array();
        return new Description(metadata, SurrogateTags.of(head.fields()).tags());
    }

    StoredObject object() {
        return object;
    }

    StoredHead head() {
        return current.head;
    }

    /** The position of the object's first byte in the representation. */
    long start() {
        return start;
    }

    /** Whether it is a part that stands alone. */
    boolean isPart() {
        return partOf >= 0;
    }

    /** Bytes of the representation, or {@link StoredObject#UNKNOWN} while its body arrives. */
    long completeLength() {
        return isPart() ? partOf : object.length();
    }

    /**
     * Whether any GET can be answered with it without a question: a fresh 200 that is the same for every request.
     *
     * @param now nanoseconds of the source's ticker
     */
    boolean isPlainlyFresh(long now) {
        Current current = this.current;
        return current.plainlyFresh && now - current.freshUntil < 0 && object.length() >= 0;
    }

    /** Replaces the head. It counts at once; the store keeps it unless there is no room. */
    void renew(StoredHead head) {
        current = current(head);
        Description next = describe(head, start, partOf);
        if (next != null) {
            boolean _ = object.describe(next);
        }
    }

    /** The file that was opened last; null if there is none or it is closed. The caller releases it. */
    @Nullable
    CachedFile opened() {
        CachedFile file = open;
        return file != null && file.acquire() ? file : null;
    }

    void opened(CachedFile file) {
        open = file;
    }

    private Current current(StoredHead head) {
        long now = clock.millis();
        boolean isPlain = head.status() == 200
                && start == 0
                && partOf < 0
                && !head.fields().has("vary");
        return new Current(
                head,
                isPlain && head.isPlainlyFresh(now),
                nanoTime.getAsLong() + Math.max(0, head.remaining(now)) * MILLI_NANOS);
    }
}

package dev.legato.edge.policy;

import static dev.legato.edge.policy.Messages.NOW;
import static dev.legato.edge.policy.Messages.SETTINGS;
import static dev.legato.edge.policy.Messages.after;
import static dev.legato.edge.policy.Messages.exchange;
import static dev.legato.edge.policy.Messages.get;
import static dev.legato.edge.policy.Messages.stored;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeadCodecTest {
    private static final StoredHead HEAD = stored(exchange(
            get("Foo: 1"),
            404,
            "Cache-Control: max-age=60, stale-while-revalidate=7, stale-if-error=9, immutable | Age: 3"
                    + " | Vary: Foo, Bar | ETag: \"ü\" | X: 1 | x: 2 | Date: @0"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Cache-Control: max-age=60",
                "Cache-Control: max-age=99999999999 | Age: 2147483648 | ETag: W/\"a\"",
                "Cache-Control: no-cache | ETag: \"a\"",
                "Cache-Control: s-maxage=60, immutable",
                "Expires: Fri, 31 Dec 9999 23:59:59 GMT",
            })
    void decode_whatWasEncoded_isTheSame(String response) {
        StoredHead head = stored(response);
        StoredHead again = decoded(head.encode());
        assertEquals(head.terms(), again.terms());
        assertEquals(head.fields(), again.fields());
    }

    @Test
    void decode_keepsEverythingThatDecides() {
        StoredHead again = decoded(HEAD.encode());
        assertEquals(404, again.status());
        assertEquals(HEAD.fields(), again.fields());
        assertEquals(HEAD.validators(), again.validators());
        assertEquals(3_000, again.age(NOW));
        assertEquals(again, Selection.select(List.of(again), get("Foo: 1")));
        assertNull(Selection.select(List.of(again), get("Foo: 1 | Bar:")));
        assertEquals(Reuse.SERVE_AND_REVALIDATE, Reuse.decide(again, get("Foo: 1"), after(60), SETTINGS));
        assertArrayEquals(HEAD.encode(), again.encode());
    }

    @Test
    void decode_shorterLongerOrOtherVersion_isNull() {
        byte[] bytes = HEAD.encode();
        for (int length = 0; length < bytes.length; length++) {
            assertNull(StoredHead.decode(Arrays.copyOf(bytes, length)));
        }
        assertNull(StoredHead.decode(Arrays.copyOf(bytes, bytes.length + 1)));
        bytes[0]++;
        assertNull(StoredHead.decode(bytes));
        assertNull(StoredHead.decode(new byte[StoredHead.MAX_ENCODED_BYTES + 1]));
    }

    @Test
    void encode_largestThatIsStored_isWithinTheBound() {
        String prefix = "Cache-Control: max-age=60 | Date: @0 | X: ";
        int low = 1;
        int high = 70_000;
        while (high - low > 1) {
            int middle = (low + high) / 2;
            boolean fits =
                    Storage.decide(exchange(prefix + "ü".repeat(middle)), SETTINGS) instanceof StoreDecision.Store;
            low = fits ? middle : low;
            high = fits ? high : middle;
        }
        byte[] bytes = stored(prefix + "ü".repeat(low)).encode();
        assertTrue(bytes.length <= StoredHead.MAX_ENCODED_BYTES && bytes.length > 60_000);
        assertNotNull(StoredHead.decode(bytes));
    }

    @Property
    void decode_anyBytes_neverThrows(@ForAll byte[] bytes) {
        StoredHead head = StoredHead.decode(bytes);
        assertTrue(head == null || head.encode().length == bytes.length);
    }

    @Property
    void decode_oneByteChanged_neverThrows(@ForAll @IntRange(max = 150) int index, @ForAll byte value) {
        byte[] bytes = HEAD.encode();
        bytes[index] = value;
        StoredHead head = StoredHead.decode(bytes);
        if (head != null) {
            Reuse reuse = Reuse.decide(head, get("Foo: 1"), NOW, SETTINGS);
            assertNotNull(reuse);
        }
    }

    private static StoredHead decoded(byte[] bytes) {
        StoredHead head = StoredHead.decode(bytes);
        assertNotNull(head);
        return head;
    }
}

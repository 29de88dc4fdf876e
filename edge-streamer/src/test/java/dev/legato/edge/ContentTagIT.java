package dev.legato.edge;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.legato.contracts.FileHash;
import dev.legato.edge.RawClient.Reply;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which tag a file has: from when on, on which edge, after which change. */
class ContentTagIT {
    private static final Map<String, String> OPEN = Map.of("edge.open", "true", "edge.tagWait", "20s");
    private static final Map<String, String> IMPATIENT = Map.of("edge.open", "true", "edge.tagWait", "0ms");
    private static final byte[] LARGE = new byte[20 << 20];

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void create() throws IOException {
        new Random(62).nextBytes(LARGE);
        file = Files.write(Files.createDirectory(folder.resolve("one")).resolve("t.flac"), LARGE);
    }

    @Test
    void firstAnswer_ofALargeFile_hasTheTagOfItsContent() throws Exception {
        try (EdgeFixture edge = EdgeFixture.start(folder, OPEN);
                RawClient client = RawClient.connect(edge.port())) {
            Reply first = client.get("/audio/one/t.flac", "Range: bytes=0-9");
            assertEquals(Optional.of(tag(LARGE)), first.field("ETag"));
        }
    }

    @Test
    void twoColdEdges_overCopies_agree() throws Exception {
        Path copy =
                Files.copy(file, Files.createDirectory(folder.resolve("two")).resolve("t.flac"));
        Files.setLastModifiedTime(copy, FileTime.fromMillis(1_000_000));
        try (EdgeFixture one = EdgeFixture.start(folder.resolve("one"), OPEN);
                EdgeFixture two = EdgeFixture.start(folder.resolve("two"), OPEN);
                RawClient ofOne = RawClient.connect(one.port());
                RawClient ofTwo = RawClient.connect(two.port())) {
            assertEquals(
                    ofOne.get("/audio/t.flac").field("ETag"),
                    ofTwo.get("/audio/t.flac").field("ETag"));
        }
    }

    @Test
    void answersBeforeTheTag_haveNoneAndAreNotKept() throws Exception {
        Files.delete(file);
        try (RandomAccessFile huge = new RandomAccessFile(file.toFile(), "rw")) {
            huge.setLength(8L << 40);
        }
        try (EdgeFixture edge = EdgeFixture.start(folder, OPEN);
                RawClient client = RawClient.connect(edge.port())) {
            for (int times = 0; times < 2; times++) {
                Reply reply = client.get("/audio/one/t.flac", "Range: bytes=0-9");
                assertEquals(206, reply.status());
                assertEquals(Optional.empty(), reply.field("ETag"));
                assertEquals(Optional.of("no-cache, no-transform"), reply.field("Cache-Control"));
            }
            String date = client.request("HEAD", "/audio/one/t.flac")
                    .field("Last-Modified")
                    .orElseThrow();
            assertEquals(
                    304,
                    client.get("/audio/one/t.flac", "If-Modified-Since: " + date)
                            .status());
            assertEquals(
                    412,
                    client.request("HEAD", "/audio/one/t.flac", "If-Match: \"a\"")
                            .status());
            // The hash of that one takes hours, and no other waits for it.
            Files.write(folder.resolve("new.flac"), LARGE);
            assertEquals(
                    Optional.of(tag(LARGE)),
                    client.request("HEAD", "/audio/new.flac").field("ETag"));
        }
    }

    @Test
    void impatientEdge_findsTheTagMeanwhile() throws Exception {
        try (EdgeFixture edge = EdgeFixture.start(folder, IMPATIENT);
                RawClient client = RawClient.connect(edge.port())) {
            Reply reply = client.get("/audio/one/t.flac", "Range: bytes=0-9");
            for (int i = 0; i < 1000 && reply.field("ETag").isEmpty(); i++) {
                RawClient.awaitAMoment();
                reply = client.get("/audio/one/t.flac", "Range: bytes=0-9");
            }
            assertEquals(Optional.of(tag(LARGE)), reply.field("ETag"));
            assertNotEquals(Optional.of("no-cache, no-transform"), reply.field("Cache-Control"));
        }
    }

    @Test
    void keptHash_isBelieved() throws Exception {
        keep("0".repeat(64));
        try (EdgeFixture edge = EdgeFixture.start(folder, OPEN);
                RawClient client = RawClient.connect(edge.port())) {
            assertEquals(
                    Optional.of('"' + "A".repeat(24) + '"'),
                    client.get("/audio/one/t.flac", "Range: bytes=0-9").field("ETag"));
        }
    }

    @Test
    void keptHash_ofAFileWrittenInPlaceAndSetBack_isNotBelieved() throws Exception {
        keep("0".repeat(64));
        try (EdgeFixture edge = EdgeFixture.start(folder, OPEN);
                RawClient client = RawClient.connect(edge.port())) {
            var _ = client.get("/audio/one/t.flac", "Range: bytes=0-9");
        }
        FileTime modified = Files.getLastModifiedTime(file);
        awaitOtherTime();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(new byte[10]), 1000);
        }
        Files.setLastModifiedTime(file, modified);
        byte[] changed = LARGE.clone();
        Arrays.fill(changed, 1000, 1010, (byte) 0);
        try (EdgeFixture edge = EdgeFixture.start(folder, OPEN);
                RawClient client = RawClient.connect(edge.port())) {
            Reply reply = client.get("/audio/one/t.flac");
            assertArrayEquals(changed, reply.body());
            assertEquals(Optional.of(tag(changed)), reply.field("ETag"));
        }
    }

    @Test
    void ownAttribute_isNoChange() throws Exception {
        try (EdgeFixture one = EdgeFixture.start(folder, OPEN);
                EdgeFixture two = EdgeFixture.start(folder, OPEN);
                RawClient ofOne = RawClient.connect(one.port());
                RawClient ofTwo = RawClient.connect(two.port())) {
            for (String key : List.of("one/t.flac", "small.flac")) {
                Path other = folder.resolve(key);
                Files.write(other, key.startsWith("small") ? new byte[1000] : LARGE);
                for (int i = 0; i < 3; i++) {
                    for (RawClient client : List.of(ofOne, ofTwo)) {
                        assertEquals(200, client.get("/audio/" + key).status());
                    }
                }
                FileTime changed = (FileTime) Files.getAttribute(other, "unix:ctime");
                for (int i = 0; i < 3; i++) {
                    assertEquals(
                            ofOne.get("/audio/" + key).field("ETag"),
                            ofTwo.get("/audio/" + key).field("ETag"));
                }
                assertEquals(changed, Files.getAttribute(other, "unix:ctime"), "hashed again");
            }
        }
    }

    /** As a copy that takes the attribute along: whether it still counts shows only by reading. */
    @Test
    void keptHash_ofACopy_isNotBelieved() throws Exception {
        keep("0".repeat(64));
        awaitOtherTime();
        Path copy = folder.resolve("copy.flac");
        Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES);
        try (EdgeFixture edge = EdgeFixture.start(folder, OPEN);
                RawClient client = RawClient.connect(edge.port())) {
            assertEquals(
                    Optional.of(tag(LARGE)),
                    client.get("/audio/copy.flac", "Range: bytes=0-9").field("ETag"));
        }
    }

    private void keep(String sha256) throws IOException {
        UserDefinedFileAttributeView view = Files.getFileAttributeView(file, UserDefinedFileAttributeView.class);
        assumeTrue(
                view != null && Files.getFileStore(file).supportsFileAttributeView("user"),
                "no extended attributes here");
        Instant now = Clock.systemUTC().instant();
        FileHash hash = new FileHash(
                LARGE.length,
                Files.getLastModifiedTime(file).to(TimeUnit.NANOSECONDS),
                sha256,
                now.getEpochSecond() * 1_000_000_000L + now.getNano());
        view.write(FileHash.ATTRIBUTE, ByteBuffer.wrap(hash.toString().getBytes(StandardCharsets.US_ASCII)));
    }

    /** Returns when a change would be seen to have come later than those before: after 20 ms. */
    private static void awaitOtherTime() {
        RawClient.awaitAMoment();
        RawClient.awaitAMoment();
    }

    private static String tag(byte[] content) throws Exception {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(content);
        return '"' + Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, 18)) + '"';
    }
}

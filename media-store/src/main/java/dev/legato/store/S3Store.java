package dev.legato.store;

import dev.legato.contracts.ObjectKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.async.AsyncRequestBody;
import software.amazon.awssdk.core.async.AsyncResponseTransformer;
import software.amazon.awssdk.services.s3.model.AbortMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;
import software.amazon.awssdk.services.s3.model.DeleteObjectResponse;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadBucketResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Objects in a bucket of S3, each under its key with its checksum in the metadatum {@code sha256}. S3 shows an object when
 * all of it has arrived; what it got is compared with the checksum by itself, and again by whoever reads it here.
 */
final class S3Store implements ObjectStore {
    private static final String SHA_256 = "sha256";
    private static final String CORRUPTED = ".corrupted/";
    /** An upload begun and not ended for this long is a killed run's. */
    private static final Duration MAX_UPLOAD = Duration.ofDays(1);

    private final S3Calls calls;
    private final String bucket;
    private final Path room;
    private final InstantSource clock;

    private S3Store(S3Calls calls, String bucket, Path room, InstantSource clock) {
        this.calls = calls;
        this.bucket = bucket;
        this.room = room;
        this.clock = clock;
    }

    /**
     * A store in a bucket.
     *
     * @param room a folder of this machine to write in
     * @throws IOException if there is no such bucket, or it cannot be reached
     */
    static S3Store open(S3Settings settings, Path room, InstantSource clock) throws IOException {
        S3Calls calls = new S3Calls(settings);
        try {
            HeadBucketResponse _ = calls.call(
                    "bucket " + settings.bucket(),
                    s3 -> s3.headBucket(
                            request -> request.bucket(settings.bucket()).overrideConfiguration(calls.bound(0))));
        } catch (NoSuchFileException e) {
            calls.close();
            throw new IOException("S3 has no bucket '%s'".formatted(settings.bucket()), e);
        } catch (IOException e) {
            calls.close();
            throw e;
        }
        return new S3Store(calls, settings.bucket(), room, clock);
    }

    @Override
    public Workspace openWorkspace() throws IOException {
        return Workspace.open(room.resolve(".incoming"));
    }

    @Override
    public boolean isBeingWritten() throws IOException {
        return Workspace.isAnyAlive(room.resolve(".incoming"));
    }

    @Override
    public boolean contains(String key) throws IOException {
        return describe(key).isPresent();
    }

    @Override
    public Optional<StoredObject> describe(String key) throws IOException {
        String name = ObjectKeys.require(key);
        try {
            HeadObjectResponse head = calls.call(
                    key,
                    s3 -> s3.headObject(
                            request -> request.bucket(bucket).key(name).overrideConfiguration(calls.bound(0))));
            return Optional.of(described(key, head.contentLength(), head.metadata()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    @Override
    public StoredObject put(String key, Path file) throws IOException {
        StoredObject object = StoredObject.of(ObjectKeys.require(key), file);
        PutObjectRequest.Builder request = PutObjectRequest.builder()
                .bucket(bucket)
                .key(key)
                .metadata(Map.of(SHA_256, object.sha256()))
                .overrideConfiguration(calls.bound(object.bytes()));
        AsyncRequestBody body = AsyncRequestBody.fromFile(file);
        if (object.bytes() > S3Calls.PART) {
            PutObjectResponse _ = calls.callInParts(key, s3 -> s3.putObject(request.build(), body));
        } else {
            request.checksumSHA256(
                    Base64.getEncoder().encodeToString(HexFormat.of().parseHex(object.sha256())));
            PutObjectResponse _ = calls.call(key, s3 -> s3.putObject(request.build(), body));
        }
        Files.delete(file);
        return object;
    }

    @Override
    public Path local(String key, Workspace workspace) throws IOException {
        StoredObject expected = describe(key).orElseThrow(() -> new NoSuchFileException(key));
        Path file = workspace.newFile("object");
        try {
            GetObjectResponse _ = calls.call(
                    key,
                    s3 -> s3.getObject(
                            request -> request.bucket(bucket)
                                    .key(key)
                                    .overrideConfiguration(calls.bound(expected.bytes())),
                            AsyncResponseTransformer.toFile(file)));
            StoredObject found = StoredObject.of(key, file);
            if (!found.equals(expected)) {
                throw new CorruptObjectException(expected, found);
            }
            return file;
        } catch (IOException e) {
            workspace.discard(file);
            throw e;
        }
    }

    @Override
    public void setAside(String key) throws IOException {
        String name = ObjectKeys.require(key);
        CopyObjectResponse _ = calls.call(
                key,
                s3 -> s3.copyObject(request -> request.sourceBucket(bucket)
                        .sourceKey(name)
                        .destinationBucket(bucket)
                        .destinationKey(CORRUPTED + name)
                        .overrideConfiguration(calls.bound(0))));
        remove(key);
    }

    @Override
    public void remove(String key) throws IOException {
        String name = ObjectKeys.require(key);
        DeleteObjectResponse _ = calls.call(
                key,
                s3 -> s3.deleteObject(
                        request -> request.bucket(bucket).key(name).overrideConfiguration(calls.bound(0))));
    }

    @Override
    public Set<String> names(String folder) throws IOException {
        String prefix = ObjectKeys.require(folder) + "/";
        Set<String> names = new HashSet<>();
        forEachObject(
                list -> list.prefix(prefix).delimiter("/"),
                object -> names.add(object.key().substring(prefix.length())));
        return names;
    }

    @Override
    public void forEachKey(KeyVisitor visitor) throws IOException {
        forEachObject(_ -> {}, object -> {
            if (ObjectKeys.isKey(object.key())) {
                visitor.visit(object.key());
            }
        });
    }

    /** What {@link #forEachObject} shows objects to. */
    private interface ObjectVisitor {
        void visit(S3Object object) throws IOException;
    }

    private void forEachObject(Consumer<ListObjectsV2Request.Builder> which, ObjectVisitor visitor) throws IOException {
        String next = null;
        do {
            String token = next;
            ListObjectsV2Response page = calls.call(
                    "its list",
                    s3 -> s3.listObjectsV2(request -> which.accept(
                            request.bucket(bucket).continuationToken(token).overrideConfiguration(calls.bound(0)))));
            for (S3Object object : page.contents()) {
                visitor.visit(object);
            }
            next = Boolean.TRUE.equals(page.isTruncated()) ? page.nextContinuationToken() : null;
        } while (next != null);
    }

    @Override
    public int removeLeftOvers() throws IOException {
        return Workspace.removeDead(room.resolve(".incoming")) + abortUploads();
    }

    @Override
    public void close() {
        calls.close();
    }

    private int abortUploads() throws IOException {
        ListMultipartUploadsResponse uploads = calls.call(
                "its uploads",
                s3 -> s3.listMultipartUploads(request -> request.bucket(bucket).overrideConfiguration(calls.bound(0))));
        Instant oldest = clock.instant().minus(MAX_UPLOAD);
        List<MultipartUpload> dead = uploads.uploads().stream()
                .filter(upload ->
                        upload.initiated() != null && upload.initiated().isBefore(oldest))
                .toList();
        for (MultipartUpload upload : dead) {
            AbortMultipartUploadResponse _ = calls.call(
                    upload.key(),
                    s3 -> s3.abortMultipartUpload(request -> request.bucket(bucket)
                            .key(upload.key())
                            .uploadId(upload.uploadId())
                            .overrideConfiguration(calls.bound(0))));
        }
        return dead.size();
    }

    private static StoredObject described(String key, @Nullable Long bytes, Map<String, String> metadata) {
        return new StoredObject(key, bytes == null ? 0 : bytes, metadata.getOrDefault(SHA_256, ""));
    }
}

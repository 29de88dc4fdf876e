package dev.legato.edge.manifest;

import dev.legato.contracts.SegmentIndex;
import dev.legato.contracts.SegmentIndex.Rendition;
import dev.legato.runtime.json.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Reads a segment index and checks everything that goes into a manifest. Whatever is in the folder, no manifest then
 * names files outside of it, needs a division by zero or grows without limit.
 */
final class SegmentIndexReader {
    private static final int MAX_BYTES = 16 << 20;
    private static final int MAX_RENDITIONS = 32;
    private static final int MAX_SEGMENTS = 0xffff;
    private static final int MAX_CHANNELS = 64;
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,31}");
    private static final Pattern FILE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
    private static final Pattern CODECS = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.]{0,31}");

    private SegmentIndexReader() {}

    /** @throws IOException if it is too large or malformed */
    static SegmentIndex read(FileChannel channel) throws IOException {
        long size = channel.size();
        require(size <= MAX_BYTES, "%d bytes (expected: <= %d)".formatted(size, MAX_BYTES));
        ByteBuffer bytes = ByteBuffer.allocate((int) size);
        while (bytes.hasRemaining() && channel.read(bytes, bytes.position()) >= 0) {
            // reads on
        }
        SegmentIndex index = Json.read(bytes.array(), SegmentIndex.class);
        require(index.renditions().size() <= MAX_RENDITIONS, "too many renditions");
        for (Rendition rendition : index.renditions()) {
            check(rendition);
        }
        return index;
    }

    private static void check(Rendition rendition) throws IOException {
        String name = rendition.name();
        require(NAME.matcher(name).matches(), "a rendition's name");
        require(FILE.matcher(rendition.file()).matches(), name + ": file");
        require(CODECS.matcher(rendition.codecs()).matches(), name + ": codecs");
        require(rendition.channels() > 0 && rendition.channels() <= MAX_CHANNELS, name + ": channels");
        require(rendition.gapless().sampleRate() > 0 && rendition.gapless().totalSamples() > 0, name + ": gapless");
        require(rendition.initBytes() > 0 && rendition.indexBytes() > 0, name + ": no init or no index");
        List<Integer> bytes = rendition.segmentBytes();
        List<Integer> samples = rendition.segmentSamples();
        require(
                !bytes.isEmpty() && bytes.size() <= MAX_SEGMENTS && bytes.size() == samples.size(),
                name + ": number of segments");
        for (int segment = 0; segment < bytes.size(); segment++) {
            require(bytes.get(segment) > 0 && samples.get(segment) > 0, name + ": an empty segment");
        }
    }

    private static void require(boolean holds, String what) throws IOException {
        if (!holds) {
            throw new IOException("segment index: " + what);
        }
    }
}

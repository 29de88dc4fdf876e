package dev.legato.edge.manifest;

import dev.legato.contracts.SegmentIndex.Rendition;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/**
 * Renders HLS playlists (RFC 8216bis). All URIs are relative, so that the signature in the path of the first one
 * applies to all:
 *
 * <pre>
 * #EXT-X-STREAM-INF:BANDWIDTH=168211,AVERAGE-BANDWIDTH=163402,CODECS="mp4a.40.2",AUDIO="aac-160"
 * aac-160.m3u8
 *
 * #EXT-X-MAP:URI="aac-160.m4a",BYTERANGE="743@0"
 * #EXTINF:4.005442,
 * #EXT-X-BYTERANGE:82117@1499
 * aac-160.m4a
 * </pre>
 */
public final class HlsPlaylists {
    /** The version that EXT-X-MAP needs in a playlist that is not for I-frames only. */
    private static final int MAP_VERSION = 6;

    private static final int MICROS = 6;

    private HlsPlaylists() {}

    /** Renders a master playlist with a variant for each of these renditions. */
    public static String master(List<Rendition> renditions) {
        StringBuilder text =
                new StringBuilder("#EXTM3U\n#EXT-X-VERSION:%d\n#EXT-X-INDEPENDENT-SEGMENTS\n".formatted(MAP_VERSION));
        for (Rendition rendition : renditions) {
            // Without a URI it stands for the media in the variant's own playlist (§4.4.6.1).
            text.append(
                    "#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"%s\",NAME=\"Music\",DEFAULT=YES,AUTOSELECT=YES,CHANNELS=\"%d\"\n"
                            .formatted(rendition.name(), rendition.channels()));
        }
        for (Rendition rendition : renditions) {
            BitRates rates = BitRates.of(rendition);
            text.append("#EXT-X-STREAM-INF:BANDWIDTH=%d,AVERAGE-BANDWIDTH=%d,CODECS=\"%s\",AUDIO=\"%s\"\n%s\n"
                    .formatted(
                            rates.peak(),
                            rates.average(),
                            rendition.codecs(),
                            rendition.name(),
                            ManifestName.playlist(rendition.name())));
        }
        return text.toString();
    }

    /** Renders the media playlist of a rendition. */
    public static String media(Rendition rendition) {
        StringBuilder text = new StringBuilder();
        text.append("#EXTM3U\n#EXT-X-VERSION:%d\n#EXT-X-TARGETDURATION:%d\n"
                        .formatted(MAP_VERSION, BitRates.of(rendition).target()))
                .append("#EXT-X-MEDIA-SEQUENCE:0\n#EXT-X-PLAYLIST-TYPE:VOD\n#EXT-X-INDEPENDENT-SEGMENTS\n")
                .append("#EXT-X-MAP:URI=\"%s\",BYTERANGE=\"%d@0\"\n"
                        .formatted(rendition.file(), rendition.initBytes()));
        long at = rendition.initBytes() + (long) rendition.indexBytes();
        for (int segment = 0; segment < rendition.segmentBytes().size(); segment++) {
            int bytes = rendition.segmentBytes().get(segment);
            text.append("#EXTINF:")
                    .append(seconds(rendition.segmentSamples().get(segment), rendition))
                    .append(",\n#EXT-X-BYTERANGE:")
                    .append(bytes)
                    .append('@')
                    .append(at)
                    .append('\n')
                    .append(rendition.file())
                    .append('\n');
            at += bytes;
        }
        return text.append("#EXT-X-ENDLIST\n").toString();
    }

    private static String seconds(int samples, Rendition rendition) {
        return new BigDecimal(samples)
                .divide(new BigDecimal(rendition.gapless().sampleRate()), MICROS, RoundingMode.HALF_UP)
                .toPlainString();
    }
}

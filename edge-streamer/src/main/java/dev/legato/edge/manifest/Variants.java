package dev.legato.edge.manifest;

import dev.legato.contracts.SegmentIndex;
import dev.legato.contracts.SegmentIndex.Rendition;
import java.util.List;

/**
 * Selects the renditions that are the variants of a master playlist. Players switch between variants, and some cannot
 * switch the codec while playing, so a master playlist has the renditions of one codec. It is named after the codec,
 * with which the names of these renditions begin:
 *
 * <pre>
 * master.m3u8         AAC, which all players can play; without AAC, the codec of the first rendition
 * master-opus.m3u8    opus-96 and the like
 * master-flac.m3u8    flac
 * master-all.m3u8     every rendition, for players that choose by CODECS
 * </pre>
 */
final class Variants {
    private static final String ANYWHERE = "aac";
    private static final String ALL = "all";

    private Variants() {}

    /**
     * Selects the variants, in the order of the index.
     *
     * @param of {@code all}, a codec, or empty for the codec that all players can play
     */
    static List<Rendition> select(SegmentIndex index, String of) {
        List<Rendition> all = index.renditions();
        if (of.equals(ALL)) {
            return all;
        }
        if (!of.isEmpty()) {
            return ofCodec(all, of);
        }
        List<Rendition> anywhere = ofCodec(all, ANYWHERE);
        return anywhere.isEmpty() && !all.isEmpty() ? ofCodec(all, codec(all.getFirst())) : anywhere;
    }

    private static List<Rendition> ofCodec(List<Rendition> renditions, String codec) {
        return renditions.stream()
                .filter(rendition -> codec(rendition).equals(codec))
                .toList();
    }

    private static String codec(Rendition rendition) {
        int end = rendition.name().indexOf('-');
        return end < 0 ? rendition.name() : rendition.name().substring(0, end);
    }
}

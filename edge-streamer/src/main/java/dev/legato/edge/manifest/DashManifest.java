package dev.legato.edge.manifest;

import dev.legato.contracts.SegmentIndex;
import dev.legato.contracts.SegmentIndex.Rendition;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Renders a DASH manifest of the on-demand profile (ISO/IEC 23009-1 §8.3): one adaptation set per codec, one
 * representation per rendition, whose segments the {@code sidx} in its own file describes.
 */
public final class DashManifest {
    private static final int MICROS = 6;

    private DashManifest() {}

    /** Renders the whole document. */
    public static String render(SegmentIndex index) {
        StringBuilder text = new StringBuilder();
        int longest = index.renditions().stream()
                .mapToInt(rendition -> BitRates.of(rendition).target())
                .max()
                .orElse(1);
        text.append("""
                <?xml version="1.0" encoding="UTF-8"?>
                <MPD xmlns="urn:mpeg:dash:schema:mpd:2011" profiles="urn:mpeg:dash:profile:isoff-on-demand:2011" \
                type="static" mediaPresentationDuration="PT%sS" minBufferTime="PT%dS">
                  <Period id="0" start="PT0S">
                """.formatted(duration(index), longest));
        Map<Sound, List<Rendition>> sets = index.renditions().stream()
                .collect(Collectors.groupingBy(Sound::of, LinkedHashMap::new, Collectors.toList()));
        int id = 0;
        for (Map.Entry<Sound, List<Rendition>> set : sets.entrySet()) {
            text.append(adaptationSet(id++, set.getKey(), set.getValue()));
        }
        return text.append("  </Period>\n</MPD>\n").toString();
    }

    /** The properties that all representations of an adaptation set share, so that a player may switch between them. */
    private record Sound(String codecs, int channels, int sampleRate) {
        static Sound of(Rendition rendition) {
            return new Sound(
                    rendition.codecs(),
                    rendition.channels(),
                    rendition.gapless().sampleRate());
        }
    }

    private static String adaptationSet(int id, Sound sound, List<Rendition> renditions) {
        return """
                    <AdaptationSet id="%d" contentType="audio" mimeType="audio/mp4" codecs="%s" audioSamplingRate="%d" \
                subsegmentAlignment="true" subsegmentStartsWithSAP="1">
                      <AudioChannelConfiguration \
                schemeIdUri="urn:mpeg:dash:23003:3:audio_channel_configuration:2011" value="%d"/>
                      <Role schemeIdUri="urn:mpeg:dash:role:2011" value="main"/>
                %s    </AdaptationSet>
                """.formatted(
                        id,
                        sound.codecs(),
                        sound.sampleRate(),
                        sound.channels(),
                        renditions.stream().map(DashManifest::representation).collect(Collectors.joining()));
    }

    private static String representation(Rendition rendition) {
        int indexStart = rendition.initBytes();
        return """
                      <Representation id="%s" bandwidth="%d">
                        <BaseURL>%s</BaseURL>
                        <SegmentBase timescale="%d" indexRange="%d-%d" indexRangeExact="true">
                          <Initialization range="0-%d"/>
                        </SegmentBase>
                      </Representation>
                """.formatted(
                        rendition.name(),
                        BitRates.of(rendition).peak(),
                        rendition.file(),
                        rendition.gapless().sampleRate(),
                        indexStart,
                        indexStart + rendition.indexBytes() - 1,
                        indexStart - 1);
    }

    private static String duration(SegmentIndex index) {
        return index.renditions().stream()
                .map(Rendition::gapless)
                .map(gapless -> new BigDecimal(gapless.totalSamples())
                        .divide(new BigDecimal(gapless.sampleRate()), MICROS, RoundingMode.HALF_UP))
                .max(BigDecimal::compareTo)
                .orElse(BigDecimal.ZERO)
                .toPlainString();
    }
}

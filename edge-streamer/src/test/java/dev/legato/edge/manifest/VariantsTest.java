package dev.legato.edge.manifest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.legato.contracts.SegmentIndex;
import dev.legato.contracts.SegmentIndex.Rendition;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VariantsTest {
    private static final SegmentIndex LADDER = index("opus-96", "aac-160", "aac-96", "flac");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''   | aac-160 aac-96",
                "aac  | aac-160 aac-96",
                "opus | opus-96",
                "flac | flac",
                "all  | opus-96 aac-160 aac-96 flac",
                "mp3  | ''",
                "aac-160 | ''"
            })
    void select_names_haveTheirCodecsVariants(String of, String variants) {
        assertEquals(variants, names(Variants.select(LADDER, of)));
    }

    @Test
    void select_theMasterWithoutAac_hasTheFirstRenditionsCodec() {
        assertEquals("opus-128 opus-96", names(Variants.select(index("opus-128", "flac", "opus-96"), "")));
        assertEquals("", names(Variants.select(index(), "")));
    }

    private static SegmentIndex index(String... names) {
        return new SegmentIndex(Stream.of(names)
                .map(name -> Renditions.of(name, List.of(1000), List.of(4000)))
                .toList());
    }

    private static String names(List<Rendition> renditions) {
        return String.join(" ", renditions.stream().map(Rendition::name).toList());
    }
}

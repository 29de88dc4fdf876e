package dev.legato.edge.file;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.legato.edge.http.EntityTag;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JudgementTest {
    private static final FileStamp BEFORE = new FileStamp("1", 100, 7, 7, 1);

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "truncated,             99, 8, 1, true,  LOST,   LOST",
        "overwritten,            100, 8, 1, true,  UNSURE, LOST",
        "overwritten and set back, 100, 7, 1, true, UNSURE, LOST",
        "touched,              100, 8, 1, false, UNSURE, KEPT",
        "given permissions,    100, 7, 1, false, UNSURE, KEPT",
        "linked,               100, 7, 2, false, KEPT,   KEPT",
        "deleted,              100, 7, 0, false, KEPT,   KEPT",
        "appended to,          101, 8, 1, true,  UNSURE, KEPT",
    })
    void of_change_isJudged(
            String change, long size, long modified, int links, boolean written, Judgement tagged, Judgement untagged) {
        FileStamp now = new FileStamp("1", size, modified, 9, links);
        assertEquals(tagged, judge(now, written, EntityTag.strong("a")), change);
        assertEquals(untagged, judge(now, written, null), change);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "told of late,            110, 9, true, KEPT",
        "touched,                 110, 8, true, KEPT",
        "cut to what it promised,  100, 8, true, LOST",
    })
    void of_recordingThatHasGrown_isKept(String change, long size, long modified, boolean written, Judgement untagged) {
        FileStamp grown = new FileStamp("1", 110, 9, 9, 1);
        FileStamp now = new FileStamp("1", size, modified, 10, 1);
        assertEquals(untagged, Judgement.of(grown, now, written, 100, null), change);
    }

    private static Judgement judge(FileStamp now, boolean written, @Nullable EntityTag tag) {
        return Judgement.of(BEFORE, now, written, 100, tag);
    }
}

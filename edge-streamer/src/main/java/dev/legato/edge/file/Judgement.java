package dev.legato.edge.file;

import dev.legato.edge.http.EntityTag;
import org.jspecify.annotations.Nullable;

/** Whether announced bytes are still there after their file has changed. */
enum Judgement {
    KEPT,
    /** Only their hash can tell. */
    UNSURE,
    LOST;

    /**
     * Judges without reading the file.
     *
     * @param before the file when its bytes were known to be there
     * @param written whether somebody has or may have written to it since then
     * @param announced how many bytes were announced, from the first on
     * @param tag the strong tag under which they were announced; null if there was none
     */
    static Judgement of(FileStamp before, FileStamp now, boolean written, long announced, @Nullable EntityTag tag) {
        if (now.size() < announced) {
            return LOST;
        }
        boolean sameData = now.size() == before.size() && now.modified() == before.modified();
        if (sameData && !written && now.links() != before.links()) {
            return KEPT; // it was replaced, deleted, or linked by a backup
        }
        if (tag != null) {
            return UNSURE;
        }
        return now.size() > announced || !written ? KEPT : LOST; // one that is longer is being appended to
    }
}

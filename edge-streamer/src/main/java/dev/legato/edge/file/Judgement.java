package dev.legato.edge.file;

import dev.legato.edge.http.EntityTag;
import org.jspecify.annotations.Nullable;

/** Whether bytes announced of a file that has changed are still there. */
enum Judgement {
    KEPT,
    /** Their hash will tell. */
    UNSURE,
    LOST;

    /**
     * Judges by what can be seen without reading.
     *
     * @param before the file when its bytes were known to be there
     * @param written whether somebody has written to it, or may have, since then
     * @param announced how many bytes, from the first on
     * @param tag the strong tag they were announced under; null if there was none
     */
    static Judgement of(FileStamp before, FileStamp now, boolean written, long announced, @Nullable EntityTag tag) {
        if (now.size() < announced) {
            return LOST;
        }
        boolean sameData = now.size() == before.size() && now.modified() == before.modified();
        if (sameData && !written && now.links() != before.links()) {
            return KEPT; // replaced, deleted, or linked by a backup
        }
        if (tag != null) {
            return UNSURE;
        }
        return now.size() > announced || !written ? KEPT : LOST; // one that has grown since is being appended to
    }
}

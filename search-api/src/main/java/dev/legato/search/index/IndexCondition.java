package dev.legato.search.index;

/** Whether an index can be used. */
public enum IndexCondition {
    WHOLE,
    ABSENT,
    /** Its files or shards are incomplete, or a checksum is wrong. */
    DAMAGED,
    /** Another version of Legato wrote it, with another analysis or other fields: it must be built again. */
    OTHER_FORMAT
}

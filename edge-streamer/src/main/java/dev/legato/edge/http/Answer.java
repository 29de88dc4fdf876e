package dev.legato.edge.http;

import java.util.List;

/** The kind of answer to a GET or HEAD of an existing representation. */
public sealed interface Answer {
    /** 200, the whole representation. */
    enum Whole implements Answer {
        WHOLE
    }

    /** 206, one range. */
    record Partial(ByteRange range) implements Answer {}

    /** 206, several ranges as {@code multipart/byteranges}. */
    record Multipart(List<ByteRange> ranges) implements Answer {}

    /** 304. */
    enum NotModified implements Answer {
        NOT_MODIFIED
    }

    /** 412. */
    enum PreconditionFailed implements Answer {
        PRECONDITION_FAILED
    }

    /** 416. */
    enum Unsatisfiable implements Answer {
        UNSATISFIABLE
    }

    /**
     * Decides by the preconditions first, then by the range (RFC 9110 §13.2.2 and §14.2).
     *
     * @param head true for HEAD, which has no ranges
     * @param now seconds since 1970
     */
    static Answer decide(boolean head, RequestFields fields, Representation representation, long now) {
        Validators validators = representation.validators();
        return switch (Preconditions.evaluate(fields, validators, now)) {
            case FAILED -> PreconditionFailed.PRECONDITION_FAILED;
            case NOT_MODIFIED -> NotModified.NOT_MODIFIED;
            case PROCEED ->
                head || !Preconditions.permitRange(fields, validators, now)
                        ? Whole.WHOLE
                        : select(fields, representation.completeLength());
        };
    }

    private static Answer select(RequestFields fields, long completeLength) {
        return switch (RangeHeader.resolve(fields.get(RequestFields.Name.RANGE), completeLength)) {
            case Ranges.Whole _ -> Whole.WHOLE;
            case Ranges.Unsatisfiable _ -> Unsatisfiable.UNSATISFIABLE;
            case Ranges.Selected(List<ByteRange> ranges) ->
                ranges.size() == 1 ? new Partial(ranges.getFirst()) : new Multipart(ranges);
        };
    }
}

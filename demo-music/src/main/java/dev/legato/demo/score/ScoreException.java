package dev.legato.demo.score;

/** A score that is not written as {@link ScoreParser} reads it. */
public final class ScoreException extends RuntimeException {
    ScoreException(String where, String what) {
        super(where + ": " + what);
    }
}

package dev.legato.account;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Hashes secrets that are random themselves. */
final class Sha256 {
    private Sha256() {}

    static byte[] of(byte[] data) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(data);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}

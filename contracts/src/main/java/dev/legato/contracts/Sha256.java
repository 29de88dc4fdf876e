package dev.legato.contracts;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The SHA-256, which every Java platform has. */
public final class Sha256 {
    private Sha256() {}

    /** A digest yet without data. */
    public static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Hashes some data; 32 bytes. */
    public static byte[] of(byte[] data) {
        return digest().digest(data);
    }

    /** The same in lower-case hexadecimal, 64 characters. */
    public static String hex(byte[] data) {
        return HexFormat.of().formatHex(of(data));
    }
}

package dev.legato.account.signin;

/** Opens the work of a stamp to tests of other packages. */
public final class Stamps {
    private Stamps() {}

    /** Completes a stamp, as the page's script does. */
    public static String complete(String start) {
        for (int counter = 0; ; counter++) {
            String text = start + "abcdefgh:" + counter;
            if (Stamp.parse(text).isPresent()) {
                return text;
            }
        }
    }

    /** The code that an authenticator app shows. */
    public static String code(byte[] secret, long epochSecond) {
        return Totp.code(secret, epochSecond / 30);
    }
}

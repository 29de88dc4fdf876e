package dev.legato.account.avatar;

/** Says why something is not used as a picture, in words for whoever sent it. */
final class PictureException extends Exception {
    private static final long serialVersionUID = 1;

    PictureException(String message) {
        super(message, null, false, false);
    }
}

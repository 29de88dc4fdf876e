package dev.legato.account.sso;

/** A sign-in elsewhere that came to nothing. The message is for the log and names no person. */
final class SsoException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /** What the person reads, as {@code sso.…} of the pages' texts. */
    enum Reason {
        /** The provider does not answer. */
        DOWN(503),
        /** The provider's answer is not what it should be, or not the answer to what was asked. */
        FAILED(400),
        /** The person, or the provider, said no. */
        DENIED(403),
        /** The answer came too late, twice, or to another browser. */
        EXPIRED(400),
        /** The provider does not say that the address is the person's. */
        UNVERIFIED(403),
        /** The address is of another domain than those let in. */
        DOMAIN(403),
        /** Nobody has the address here, and no account is made. */
        UNKNOWN(403),
        /** The account has to be linked by its owner. */
        LINK_FIRST(403),
        /** The provider's person is linked with another account. */
        LINKED_ELSEWHERE(409);

        private final int status;

        Reason(int status) {
            this.status = status;
        }

        int status() {
            return status;
        }
    }

    SsoException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    SsoException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    Reason reason() {
        return reason;
    }
}

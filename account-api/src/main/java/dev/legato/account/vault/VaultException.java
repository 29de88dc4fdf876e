package dev.legato.account.vault;

/** A stored value that cannot be decrypted: it was changed, belongs elsewhere, or its key is gone. */
public final class VaultException extends RuntimeException {
    private static final long serialVersionUID = 1;

    VaultException(String message, Throwable cause) {
        super(message, cause);
    }
}

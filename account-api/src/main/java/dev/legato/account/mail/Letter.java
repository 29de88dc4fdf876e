package dev.legato.account.mail;

/**
 * A letter to be written. What it says is found out when it is sent, so that whoever asks for one learns nothing from how
 * long that takes, not even whether there is such a person.
 *
 * @param kind which letter, such as {@code reset}
 * @param to the address
 * @param language of {@link dev.legato.account.page.Texts}
 */
public record Letter(String kind, String to, String language) {
    /** Never the address. */
    @Override
    public String toString() {
        return kind;
    }

    /** A letter as it is sent. */
    public record Written(String subject, String text) {
        /** Never the text, which may hold a link that is a secret. */
        @Override
        public String toString() {
            return "Written";
        }
    }
}

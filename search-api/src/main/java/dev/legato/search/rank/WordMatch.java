package dev.legato.search.rank;

import dev.legato.search.plan.NamesOfDocument.Role;

/**
 * Where a typed word was found in a document.
 *
 * @param form how the word was found
 * @param name which of the names it is in; 0 is the title
 * @param role of that name
 * @param position of the word in the name, or -1 if it is a variant
 * @param words how many words of the name it stands for
 */
record WordMatch(Form form, int name, Role role, int position, int words) {
    /** How a typed word is found, the best first, with what it is worth in percent. */
    enum Form {
        SAME(100),
        VARIANT(95),
        JOINED(95),
        BEGINNING(92),
        ONE_ERROR(75),
        BEGINNING_WITH_ERROR(60),
        TWO_ERRORS(50);

        private final int worth;

        Form(int worth) {
            this.worth = worth;
        }

        boolean isBeginning() {
            return this == BEGINNING || this == BEGINNING_WITH_ERROR;
        }

        boolean isError() {
            return this == ONE_ERROR || this == TWO_ERRORS || this == BEGINNING_WITH_ERROR;
        }
    }

    /** What a word is worth by the name it is found in, in percent. */
    private static int weight(Role role) {
        return switch (role) {
            case TITLE -> 100;
            case ALIAS -> 95;
            case SORT_NAME -> 90;
            case ARTIST -> 85;
            case ALBUM -> 70;
        };
    }

    int worth() {
        return form.worth * weight(role) / 100;
    }
}

package dev.legato.allinone;

import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Who certifies gateway and edge of {@code ./legato up}. */
enum UpTls {
    /** Nobody: they speak plain text. */
    NONE,

    /** An authority of this installation's own, see {@link HouseTls}. */
    LOCAL,

    /** An authority that the world trusts, see {@link dev.legato.allinone.acme.AcmeTls}. */
    ACME;

    /** Reads the option's value. */
    static final class Converter implements ITypeConverter<UpTls> {
        @Override
        public UpTls convert(String text) {
            for (UpTls tls : values()) {
                if (tls.name().toLowerCase(Locale.ROOT).equals(text)) {
                    return tls;
                }
            }
            throw new TypeConversionException("'%s' (expected: local, acme or none)".formatted(text));
        }
    }
}

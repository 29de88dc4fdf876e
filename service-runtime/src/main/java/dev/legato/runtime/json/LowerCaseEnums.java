package dev.legato.runtime.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;
import java.util.Locale;

/** {@code STARTED} is {@code "started"} on the wire. */
@SuppressWarnings("rawtypes") // Jackson registers serializers by raw class
final class LowerCaseEnums extends SimpleModule {
    LowerCaseEnums() {
        super("lower-case-enums");
        addSerializer(Enum.class, new Lower());
    }

    private static final class Lower extends StdSerializer<Enum> {
        Lower() {
            super(Enum.class);
        }

        @Override
        public void serialize(Enum value, JsonGenerator out, SerializerProvider provider) throws IOException {
            out.writeString(value.name().toLowerCase(Locale.ROOT));
        }
    }
}

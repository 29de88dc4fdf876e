package dev.legato.runtime.kafka;

import dev.legato.runtime.settings.Settings;
import java.util.HashMap;
import java.util.Map;

/**
 * How to reach Kafka.
 *
 * @param bootstrap {@code kafka.bootstrap}, {@code host:port[,host:port…]}
 * @param clientProperties {@code kafka.client.*}: anything else a Kafka client takes, such as {@code security.protocol}
 */
public record KafkaSettings(String bootstrap, Map<String, String> clientProperties) {
    public KafkaSettings {
        clientProperties = Map.copyOf(clientProperties);
    }

    public static KafkaSettings from(Settings settings) {
        return new KafkaSettings(settings.text("kafka.bootstrap", "127.0.0.1:9092"), settings.mapping("kafka.client"));
    }

    /** The properties every client of ours begins with. */
    public Map<String, String> properties() {
        Map<String, String> properties = new HashMap<>(clientProperties);
        properties.put("bootstrap.servers", bootstrap);
        return properties;
    }
}

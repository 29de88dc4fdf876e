package dev.legato.runtime.kafka;

import dev.legato.runtime.settings.Settings;
import dev.legato.runtime.tls.ClientTls;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;

/**
 * How to reach Kafka.
 *
 * @param bootstrap {@code kafka.bootstrap}, {@code host:port[,host:port…]}
 * @param clientProperties what else a Kafka client takes, such as {@code security.protocol}: {@code kafka.client.*}, in the
 *     environment {@code LEGATO_KAFKA_CLIENT_SECURITY_PROTOCOL}, and before them what the properties file
 *     {@code kafka.propertiesFile} says, which Kafka's own tools take too, and {@code kafka.tls}, by which it is reached over
 *     TLS with the files of {@link ClientTls}; never logged
 */
public record KafkaSettings(String bootstrap, Map<String, String> clientProperties) {
    public KafkaSettings {
        clientProperties = Map.copyOf(clientProperties);
    }

    public static KafkaSettings from(Settings settings) {
        Map<String, String> client = new HashMap<>(settings.propertiesFile("kafka.propertiesFile"));
        if (settings.flag("kafka.tls", false)) {
            client.putAll(ServiceTls.properties(ClientTls.from(settings)));
        }
        client.putAll(settings.mapping("kafka.client"));
        return new KafkaSettings(settings.text("kafka.bootstrap", "127.0.0.1:9092"), client);
    }

    /** The properties every client of ours begins with. */
    public Map<String, String> properties() {
        Map<String, String> properties = new HashMap<>(clientProperties);
        properties.put("bootstrap.servers", bootstrap);
        return properties;
    }

    /** The address and the names of what else is set. */
    @Override
    public String toString() {
        return "KafkaSettings[%s, %s]".formatted(bootstrap, new TreeSet<>(clientProperties.keySet()));
    }
}

package io.millrace.connectors.kafka;

import io.millrace.connectors.config.ParameterGroup;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.security.JaasContext;

/**
 * What {@code source.kafka.*} says, checked before any client is made of it: Kafka's own messages,
 * which would come when the job runs and stand in its log, quote what is wrong.
 */
final class KafkaClientProperties {

  private static final String PREFIX = "kafka.";

  private KafkaClientProperties() {}

  /** The properties; faults are noted in the group. May hold secrets. */
  static Properties from(ParameterGroup source) {
    Properties properties = source.properties(PREFIX);
    checkValues(source, properties);
    checkJaas(source, properties);
    return properties;
  }

  private static void checkValues(ParameterGroup source, Properties properties) {
    Map<String, String> values = new TreeMap<>();
    properties.stringPropertyNames().forEach(key -> values.put(key, properties.getProperty(key)));
    for (ConfigValue checked : ConsumerConfig.configDef().validate(values)) {
      if (values.containsKey(checked.name()) && !checked.errorMessages().isEmpty()) {
        source.badValue(PREFIX + checked.name(), "a value that Kafka's consumer takes");
      }
    }
  }

  private static void checkJaas(ParameterGroup source, Properties properties) {
    String jaas = properties.getProperty(SaslConfigs.SASL_JAAS_CONFIG);
    if (jaas == null) {
      return;
    }
    try {
      JaasContext.loadClientContext(Map.of(SaslConfigs.SASL_JAAS_CONFIG, new Password(jaas)));
    } catch (IllegalArgumentException e) {
      source.badValue(
          PREFIX + SaslConfigs.SASL_JAAS_CONFIG,
          "one login module: Class required name=\"value\" …; (a quote in a value is \\\")");
    }
  }
}

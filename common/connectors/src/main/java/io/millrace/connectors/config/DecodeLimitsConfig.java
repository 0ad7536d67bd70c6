package io.millrace.connectors.config;

import io.millrace.decode.DecodeLimits;
import org.apache.flink.configuration.MemorySize;

/** The keys of group {@code source} that bound a record, whatever the source. */
public final class DecodeLimitsConfig {

  private DecodeLimitsConfig() {}

  /** Reads the keys; faults are noted in the group. */
  public static DecodeLimits from(ParameterGroup source) {
    DecodeLimits byDefault = DecodeLimits.DEFAULTS;
    return new DecodeLimits(
        Math.toIntExact(
            source
                .memorySize("max-record-size")
                .where(
                    size -> size.getBytes() > 0 && size.getBytes() <= Integer.MAX_VALUE,
                    "more than 0 bytes and less than 2 gb")
                .orElse(new MemorySize(byDefault.maxRecordBytes()))
                .getBytes()),
        source.integer("max-depth").atLeast(1).atMost(1000).orElse(byDefault.maxDepth()),
        source.integer("max-number-length").atLeast(20).orElse(byDefault.maxNumberLength()),
        source.integer("max-string-length").atLeast(1).orElse(byDefault.maxStringLength()));
  }
}

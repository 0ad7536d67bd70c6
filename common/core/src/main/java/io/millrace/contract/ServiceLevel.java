package io.millrace.contract;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * An entry of {@code slaProperties}: {@code latency}, {@code frequency}, {@code retention}, with
 * its ODCS unit.
 */
public record ServiceLevel(String property, String value, @Nullable String unit)
    implements Serializable {}

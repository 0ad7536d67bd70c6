/**
 * A stream's data contract (ODCS v3.1 YAML), compiled once into an immutable {@link
 * StreamContract}.
 */
@NullMarked
package io.millrace.contract;

import org.jspecify.annotations.NullMarked;

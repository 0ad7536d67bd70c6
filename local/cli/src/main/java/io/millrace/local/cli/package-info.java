/** The {@code millrace} command: its subcommands, and how they speak to people and to programs. */
@NullMarked
package io.millrace.local.cli;

import org.jspecify.annotations.NullMarked;

/** A PostgreSQL server, and the process that watches over it. */
@NullMarked
package io.millrace.local.database;

import org.jspecify.annotations.NullMarked;

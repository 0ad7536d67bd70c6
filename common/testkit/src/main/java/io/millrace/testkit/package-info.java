/** Helpers for the tests of every module; nothing here runs in a job. */
@NullMarked
package io.millrace.testkit;

import org.jspecify.annotations.NullMarked;

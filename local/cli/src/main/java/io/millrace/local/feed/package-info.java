/** Where the demo's records come from: a generated stream whose figures are known, or a file. */
@NullMarked
package io.millrace.local.feed;

import org.jspecify.annotations.NullMarked;

/** The storefront stream under the three jobs, and whether what they made of it is right. */
@NullMarked
package io.millrace.bench.storefront;

import org.jspecify.annotations.NullMarked;

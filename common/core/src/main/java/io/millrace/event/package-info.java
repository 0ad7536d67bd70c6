/**
 * What flows through a job: source records, decoded events, rejections, and their binary row form.
 */
@NullMarked
package io.millrace.event;

import org.jspecify.annotations.NullMarked;

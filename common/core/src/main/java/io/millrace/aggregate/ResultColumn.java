package io.millrace.aggregate;

import java.io.Serializable;

/**
 * A column of results; a value may be null unless {@code nullable} is false.
 *
 * @param nullable whether there may be nothing: a group's value that events lack, a minimum of none
 */
public record ResultColumn(String name, ResultType type, boolean nullable)
    implements Serializable {}

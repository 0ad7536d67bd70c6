package io.millrace.contract;

/**
 * A property of the contract while it is compiled.
 *
 * @param path its names; through lists too, unlike the paths of a {@link StreamContract}
 * @param inList whether a list is on the way to it, so that an event has any number of it
 * @param sound whether its type compiled without a fault; if not, nothing more is said about it
 */
record Property(FieldPath path, Field field, Section section, boolean inList, boolean sound) {}

package io.millrace.local.platform;

/**
 * What a Flink cluster has.
 *
 * @param taskManagers registered
 * @param slots of all registered TaskManagers
 * @param freeSlots those that no job uses
 */
public record ClusterOverview(int taskManagers, int slots, int freeSlots) {}

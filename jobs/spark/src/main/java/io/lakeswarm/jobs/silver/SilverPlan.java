package io.lakeswarm.jobs.silver;

import java.util.Optional;

/**
 * What a run has to do.
 *
 * @param manifest the snapshot to apply
 * @param before what was applied last; empty for a new table
 * @param isEmpty the snapshot is already applied: nothing to do
 * @param branch the catalog branch to work on
 * @param readTasks tasks that read pages, at least 1
 * @param shufflePartitions partitions after each shuffle, at least 1
 */
record SilverPlan(
    Manifest manifest,
    Optional<AppliedSnapshot> before,
    boolean isEmpty,
    String branch,
    int readTasks,
    int shufflePartitions) {}

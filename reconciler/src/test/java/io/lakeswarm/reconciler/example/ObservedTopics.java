package io.lakeswarm.reconciler.example;

import io.lakeswarm.reconciler.observed.Storage;
import java.util.Set;

/** What the broker holds; in the kit this record stands in {@code observed/}. */
record ObservedTopics(Storage storage, Set<String> topics) {}

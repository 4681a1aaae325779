package io.lakeswarm.reconciler.status;

import java.util.Optional;

/**
 * A condition whose status changed.
 *
 * @param from the status before; empty when the condition was not known
 */
public record Transition(Optional<ConditionStatus> from, Condition to) {}

package io.lakeswarm.reconciler.dremio;

import io.lakeswarm.reconciler.probe.NodeOf;
import io.lakeswarm.reconciler.store.Memory;
import io.lakeswarm.reconciler.store.ResetFacts;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * The controller's inputs besides the engine.
 *
 * @param memory what survives the process
 * @param facts the stored facts about volumes
 * @param nodes where services run
 * @param deployed whether the swarm has the service
 * @param blocked why sources cannot be started now; empty when they can
 */
record DremioContext(
    Memory memory,
    ResetFacts facts,
    NodeOf nodes,
    BooleanSupplier deployed,
    Supplier<Optional<String>> blocked) {}

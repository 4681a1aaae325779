package io.lakeswarm.reconciler.store;

import com.fasterxml.jackson.databind.JsonNode;
import io.lakeswarm.reconciler.desired.DesiredState;

/**
 * One stored desired state.
 *
 * @param number counted from 1, without gaps
 * @param state the parsed document
 * @param document the document as it was given, as a JSON tree
 */
public record Revision(int number, Origin origin, DesiredState state, JsonNode document) {}

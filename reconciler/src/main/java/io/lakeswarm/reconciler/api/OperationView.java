package io.lakeswarm.reconciler.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lakeswarm.reconciler.observed.Operation;
import jakarta.enterprise.context.ApplicationScoped;

/** An operation as people see it. */
@ApplicationScoped
class OperationView {
  private final ObjectMapper json;

  OperationView(ObjectMapper json) {
    this.json = json;
  }

  /** The reason is why it was asked for; once it has failed, why it failed. */
  ObjectNode of(Operation operation) {
    ObjectNode view = json.createObjectNode().put("operation", operation.id());
    view.put("kind", operation.request().kind()).put("state", operation.state().text());
    if (operation.request() instanceof Operation.ScaleWorkers scale) {
      view.put("from", scale.from()).put("to", scale.to());
    }
    view.put("reason", operation.outcome().isEmpty() ? operation.reason() : operation.outcome());
    view.put("created", operation.created().toString());
    view.put("deadline", operation.deadline().toString());
    operation.steps().forEach(view.putArray("steps")::add);
    return view;
  }
}

package io.lakeswarm.reconciler.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lakeswarm.reconciler.status.PassRecord;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.util.ArrayList;
import java.util.List;

/**
 * Converts a pass to events: its steps, the changed conditions, the pass, numbered in that order.
 */
@ApplicationScoped
class EventFormat {
  private final ObjectMapper json;

  EventFormat(ObjectMapper json) {
    this.json = json;
  }

  List<OutboundSseEvent> events(Sse sse, PassRecord pass) {
    List<OutboundSseEvent> events = new ArrayList<>();
    long number = pass.firstSequence();
    for (PassRecord.StepRecord step : pass.steps()) {
      events.add(event(sse, "step", number++, pass, json.valueToTree(step)));
    }
    for (PassRecord.ConditionRecord condition : pass.conditions()) {
      events.add(event(sse, "condition", number++, pass, json.valueToTree(condition)));
    }
    events.add(event(sse, "pass", number, pass, json.valueToTree(pass)));
    return events;
  }

  private static OutboundSseEvent event(
      Sse sse, String type, long number, PassRecord pass, ObjectNode data) {
    data.put("sequence", number).put("pass", pass.sequence()).put("controller", pass.controller());
    return sse.newEventBuilder()
        .id(String.valueOf(number))
        .name(type)
        .data(String.class, data.toString())
        .build();
  }
}

package io.lakeswarm.reconciler.plan;

import io.lakeswarm.reconciler.observed.Identity;
import io.lakeswarm.reconciler.observed.Reset;
import java.util.List;

/** The writes to what is remembered of a component's storage. Repeating one does no harm. */
public sealed interface ResetAction extends Action {

  /** Whose storage. */
  String component();

  /** Remembers, before anything is repaired, that data was lost; the time is that of the write. */
  record Record(String component, Reset.Reason reason, String id, List<String> reapplied)
      implements ResetAction {
    /** Takes a copy of the list. */
    public Record {
      reapplied = List.copyOf(reapplied);
    }

    @Override
    public Label label() {
      return Label.of("record", "reset:" + component);
    }
  }

  /** Remembers that the repair after a loss was proven by use, and how long it took. */
  record Close(String component, String id) implements ResetAction {
    @Override
    public Label label() {
      return Label.of("close", "reset:" + component);
    }
  }

  /** Remembers the storage that was proven to work. */
  record Remember(Identity identity) implements ResetAction {
    @Override
    public String component() {
      return identity.component();
    }

    @Override
    public Label label() {
      return Label.of("remember", "identity:" + identity.component());
    }
  }
}

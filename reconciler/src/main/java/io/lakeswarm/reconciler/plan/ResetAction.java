package io.lakeswarm.reconciler.plan;

import io.lakeswarm.reconciler.observed.Identity;
import io.lakeswarm.reconciler.observed.Reset;
import java.util.List;

/** The writes to the stored record of a component's storage. Repeating one does no harm. */
public sealed interface ResetAction extends Action {
  /** Calls the method of {@code handler} for this action. */
  void accept(Handler handler);

  /** Does each action; a new action does not compile before every handler has a method for it. */
  interface Handler {
    /** Stores a loss. */
    void record(Record action);

    /** Closes a loss. */
    void close(Close action);

    /** Stores an identity. */
    void remember(Remember action);
  }

  /** Returns the component that the storage belongs to. */
  String component();

  /** Stores a loss of data before anything is repaired; its time is that of the write. */
  record Record(String component, Reset.Reason reason, String id, List<String> reapplied)
      implements ResetAction {
    /** Takes a copy of the list. */
    public Record {
      reapplied = List.copyOf(reapplied);
    }

    @Override
    public void accept(Handler handler) {
      handler.record(this);
    }

    @Override
    public Label label() {
      return Label.of("record", "reset:" + component);
    }
  }

  /** Stores that the repair after a loss was verified, and how long it took. */
  record Close(String component, String id) implements ResetAction {
    @Override
    public void accept(Handler handler) {
      handler.close(this);
    }

    @Override
    public Label label() {
      return Label.of("close", "reset:" + component);
    }
  }

  /** Stores the identity of the storage that was verified. */
  record Remember(Identity identity) implements ResetAction {
    @Override
    public String component() {
      return identity.component();
    }

    @Override
    public void accept(Handler handler) {
      handler.remember(this);
    }

    @Override
    public Label label() {
      return Label.of("remember", "identity:" + identity.component());
    }
  }
}

package io.lakeswarm.reconciler.plan;

import io.lakeswarm.reconciler.observed.Identity;
import io.lakeswarm.reconciler.observed.Reset;
import java.util.List;

/** The writes to what is remembered of a component's storage. Repeating one does no harm. */
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
    public void accept(Handler handler) {
      handler.record(this);
    }

    @Override
    public Label label() {
      return Label.of("record", "reset:" + component);
    }
  }

  /** Remembers that the repair after a loss was proven by use, and how long it took. */
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

  /** Remembers the storage that was proven to work. */
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

package io.lakeswarm.reconciler.plan;

import io.lakeswarm.reconciler.observed.ServiceSpec;
import java.util.Optional;

/** Every write that a service of the kit can need. */
public sealed interface ServiceAction extends Action {
  /** Calls the method of {@code handler} for this action. */
  void accept(Handler handler);

  /** Does each action; a new action does not compile before every handler has a method for it. */
  interface Handler {
    /** Writes a specification. */
    void update(UpdateService action);
  }

  /**
   * Replaces the specification; refused when the service's version is no longer the given one.
   *
   * @param name short name
   * @param spec the complete new specification
   * @param changes the changes as text, without secrets
   */
  record UpdateService(String name, String id, long version, ServiceSpec spec, String changes)
      implements ServiceAction {
    @Override
    public void accept(Handler handler) {
      handler.update(this);
    }

    @Override
    public Label label() {
      return Label.of("update", "service:" + name, changes);
    }

    @Override
    public Optional<String> touchedService() {
      return Optional.of(id);
    }
  }
}

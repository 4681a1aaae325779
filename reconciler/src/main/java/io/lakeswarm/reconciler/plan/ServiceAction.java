package io.lakeswarm.reconciler.plan;

import io.lakeswarm.reconciler.observed.ServiceSpec;
import java.util.Optional;

/** Every write that a service of the kit can need. */
public sealed interface ServiceAction extends Action {

  /**
   * Replaces the specification; refused when the service's version is no longer the given one.
   *
   * @param name short name
   * @param spec the whole of it, as it is to be
   * @param changes for people; no secret is in it
   */
  record UpdateService(String name, String id, long version, ServiceSpec spec, String changes)
      implements ServiceAction {
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

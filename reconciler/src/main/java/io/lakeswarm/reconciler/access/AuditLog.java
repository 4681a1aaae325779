package io.lakeswarm.reconciler.access;

import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

/**
 * Writes one line for each request that wanted to change something, refused ones included. It holds
 * no token, no query and no body, and nothing of what was sent can start another line or field.
 */
@ApplicationScoped
public class AuditLog {
  private static final Logger AUDIT = Logger.getLogger("lakeswarm.audit");
  private static final String CHANGE = "lakeswarm.change";
  private static final int LONGEST = 200;

  private final CurrentVertxRequest current;

  /** Records changes on the request that {@code current} is. */
  public AuditLog(CurrentVertxRequest current) {
    this.current = current;
  }

  /** Records what the request of this thread changes, in words that no client chose. */
  public void change(String what) {
    current.getCurrent().put(CHANGE, what);
  }

  /** Writes the line when the answer is written, or when its reader is gone. */
  void follow(RoutingContext request, Role role, String source) {
    request.addEndHandler(
        sent -> {
          String change = request.get(CHANGE);
          AUDIT.infof(
              "who=%s from=%s request=\"%s %s\" status=%s%s",
              role.text(),
              plain(source),
              plain(request.request().method().name()),
              plain(request.request().path()),
              sent.succeeded() ? request.response().getStatusCode() : "cut",
              change == null ? "" : " change=\"" + change + "\"");
        });
  }

  static String plain(String sent) {
    String text = sent == null ? "" : sent;
    return text.substring(0, Math.min(LONGEST, text.length()))
        .replaceAll("[^A-Za-z0-9/_.:~%-]", "?");
  }
}

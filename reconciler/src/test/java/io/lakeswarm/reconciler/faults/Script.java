package io.lakeswarm.reconciler.faults;

import io.lakeswarm.reconciler.testing.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/**
 * Which fault happens at which write of one run. Writes are numbered from 1 over all servers, from
 * the moment the workload begins.
 */
final class Script {
  /** A script without a fault: it only counts. */
  static final int NEVER = 0;

  private final FaultClass fault;
  private final int point;
  private final VirtualTime time;
  private final Traffic traffic;
  private final StaleLists lists;
  private final CountDownLatch held = new CountDownLatch(1);
  private final CountDownLatch release = new CountDownLatch(1);
  private Runnable sideEffect = () -> {};
  private final Set<Dialect> absent = EnumSet.of(Dialect.DREMIO);
  private boolean counting;
  private int writes;
  private int attempts;
  private int errorsLeft;
  private Optional<Instant> firedAt = Optional.empty();
  private Optional<Dialect> hit = Optional.empty();
  private boolean healed;
  private boolean released;

  Script(FaultClass fault, int point, VirtualTime time) {
    this.fault = fault;
    this.point = point;
    this.time = time;
    this.traffic = new Traffic(time);
    this.lists = new StaleLists(time.world());
  }

  /** What else happens at the point: a wipe, a new desired state, a jump of the clock. */
  void onFire(Runnable effect) {
    sideEffect = effect;
  }

  /** A server that was not there is there from now on. */
  synchronized void arrived(Dialect dialect) {
    absent.remove(dialect);
  }

  /** The workload begins. */
  synchronized void begin() {
    counting = true;
    traffic.forget();
  }

  /** Writes since the workload began. */
  synchronized int writes() {
    return writes;
  }

  /** Every write that was tried, in vain or not. */
  synchronized int attempts() {
    return attempts;
  }

  Traffic traffic() {
    return traffic;
  }

  synchronized boolean fired() {
    return firedAt.isPresent();
  }

  /** When a fault that lasts must be healed; empty before it began and after it ended. */
  synchronized Optional<Instant> healsAt() {
    return healed || !fault.lasts() ? Optional.empty() : firedAt.map(at -> at.plus(lasting()));
  }

  private Duration lasting() {
    return switch (fault) {
      case WRITES_REFUSED, SERVER_DOWN -> Duration.ofMinutes(3);
      case STALE_LISTS, STALE_RESTART, STALE_CONFIGS, STALE_TASKS -> Duration.ofSeconds(5);
      default -> Duration.ofMinutes(1);
    };
  }

  synchronized void heal() {
    healed = true;
    traffic.healed();
  }

  /** True when this is a script that holds a process, and it has not done so yet. */
  synchronized boolean pauses() {
    return fault == FaultClass.PAUSED && !released;
  }

  /** From here on no process is held. */
  synchronized void endPauses() {
    released = true;
  }

  /** True while a process is held at its write. */
  boolean isHeld() {
    return held.getCount() == 0 && release.getCount() > 0;
  }

  void release() {
    release.countDown();
  }

  synchronized EventRelay.Fate eventFault() {
    if (!isActive()) {
      return EventRelay.Fate.NONE;
    }
    return switch (fault) {
      case EVENTS_LOST -> EventRelay.Fate.LOST;
      case EVENTS_DOUBLED -> EventRelay.Fate.DOUBLED;
      case EVENTS_REORDERED -> EventRelay.Fate.REORDERED;
      default -> EventRelay.Fate.NONE;
    };
  }

  /** What is to be done with {@code request}. */
  synchronized Verdict judge(Dialect dialect, Message request) {
    if (absent.contains(dialect)) {
      return Verdict.RESET;
    }
    boolean down = isActive() && fault == FaultClass.SERVER_DOWN && hit.get() == dialect;
    if (dialect == Dialect.DOCKER && request.path().equals("/events")) {
      boolean cut = isActive() && fault == FaultClass.EVENTS_CUT;
      return down || cut ? Verdict.RESET : Verdict.EVENTS;
    }
    if (down) {
      traffic.refused(dialect, request);
      return Verdict.RESET;
    }
    if (dialect.isWrite(request)) {
      attempts++;
      traffic.wrote(dialect);
      return judgeWrite(dialect);
    }
    boolean stale = isActive() && fault.isStale(request.path());
    return stale && dialect.isList(request)
        ? lists.before(dialect, request).map(Verdict::answer).orElse(Verdict.FORWARD)
        : Verdict.FORWARD;
  }

  private Verdict judgeWrite(Dialect dialect) {
    if (counting && ++writes == point) {
      firedAt = Optional.of(time.world().instant());
      hit = Optional.of(dialect);
      return fire(dialect);
    }
    boolean again = isActive() && hit.get() == dialect && errorsLeft > 0;
    errorsLeft -= again ? 1 : 0;
    return again ? refusal(dialect, 500, "injected") : Verdict.FORWARD;
  }

  private boolean isActive() {
    return firedAt.isPresent() && !healed;
  }

  private Verdict fire(Dialect dialect) {
    traffic.fired();
    switch (fault) {
      case CRASH_BEFORE:
        return Verdict.HALT;
      case CRASH_AFTER:
        return Verdict.FORWARD_AND_HALT;
      case STALE_RESTART:
        lists.freeze();
        return Verdict.FORWARD_AND_HALT;
      case STALE_LISTS, STALE_CONFIGS, STALE_TASKS:
        lists.freeze();
        return Verdict.FORWARD;
      case REPLY_LOST:
        return Verdict.FORWARD_AND_RESET;
      case ERROR_500:
        return refusal(dialect, 500, "InternalError");
      case ERROR_503:
        return refusal(dialect, 503, "SlowDown");
      case ERROR_409:
        return refusal(dialect, 409, "OperationAborted");
      case OUT_OF_SEQUENCE:
        return refusal(dialect, 500, "rpc error: code = Unknown desc = update out of sequence");
      case NO_LEADER:
        return refusal(
            dialect, 500, "rpc error: code = Unknown desc = The swarm does not have a leader.");
      case FIVE_ERRORS:
        errorsLeft = 4;
        return refusal(dialect, 500, "InternalError");
      case WRITES_REFUSED:
        errorsLeft = Integer.MAX_VALUE;
        return refusal(dialect, 500, "InternalError");
      case SERVER_DOWN:
        sideEffect.run();
        return Verdict.RESET;
      case TIME_OUT:
        return Verdict.SILENCE;
      case SLOW_LORIS:
        return Verdict.DRIBBLE;
      case PAUSED:
        held.countDown();
        return Verdict.hold(release);
      case NEW_STATE:
        return Verdict.forwardThen(sideEffect);
      default:
        sideEffect.run();
        return Verdict.FORWARD;
    }
  }

  private static Verdict refusal(Dialect dialect, int status, String message) {
    return Verdict.answer(dialect.refusal(status, message));
  }

  /** The server answered. */
  synchronized void answered(Dialect dialect, Message request, Message answer) {
    if (dialect.isWrite(request)) {
      traffic.answered(dialect, request, answer);
    } else if (dialect.isList(request)) {
      lists.seen(dialect, request, answer);
    }
  }

  /** Ends of connections are part of the game; they are kept for the report of a failed run. */
  void note(String what) {
    traffic.note(what);
  }

  /** The newest notes, for the report of a failed run. */
  List<String> notes() {
    return new ArrayList<>(traffic.notes());
  }
}

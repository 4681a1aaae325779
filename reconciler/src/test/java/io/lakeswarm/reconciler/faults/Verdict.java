package io.lakeswarm.reconciler.faults;

import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What the proxy does with one request. */
interface Verdict {
  /** The server answers. */
  Verdict FORWARD =
      exchange -> {
        Message answer = exchange.forward();
        exchange.client().send(answer.raw());
        return !answer.closes();
      };

  /** The server answers, and nobody hears it. */
  Verdict FORWARD_AND_RESET =
      exchange -> {
        exchange.forward();
        exchange.client().reset();
        return false;
      };

  /** The server answers, and the reconciler is dead before it hears it. */
  Verdict FORWARD_AND_HALT =
      exchange -> {
        exchange.forward();
        exchange.halt();
        return false;
      };

  /** The stream of events. */
  Verdict EVENTS =
      exchange -> {
        exchange.relayEvents();
        return false;
      };

  /** One byte at a time, so slowly that only a deadline over the whole call helps. */
  Verdict DRIBBLE =
      exchange -> {
        byte[] answer = exchange.forward().raw();
        CountDownLatch never = new CountDownLatch(1);
        for (int i = 0; i < answer.length; i++) {
          exchange.client().send(Arrays.copyOfRange(answer, i, i + 1));
          try {
            never.await(100, TimeUnit.MILLISECONDS);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
          }
        }
        return true;
      };

  /** The request never arrives and the connection breaks. */
  Verdict RESET =
      serverless(
          exchange -> {
            exchange.client().reset();
            return false;
          });

  /** The reconciler is dead before the request leaves it. */
  Verdict HALT =
      serverless(
          exchange -> {
            exchange.halt();
            return false;
          });

  /** The request never arrives, and the connection stays open until the client gives up. */
  Verdict SILENCE =
      serverless(
          exchange -> {
            while (exchange.client().in().read() >= 0) {
              continue;
            }
            return false;
          });

  /** Carries it out; false = the connection is of no more use. */
  boolean carryOut(FaultProxy.Exchange exchange) throws IOException;

  /** True when the server takes part. */
  default boolean needsServer() {
    return true;
  }

  /** These bytes, and the server hears nothing. */
  static Verdict answer(byte[] bytes) {
    return serverless(
        exchange -> {
          exchange.client().send(bytes);
          return true;
        });
  }

  /** Forwards once {@code release} is open. */
  static Verdict hold(CountDownLatch release) {
    return exchange -> {
      try {
        if (!release.await(60, TimeUnit.SECONDS)) {
          throw new IOException("nobody released the request that was held");
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
      return FORWARD.carryOut(exchange);
    };
  }

  /** Forwards, lets {@code then} happen, and only then answers. */
  static Verdict forwardThen(Runnable then) {
    return exchange -> {
      Message answer = exchange.forward();
      then.run();
      exchange.client().send(answer.raw());
      return !answer.closes();
    };
  }

  private static Verdict serverless(Verdict verdict) {
    return new Verdict() {
      @Override
      public boolean carryOut(FaultProxy.Exchange exchange) throws IOException {
        return verdict.carryOut(exchange);
      }

      @Override
      public boolean needsServer() {
        return false;
      }
    };
  }
}

package dev.plumbline.operator;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.RetryInfo;
import java.lang.reflect.Proxy;
import java.util.Optional;

/** A reconciliation's context for reconcilers that don't use it: every call of it fails. */
public final class NoContext {

  private NoContext() {}

  /** One that knows nothing but that the reconciliation has failed several times. */
  @SuppressWarnings("unchecked")
  public static <R extends HasMetadata> Context<R> retried() {
    RetryInfo fourth =
        new RetryInfo() {
          @Override
          public int getAttemptCount() {
            return 4;
          }

          @Override
          public boolean isLastAttempt() {
            return false;
          }
        };
    return (Context<R>)
        Proxy.newProxyInstance(
            NoContext.class.getClassLoader(),
            new Class<?>[] {Context.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("getRetryInfo")) {
                return Optional.of(fourth);
              }
              throw new UnsupportedOperationException(method.getName());
            });
  }

  @SuppressWarnings("unchecked")
  public static <R extends HasMetadata> Context<R> of() {
    return (Context<R>)
        Proxy.newProxyInstance(
            NoContext.class.getClassLoader(),
            new Class<?>[] {Context.class},
            (proxy, method, arguments) -> {
              throw new UnsupportedOperationException(method.getName());
            });
  }
}

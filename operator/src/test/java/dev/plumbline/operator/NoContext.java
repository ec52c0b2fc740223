package dev.plumbline.operator;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.lang.reflect.Proxy;

/** A reconciliation's context for reconcilers that don't use it: every call of it fails. */
public final class NoContext {

  private NoContext() {}

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

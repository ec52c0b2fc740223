package dev.plumbline.e2e.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** One laboratory for all tests: a control plane takes half a minute to start. */
final class LaboratoryExtension implements ParameterResolver, AfterEachCallback {

  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(LaboratoryExtension.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType().equals(Laboratory.class);
  }

  @Override
  public Laboratory resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return laboratory(context);
  }

  private static Laboratory laboratory(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .getOrComputeIfAbsent(Laboratory.class, type -> start(), Laboratory.class);
  }

  private static Laboratory start() {
    try {
      return new Laboratory();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whatever a test has done to the way, the next one finds it open. */
  @Override
  public void afterEach(ExtensionContext context) {
    Laboratory laboratory = laboratory(context);
    laboratory.proxy().comeUp();
    laboratory.proxy().follow(FaultyProxy.Plan.UNDISTURBED);
    laboratory.nodes().chooseNothing();
    laboratory.delete();
  }
}

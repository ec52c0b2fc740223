package dev.plumbline.cli;

import picocli.CommandLine.IVersionProvider;

/** The version that the build wrote into the jar. */
final class Version implements IVersionProvider {

  @Override
  public String[] getVersion() {
    return new String[] {text()};
  }

  static String text() {
    String version = Plumbline.class.getPackage().getImplementationVersion();
    return "plumbline " + (version == null ? "(unpackaged)" : version);
  }
}

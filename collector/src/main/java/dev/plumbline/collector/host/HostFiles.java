package dev.plumbline.collector.host;

import dev.plumbline.evidence.HostFile;

/** Who owns a node's files, by name, and who may do what with them. */
public final class HostFiles {

  private final HostFileSystem host;
  private final Accounts accounts;

  public HostFiles(HostFileSystem host, Accounts accounts) {
    this.host = host;
    this.accounts = accounts;
  }

  /** What is at a path; see {@link HostFileSystem#attributes}. */
  public Lookup<HostFile> attributes(String path, String confine) {
    return host.attributes(path, confine)
        .map(
            found ->
                new HostFile(
                    found.path(),
                    found.kind(),
                    found.mode(),
                    found.uid(),
                    found.gid(),
                    accounts.user(found.uid()),
                    accounts.group(found.gid())));
  }
}

package dev.plumbline.engine.component;

import dev.plumbline.engine.fact.Fact;
import dev.plumbline.engine.fact.Facts;
import dev.plumbline.engine.fact.InputRef;
import dev.plumbline.engine.finding.EvidenceRef;
import dev.plumbline.engine.finding.Printable;
import dev.plumbline.engine.flags.FlagDefinition;
import dev.plumbline.engine.flags.FlagValues;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where etcd listens for clients and peers: lists of URLs, whose scheme decides whether it serves
 * TLS there. What real ones do with them is in {@code truth/etcd}.
 */
final class EtcdUrls {

  /**
   * Empty unless somebody wants HTTP apart from gRPC. So rare is this that it counts as not set
   * where an environment was not observed, as {@code ETCD_CONFIG_FILE} does: else no etcd that is
   * read from its process alone could be evaluated.
   */
  static final String CLIENT_HTTP = "listen-client-http-urls";

  private static final String CLIENT = "listen-client-urls";
  private static final String PEER = "listen-peer-urls";

  private static final Pattern URL = Pattern.compile("(?i)(https?|unixs?)://.+");

  private EtcdUrls() {}

  /**
   * Puts the default in the place of an empty list, as etcd does.
   *
   * @throws ComponentStop with a URL that etcd does not start with
   */
  static void settle(ParsedComponent component) throws ComponentStop {
    for (String name : List.of(CLIENT, CLIENT_HTTP, PEER)) {
      Optional<FlagDefinition> flag = component.flag(name);
      Fact fact = component.facts().get(InputRef.flag(name)).orElse(null);
      if (flag.isPresent() && fact instanceof Fact.Explicit explicit) {
        settle(component, flag.get(), explicit);
      }
    }
  }

  private static void settle(ParsedComponent component, FlagDefinition flag, Fact.Explicit given)
      throws ComponentStop {
    String urls = given.value().toString();
    if (urls.isEmpty()) {
      component
          .facts()
          .put(
              InputRef.flag(flag.name()),
              new Fact.Default(
                  FlagValues.printed(flag, flag.defaultValue()), component.table().basis()));
      return;
    }
    for (String url : urls.split(",", -1)) {
      if (!URL.matcher(url.strip()).matches()) {
        EvidenceRef location =
            given.locations().stream().findFirst().orElse(component.location(flag.name()));
        throw ComponentStop.rejected(
            "--"
                + flag.name()
                + " contains "
                + Printable.argument("'" + url + "'")
                + ", which is not a URL with the scheme http, https, unix or unixs",
            location);
      }
    }
  }

  /**
   * What is known of an etcd that an installer's file configures. The installers whose files are
   * read give it a certificate, and URLs with TLS alone at the node's own addresses, where the file
   * has none; one that leaves etcd its default URLs says so in its arguments. Messages quote the
   * values, so that they are words.
   */
  static Facts ofInstaller(Facts facts) {
    Facts known = facts;
    known = installed(known, CLIENT, "https://<addresses of the node>:2379");
    known = installed(known, CLIENT_HTTP, "");
    known = installed(known, PEER, "https://<addresses of the node>:2380");
    known = installed(known, "cert-file", "the one of the installer");
    return installed(known, "peer-cert-file", "the one of the installer");
  }

  private static Facts installed(Facts facts, String flag, String urls) {
    InputRef input = InputRef.flag(flag);
    return facts.of(input) instanceof Fact.OutOfScope
        ? facts.with(input, new Fact.Default(urls, "the installer"))
        : facts;
  }
}

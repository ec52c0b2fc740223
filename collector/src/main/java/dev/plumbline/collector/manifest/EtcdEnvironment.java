package dev.plumbline.collector.manifest;

import dev.plumbline.evidence.Argument.Resolution;
import dev.plumbline.evidence.EtcdVariables;
import dev.plumbline.evidence.SourceLocation;
import dev.plumbline.evidence.Variable;
import java.util.ArrayList;
import java.util.List;

/** Which of the variables that etcd takes are set. */
public final class EtcdEnvironment {

  private EtcdEnvironment() {}

  public static List<Variable> of(Environment environment, SourceLocation place) {
    List<Variable> variables = new ArrayList<>();
    for (String flag : EtcdVariables.FLAGS) {
      String name = EtcdVariables.name(flag);
      Environment.Value value = environment.get(name);
      if (value instanceof Environment.Value.Known known) {
        variables.add(new Variable(name, known.text(), Resolution.RESOLVED, place));
      } else if (value instanceof Environment.Value.Hidden) {
        variables.add(new Variable(name, "", Resolution.UNRESOLVED, place));
      }
    }
    return variables;
  }
}

package dev.plumbline.collector;

import dev.plumbline.evidence.Argument.Knowledge;
import dev.plumbline.evidence.EtcdVariables;
import dev.plumbline.evidence.Place;
import dev.plumbline.evidence.Variable;
import java.util.ArrayList;
import java.util.List;

/** Which of the variables that etcd takes are set. */
final class EtcdEnvironment {

  private EtcdEnvironment() {}

  static List<Variable> of(Environment environment, Place place) {
    List<Variable> variables = new ArrayList<>();
    for (String flag : EtcdVariables.FLAGS) {
      String name = EtcdVariables.name(flag);
      Environment.Value value = environment.get(name);
      if (value instanceof Environment.Value.Known known) {
        variables.add(new Variable(name, known.text(), Knowledge.FULL, place));
      } else if (value instanceof Environment.Value.Hidden) {
        variables.add(new Variable(name, "", Knowledge.PARTIAL, place));
      }
    }
    return variables;
  }
}

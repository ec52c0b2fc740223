package dev.plumbline.packed;

import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a record is made of.
 *
 * @param types of its components, in their order
 * @param accessors of its components
 */
record RecordShape(Constructor<?> constructor, List<Type> types, List<Method> accessors) {

  static RecordShape of(Class<?> type) {
    RecordComponent[] components = type.getRecordComponents();
    try {
      Constructor<?> constructor =
          type.getDeclaredConstructor(
              Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
      constructor.setAccessible(true);
      List<Type> types = new ArrayList<>();
      List<Method> accessors = new ArrayList<>();
      for (RecordComponent component : components) {
        types.add(component.getGenericType());
        Method accessor = component.getAccessor();
        accessor.setAccessible(true);
        accessors.add(accessor);
      }
      return new RecordShape(constructor, types, accessors);
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException("every record has its constructor", e);
    }
  }

  Object made(@Nullable Object[] values) {
    try {
      return constructor.newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(constructor.getDeclaringClass().getName(), e);
    }
  }

  @Nullable Object value(Object made, int component) {
    try {
      return accessors.get(component).invoke(made);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(constructor.getDeclaringClass().getName(), e);
    }
  }
}

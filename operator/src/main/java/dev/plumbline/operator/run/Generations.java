package dev.plumbline.operator.run;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What tells of each object whether it was there before, and whether its spec was the same. A large
 * cluster has many objects, and each change of their status comes here too: the client's own store
 * of this kind makes a map of the whole object first, which takes as long as to parse it.
 */
final class Generations<R extends HasMetadata> implements ItemStore<R> {

  private final Supplier<R> empty;
  private final Map<String, Version> versions = new ConcurrentHashMap<>();

  private record Version(String resourceVersion, @Nullable Long generation) {}

  /**
   * Keeps nothing yet.
   *
   * @param empty an object of the kind
   */
  Generations(Supplier<R> empty) {
    this.empty = empty;
  }

  @Override
  public String getKey(R object) {
    return Cache.metaNamespaceKeyFunc(object);
  }

  @Override
  public @Nullable R put(String key, R object) {
    Version version =
        new Version(
            object.getMetadata().getResourceVersion(), object.getMetadata().getGeneration());
    return restored(key, versions.put(key, version));
  }

  @Override
  public @Nullable R remove(String key) {
    return restored(key, versions.remove(key));
  }

  @Override
  public @Nullable R get(String key) {
    return restored(key, versions.get(key));
  }

  @Override
  public Stream<String> keySet() {
    return versions.keySet().stream();
  }

  @Override
  public Stream<R> values() {
    return keySet().flatMap(key -> Optional.ofNullable(get(key)).stream());
  }

  @Override
  public int size() {
    return versions.size();
  }

  @Override
  public boolean isFullState() {
    return false;
  }

  /** The informer's way to say that there is none is null. */
  private @Nullable R restored(String key, @Nullable Version version) {
    if (version == null) {
      return null;
    }
    int slash = key.indexOf('/');
    R object = empty.get();
    object.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace(slash < 0 ? null : key.substring(0, slash))
            .withName(key.substring(slash + 1))
            .withResourceVersion(version.resourceVersion())
            .withGeneration(version.generation())
            .build());
    return object;
  }
}

package io.millrace.local.kinesis.store;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;

/** All streams, each in a folder of its own below one folder. Thread safe. */
public final class StreamStore implements Closeable {

  private final Path folder;
  private final Map<String, KinesisStream> streams = new ConcurrentSkipListMap<>();

  private StreamStore(Path folder) {
    this.folder = folder;
  }

  /** Opens what a folder holds; makes it when it does not exist. */
  public static StreamStore open(Path folder) {
    StreamStore store = new StreamStore(folder);
    try {
      Files.createDirectories(folder);
      try (Stream<Path> found = Files.list(folder)) {
        for (Path path : found.toList()) {
          if (Files.exists(path.resolve("stream.json"))) {
            KinesisStream stream = KinesisStream.open(path);
            store.streams.put(stream.name(), stream);
          }
        }
      }
    } catch (IOException failure) {
      throw new UncheckedIOException("Cannot open " + folder, failure);
    }
    return store;
  }

  /** All streams, by name. */
  public List<KinesisStream> streams() {
    return List.copyOf(streams.values());
  }

  public Optional<KinesisStream> stream(String name) {
    return Optional.ofNullable(streams.get(name));
  }

  /** Makes a stream; empty when there is one of that name. */
  public synchronized Optional<KinesisStream> create(
      String name, String mode, int shardCount, int maxRecordKiB, long now) {
    if (streams.containsKey(name)) {
      return Optional.empty();
    }
    try {
      Path place = folder.resolve(name);
      // What a kill in the middle of a deletion left.
      Folders.delete(place);
      Files.createDirectories(place);
      KinesisStream stream = KinesisStream.create(place, name, mode, shardCount, maxRecordKiB, now);
      streams.put(name, stream);
      return Optional.of(stream);
    } catch (IOException failure) {
      throw new UncheckedIOException("Cannot make the stream " + name, failure);
    }
  }

  /** Deletes a stream and its records. */
  public synchronized void delete(KinesisStream stream) {
    streams.remove(stream.name());
    try {
      stream.release();
      Files.deleteIfExists(stream.folder().resolve("stream.json"));
      Folders.delete(stream.folder());
    } catch (IOException failure) {
      throw new UncheckedIOException("Cannot delete the stream " + stream.name(), failure);
    }
  }

  @Override
  public synchronized void close() throws IOException {
    for (KinesisStream stream : streams.values()) {
      stream.release();
    }
  }
}

package io.millrace.local.kinesis;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.local.kinesis.control.CallBook;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Orders faults and changes limits of an embedded Kinesis, in this process or another.
 *
 * <p>Each call throws an {@link UncheckedIOException} when the server is not there, and an {@link
 * IllegalArgumentException} when it refuses.
 */
public final class KinesisAdmin {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final URI endpoint;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  public KinesisAdmin(URI endpoint) {
    this.endpoint = endpoint;
  }

  /** Orders a fault, which holds from now on, and gives its id. */
  public long order(Fault fault) {
    return call("POST", "faults", fault).path("id").asLong();
  }

  /** Ends a fault. */
  public void clear(long id) {
    call("DELETE", "faults/" + id, null);
  }

  /** Ends all faults. */
  public void clearFaults() {
    call("DELETE", "faults", null);
  }

  /** Changes some limits at once. */
  public void limit(Map<Limit, Long> changes) {
    call("PUT", "limits", changes);
  }

  /** Changes a limit. */
  public void limit(Limit limit, long value) {
    limit(Map.of(limit, value));
  }

  /** The limits that hold. */
  public Map<Limit, Long> limits() {
    return new EnumMap<>(
        JSON.convertValue(call("GET", "limits", null), new TypeReference<Map<Limit, Long>>() {}));
  }

  /** How often what was called, since the start or since {@link #clearCalls}. */
  public List<CallBook.Count> calls() {
    return JSON.convertValue(
        call("GET", "calls", null), new TypeReference<List<CallBook.Count>>() {});
  }

  /** The calls of an operation on all streams and shards. */
  public long calls(String operation) {
    return calls().stream()
        .filter(count -> count.operation().equals(operation))
        .mapToLong(CallBook.Count::calls)
        .sum();
  }

  /** The calls of an operation on a shard. */
  public long calls(String operation, String stream, String shard) {
    return calls().stream()
        .filter(
            count ->
                count.operation().equals(operation)
                    && count.stream().equals(stream)
                    && count.shard().equals(shard))
        .mapToLong(CallBook.Count::calls)
        .sum();
  }

  /** Counts calls from 0 again. */
  public void clearCalls() {
    call("DELETE", "calls", null);
  }

  /** Drops a shard's first records for good, as if their time had come. */
  public void expireRecords(String stream, String shard, long count) {
    call("POST", "expire", Map.of("stream", stream, "shard", shard, "before", count));
  }

  /** Drops a closed shard for good, as if its time had come. */
  public void expireShard(String stream, String shard) {
    call("POST", "expire", Map.of("stream", stream, "shard", shard, "before", 0));
  }

  private JsonNode call(String method, String path, @Nullable Object body) {
    try {
      HttpRequest.BodyPublisher sent =
          body == null
              ? BodyPublishers.noBody()
              : BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body));
      HttpResponse<byte[]> answer =
          http.send(
              HttpRequest.newBuilder(endpoint.resolve("/_admin/" + path))
                  .method(method, sent)
                  .build(),
              BodyHandlers.ofByteArray());
      JsonNode content = JSON.readTree(answer.body());
      if (answer.statusCode() != 200) {
        throw new IllegalArgumentException(
            method + " " + path + " was refused: " + content.path("message").asText());
      }
      return content;
    } catch (IOException failure) {
      throw new UncheckedIOException("No answer from " + endpoint, failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted", interrupted);
    }
  }
}

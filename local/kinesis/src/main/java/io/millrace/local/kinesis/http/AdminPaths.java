package io.millrace.local.kinesis.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.local.kinesis.Fault;
import io.millrace.local.kinesis.Limit;
import io.millrace.local.kinesis.Limits;
import io.millrace.local.kinesis.control.CallBook;
import io.millrace.local.kinesis.control.FaultBook;
import io.millrace.local.kinesis.control.LimitBook;
import io.millrace.local.kinesis.store.KinesisStream;
import io.millrace.local.kinesis.store.Shard;
import io.millrace.local.kinesis.store.StreamStore;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.util.Map;
import java.util.NoSuchElementException;

/**
 * What a test orders over HTTP beside the API, in JSON.
 *
 * <pre>
 *   POST   /_admin/faults       a {@link Fault}; answers its id
 *   GET    /_admin/faults       those that stand
 *   DELETE /_admin/faults[/id]  ends all, or one
 *   GET    /_admin/limits       by name
 *   PUT    /_admin/limits       changes those that are named
 *   GET    /_admin/calls        how often what was called on which shard
 *   DELETE /_admin/calls        counts from 0 again
 *   POST   /_admin/expire       {stream, shard, before?}: the shard's records before a number, or
 *                               the closed shard with all its records, are gone for good
 * </pre>
 */
public final class AdminPaths {

  /** What all its paths begin with. */
  public static final String PREFIX = "/_admin/";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final FaultBook faults;
  private final CallBook calls;
  private final LimitBook limits;
  private final StreamStore store;

  public AdminPaths(FaultBook faults, CallBook calls, LimitBook limits, StreamStore store) {
    this.faults = faults;
    this.calls = calls;
    this.limits = limits;
    this.store = store;
  }

  record Answer(int status, ByteBuf body) {}

  /**
   * What to expire.
   *
   * @param before the number of the first record to stay; 0 for the whole closed shard
   */
  private record Expiry(String stream, String shard, long before) {}

  Answer answer(String method, String path, byte[] body) {
    String what = path.substring(PREFIX.length());
    try {
      Object result =
          switch (method + " " + what.replaceFirst("/.*", "")) {
            case "POST faults" -> Map.of("id", faults.add(JSON.readValue(body, Fault.class)));
            case "GET faults" -> faults.standing();
            case "DELETE faults" -> clearFaults(what);
            case "GET limits" -> limits.get().values();
            case "PUT limits" -> changeLimits(body);
            case "GET calls" -> calls.counts();
            case "DELETE calls" -> clearCalls();
            case "POST expire" -> expire(JSON.readValue(body, Expiry.class));
            default -> throw new NoSuchElementException(method + " " + path);
          };
      return new Answer(200, Unpooled.wrappedBuffer(JSON.writeValueAsBytes(result)));
    } catch (IOException | RuntimeException refused) {
      return refusal(refused);
    }
  }

  private static Answer refusal(Exception refused) {
    try {
      return new Answer(
          400,
          Unpooled.wrappedBuffer(JSON.writeValueAsBytes(Map.of("message", refused.toString()))));
    } catch (IOException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private Map<String, Object> clearFaults(String what) {
    int id = what.indexOf('/');
    if (id < 0) {
      faults.clearAll();
    } else {
      faults.clear(Long.parseLong(what.substring(id + 1)));
    }
    return Map.of();
  }

  private Map<Limit, Long> changeLimits(byte[] body) throws IOException {
    var changes = JSON.readTree(body).fields();
    Limits changed = limits.get();
    while (changes.hasNext()) {
      var change = changes.next();
      changed = changed.with(Limit.valueOf(change.getKey()), change.getValue().asLong());
    }
    limits.set(changed);
    return changed.values();
  }

  private Map<String, Object> clearCalls() {
    calls.clear();
    return Map.of();
  }

  private Map<String, Object> expire(Expiry expiry) {
    KinesisStream stream = store.stream(expiry.stream()).orElseThrow();
    Shard shard = stream.shard(expiry.shard()).orElseThrow();
    if (expiry.before() > 0) {
      stream.trim(shard, expiry.before());
    } else {
      stream.forget(shard);
    }
    return Map.of("first", shard.first());
  }
}

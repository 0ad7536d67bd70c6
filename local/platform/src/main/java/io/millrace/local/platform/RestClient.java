package io.millrace.local.platform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * JSON over HTTP, as Flink speaks it: an answer other than success is an exception with Flink's own
 * message.
 */
final class RestClient {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration REQUEST_LIMIT = Duration.ofMinutes(2);
  private static final String BOUNDARY = "millrace-part";

  private final URI endpoint;
  private final HttpClient client = HttpClient.newHttpClient();

  RestClient(URI endpoint) {
    this.endpoint = endpoint;
  }

  URI endpoint() {
    return endpoint;
  }

  static ObjectNode object() {
    return JSON.createObjectNode();
  }

  JsonNode fetch(String path) throws IOException {
    return send(request(path).GET());
  }

  JsonNode post(String path, ObjectNode body) throws IOException {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body.toString())));
  }

  JsonNode patch(String path) throws IOException {
    return send(request(path).method("PATCH", BodyPublishers.noBody()));
  }

  JsonNode postFile(String path, String part, Path file) throws IOException {
    String head =
        "--%s\r\nContent-Disposition: form-data; name=\"%s\"; filename=\"%s\"\r\nContent-Type: application/octet-stream\r\n\r\n"
            .formatted(BOUNDARY, part, file.getFileName());
    BodyPublisher body =
        BodyPublishers.concat(
            BodyPublishers.ofString(head),
            BodyPublishers.ofFile(file),
            BodyPublishers.ofString("\r\n--" + BOUNDARY + "--\r\n"));
    return send(
        request(path)
            .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
            .POST(body));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(endpoint + path)).timeout(REQUEST_LIMIT);
  }

  private JsonNode send(HttpRequest.Builder builder) throws IOException {
    HttpRequest request = builder.build();
    try {
      HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
      if (response.statusCode() / 100 != 2) {
        throw new IOException(
            "Flink answered %d to %s %s: %s"
                .formatted(
                    response.statusCode(),
                    request.method(),
                    request.uri().getPath(),
                    errors(response.body())));
      }
      return response.body().isEmpty() ? JSON.nullNode() : JSON.readTree(response.body());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while Flink worked on " + request.uri(), interrupted);
    }
  }

  private static String errors(String body) throws IOException {
    List<String> messages = new ArrayList<>();
    if (body.startsWith("{")) {
      JSON.readTree(body).path("errors").forEach(error -> messages.add(error.asText()));
    }
    return messages.isEmpty() ? body : String.join("; ", messages);
  }
}

package io.millrace.local.canary;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;

/**
 * AWS Secrets Manager's GetSecretValue, as its documentation has it: a secret is a JSON object with
 * the member {@code value}. What it does not have it denies, and its message is no better than it
 * must be: it shows a canary.
 */
final class SecretsManager implements AutoCloseable {

  private static final String PREFIX = "arn:aws:secretsmanager:us-east-1:123456789012:secret:";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, String> secrets;
  private final HttpServer server;

  private SecretsManager(Map<String, String> secrets, HttpServer server) {
    this.secrets = secrets;
    this.server = server;
  }

  /** Serves secrets, by their names, until it is closed. */
  static SecretsManager start(Map<String, String> secrets) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    SecretsManager service = new SecretsManager(secrets, server);
    server.createContext("/", service::answer);
    server.start();
    return service;
  }

  /** How a configuration refers to a secret. */
  static String reference(String name) {
    return "${secret:" + PREFIX + name + "#value}";
  }

  /** What {@code AWS_ENDPOINT_URL_SECRETS_MANAGER} is to be. */
  String endpoint() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    JsonNode request = JSON.readTree(exchange.getRequestBody());
    String secret = secrets.get(request.path("SecretId").asText().substring(PREFIX.length()));
    byte[] body =
        (secret == null
                ? JSON.createObjectNode()
                    .put("__type", "AccessDeniedException")
                    .put("Message", Canaries.MARK + "-denied")
                : JSON.createObjectNode()
                    .put("SecretString", JSON.createObjectNode().put("value", secret).toString()))
            .toString()
            .getBytes(UTF_8);
    exchange.sendResponseHeaders(secret == null ? 400 : 200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }
}

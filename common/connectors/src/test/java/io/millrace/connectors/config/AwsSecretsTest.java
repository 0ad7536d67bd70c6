package io.millrace.connectors.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a server that answers as the service's documentation says. */
class AwsSecretsTest {

  private static final String ARN =
      "arn:aws:secretsmanager:eu-central-1:123456789012:secret:shop/jdbc-password-AbCdEf";
  private static final Map<String, String> CREDENTIALS =
      Map.of("aws.accessKeyId", "AKIDEXAMPLE", "aws.secretAccessKey", "wJalrXUtnFEMI");

  private record Answer(int status, String body) {}

  private record Request(String body, Map<String, List<String>> headers) {
    String header(String name) {
      return headers.get(name).get(0);
    }
  }

  private final Deque<Answer> answers = new ArrayDeque<>();
  private final List<Request> requests = new ArrayList<>();
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    CREDENTIALS.forEach(System::setProperty);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
    CREDENTIALS.keySet().forEach(System::clearProperty);
  }

  @Test
  void theWholeStringIsTheValueAndIsNotShown() {
    answers.add(
        new Answer(
            200,
            "{\"ARN\":\"x\",\"Nested\":{\"SecretString\":\"no\"},\"SecretString\":\"p \\\"q\"}"));

    Secret password = parameters().group("jdbc").secret("password").required();

    assertThat(password.reveal()).isEqualTo("p \"q");
    assertThat(password).hasToString("******");
    Request request = requests.get(0);
    assertThat(request.body()).isEqualTo("{\"SecretId\":\"" + ARN + "\"}");
    assertThat(request.header("X-amz-target")).isEqualTo("secretsmanager.GetSecretValue");
    assertThat(request.header("Authorization"))
        .startsWith("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/")
        .contains("/eu-central-1/secretsmanager/aws4_request")
        .containsPattern("SignedHeaders=[a-z0-9;-]*host[a-z0-9;-]*x-amz-target")
        .containsPattern("Signature=[0-9a-f]{64}$");
  }

  @Test
  void aMemberOfAJsonObject() {
    answers.add(
        new Answer(
            200, "{\"SecretString\":\"{\\\"username\\\":\\\"u\\\",\\\"password\\\":\\\"p\\\"}\"}"));
    assertThat(secrets().read(ARN + "#password")).isEqualTo("p");

    answers.add(new Answer(200, "{\"SecretString\":\"{}\"}"));
    assertThatThrownBy(() -> secrets().read(ARN + "#password"))
        .hasMessage("secret " + ARN + " has no text member password");

    answers.add(new Answer(200, "{\"SecretString\":\"hunter2\"}"));
    assertThatThrownBy(() -> secrets().read(ARN + "#password"))
        .hasMessage("secret " + ARN + " is no JSON object");
  }

  @Test
  void aBusyServiceIsAskedAgain() {
    answers.add(new Answer(500, "<html>"));
    answers.add(new Answer(400, "{\"__type\":\"ThrottlingException\"}"));
    answers.add(new Answer(200, "{\"SecretString\":\"late\"}"));

    assertThat(secrets().read(ARN)).isEqualTo("late");
    assertThat(requests).hasSize(3);
  }

  @Test
  void errorsNameTheSecretAndTheKindOnly() {
    answers.add(
        new Answer(
            400,
            "{\"__type\":\"com.amazonaws#AccessDeniedException\",\"Message\":\"hunter2 is secret\"}"));
    assertThatThrownBy(() -> secrets().read(ARN))
        .hasMessage("secret " + ARN + ": AccessDeniedException, status 400");

    answers.add(new Answer(200, "{\"SecretBinary\":\"aGVsbG8=\"}"));
    assertThatThrownBy(() -> secrets().read(ARN)).hasMessage("secret " + ARN + " holds no string");

    assertThatThrownBy(() -> secrets().read("shop/jdbc-password"))
        .hasMessageContaining("shop/jdbc-password is no arn:aws:secretsmanager:");
  }

  @Test
  void aFaultNamesItsKey() {
    answers.add(new Answer(400, "{\"__type\":\"ResourceNotFoundException\"}"));
    Parameters parameters = parameters();
    parameters.group("jdbc").secret("password").required();

    assertThatThrownBy(parameters::check)
        .hasMessageContaining(
            "jdbc.password: secret " + ARN + ": ResourceNotFoundException, status 400");
  }

  private Parameters parameters() {
    return Parameters.load(
        new String[] {"--jdbc.password=${secret:" + ARN + "}"}, environment()::get);
  }

  private AwsSecrets secrets() {
    return new AwsSecrets(environment()::get);
  }

  private Map<String, String> environment() {
    return Map.of(
        AwsSecrets.ENDPOINT_VARIABLE, "http://127.0.0.1:" + server.getAddress().getPort());
  }

  private void answer(HttpExchange exchange) throws IOException {
    requests.add(
        new Request(
            new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8),
            Map.copyOf(exchange.getRequestHeaders())));
    Answer answer = answers.remove();
    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(answer.status(), body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }
}

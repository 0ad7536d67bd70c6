package io.millrace.connectors.config;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.millrace.connectors.config.References.UnresolvedException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;

/**
 * Reads secrets from AWS Secrets Manager when a job starts: the only place for them on Managed
 * Flink, which has neither files nor an environment of its user's. One call of one operation,
 * signed by the AWS SDK, whose own client of this service the registry does not have in our
 * version.
 */
final class AwsSecrets {

  /** An endpoint instead of the region's, by the variable that AWS's own tools take it from. */
  static final String ENDPOINT_VARIABLE = "AWS_ENDPOINT_URL_SECRETS_MANAGER";

  private static final Pattern ARN =
      Pattern.compile(
          "(arn:aws[a-z-]*:secretsmanager:([a-z]{2}(?:-[a-z]+)+-\\d):\\d{12}:secret:[\\w/+=.@-]+)(?:#(\\w+))?");

  private static final int ATTEMPTS = 4;
  private static final Duration CALL_LIMIT = Duration.ofSeconds(10);
  private static final Duration PAUSE = Duration.ofMillis(500);

  /** What Java's client sets itself. */
  private static final Set<String> NOT_TO_SET = Set.of("host", "content-length");

  private final Function<String, @Nullable String> environment;

  AwsSecrets(Function<String, @Nullable String> environment) {
    this.environment = environment;
  }

  /**
   * The string of the secret's current version; behind {@code #} the name of a member, if the
   * string is a JSON object, such as services of AWS make theirs.
   *
   * @throws UnresolvedException naming the ARN and the service's error, never what it holds
   */
  String read(String reference) {
    Matcher parts = ARN.matcher(reference);
    if (!parts.matches()) {
      throw new UnresolvedException(
          "secret "
              + reference
              + " is no arn:aws:secretsmanager:REGION:ACCOUNT:secret:NAME[#MEMBER]");
    }
    String arn = parts.group(1);
    String name = parts.group(3);
    try {
      HttpResponse<String> answer = ask(signed(arn, parts.group(2)));
      if (answer.statusCode() != 200) {
        throw new UnresolvedException(
            "secret " + arn + ": " + errorType(answer.body()) + ", status " + answer.statusCode());
      }
      String secret = member(answer.body(), "SecretString");
      String value = secret == null || name == null ? secret : memberOf(arn, secret, name);
      if (value == null) {
        throw new UnresolvedException(
            "secret " + arn + (name == null ? " holds no string" : " has no text member " + name));
      }
      return value;
    } catch (SdkClientException e) {
      throw new UnresolvedException("secret " + arn + ": no AWS credentials to read it with");
    } catch (IOException e) {
      throw new UnresolvedException(
          "secret " + arn + " cannot be read (" + e.getClass().getSimpleName() + ")");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnresolvedException("interrupted while reading secret " + arn);
    }
  }

  private static @Nullable String memberOf(String arn, String secret, String name) {
    try {
      return member(secret, name);
    } catch (IOException e) {
      // The parser's message would show a part of it.
      throw new UnresolvedException("secret " + arn + " is no JSON object");
    }
  }

  private HttpRequest signed(String arn, String region) {
    // The pattern of ARNs leaves nothing to escape.
    String body = "{\"SecretId\":\"" + arn + "\"}";
    SdkHttpRequest plain =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.POST)
            .uri(endpoint(region))
            .putHeader("Content-Type", "application/x-amz-json-1.1")
            .putHeader("X-Amz-Target", "secretsmanager.GetSecretValue")
            .build();
    SignedRequest signed;
    try (DefaultCredentialsProvider credentials = DefaultCredentialsProvider.builder().build()) {
      AwsCredentials identity = credentials.resolveCredentials();
      signed =
          AwsV4HttpSigner.create()
              .sign(
                  request ->
                      request
                          .identity(identity)
                          .request(plain)
                          .payload(ContentStreamProvider.fromUtf8String(body))
                          .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "secretsmanager")
                          .putProperty(AwsV4HttpSigner.REGION_NAME, region));
    }
    HttpRequest.Builder request =
        HttpRequest.newBuilder(plain.getUri())
            .timeout(CALL_LIMIT)
            .POST(BodyPublishers.ofString(body));
    signed
        .request()
        .forEachHeader(
            (name, values) -> {
              if (!NOT_TO_SET.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> request.header(name, value));
              }
            });
    return request.build();
  }

  private URI endpoint(String region) {
    String given = environment.apply(ENDPOINT_VARIABLE);
    return URI.create(
        given != null
            ? given
            : "https://secretsmanager."
                + region
                + "."
                + PartitionMetadata.of(Region.of(region)).dnsSuffix()
                + "/");
  }

  /** The service's answer; again after a while when it has none or is busy. */
  private static HttpResponse<String> ask(HttpRequest request)
      throws IOException, InterruptedException {
    HttpClient client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CALL_LIMIT)
            .build();
    for (int attempt = 1; ; attempt++) {
      try {
        HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
        if (attempt == ATTEMPTS
            || (answer.statusCode() < 500
                && !errorType(answer.body()).equals("ThrottlingException"))) {
          return answer;
        }
      } catch (IOException noAnswer) {
        if (attempt == ATTEMPTS) {
          throw noAnswer;
        }
      }
      Thread.sleep(PAUSE.multipliedBy(attempt).toMillis());
    }
  }

  /** What kind of error the service names; the message behind it may hold anything. */
  private static String errorType(String body) throws IOException {
    String type = body.startsWith("{") ? member(body, "__type") : null;
    return type == null ? "no answer of the service's" : type.substring(type.indexOf('#') + 1);
  }

  private static @Nullable String member(String json, String name) throws IOException {
    try (JsonParser parser = new JsonFactory().createParser(json)) {
      while (parser.nextToken() != null) {
        if (parser.currentToken() == JsonToken.FIELD_NAME
            && parser.currentName().equals(name)
            && parser.getParsingContext().getParent().inRoot()) {
          return parser.nextTextValue();
        }
      }
      return null;
    }
  }
}

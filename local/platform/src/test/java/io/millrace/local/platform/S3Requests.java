package io.millrace.local.platform;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Single S3 requests, signed by hand (version 2): a client library would be a hundred jars for a
 * put and a get.
 */
final class S3Requests {

  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT);

  private final HttpClient client = HttpClient.newHttpClient();
  private final ObjectStore store;

  S3Requests(ObjectStore store) {
    this.store = store;
  }

  HttpResponse<String> put(String path, String body) throws Exception {
    return send("PUT", path, BodyPublishers.ofString(body));
  }

  HttpResponse<String> fetch(String path) throws Exception {
    return send("GET", path, BodyPublishers.noBody());
  }

  HttpResponse<String> fetchUnsigned(String path) throws Exception {
    return client.send(HttpRequest.newBuilder(uri(path)).build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> send(String method, String path, BodyPublisher body)
      throws IOException, InterruptedException, GeneralSecurityException {
    String date = HTTP_DATE.format(ZonedDateTime.now(ZoneOffset.UTC));
    // Date is a header that the JDK's client keeps for itself.
    String signed = method + "\n\n\n\nx-amz-date:" + date + "\n/" + path;
    Mac mac = Mac.getInstance("HmacSHA1");
    String secret = store.credentials().get("AWS_SECRET_ACCESS_KEY");
    mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.US_ASCII), "HmacSHA1"));
    String signature =
        Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
    HttpRequest request =
        HttpRequest.newBuilder(uri(path))
            .method(method, body)
            .header("x-amz-date", date)
            .header(
                "Authorization",
                "AWS " + store.credentials().get("AWS_ACCESS_KEY_ID") + ":" + signature)
            .build();
    return client.send(request, BodyHandlers.ofString());
  }

  private URI uri(String path) {
    return URI.create(store.endpoint() + "/" + path);
  }
}

package io.millrace.bench.proxy;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The unfinished uploads of a bucket, by S3's own interface, and their end as by a lifecycle rule.
 * Requests are signed by hand (version 2).
 */
public final class S3Uploads {

  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT);
  private static final Pattern UPLOAD =
      Pattern.compile("<Upload>.*?<Key>(.*?)</Key>.*?<UploadId>(.*?)</UploadId>", Pattern.DOTALL);

  /** S3 lists no more at once. */
  private static final int MOST_A_PAGE = 1_000;

  private final HttpClient client = HttpClient.newHttpClient();
  private final URI endpoint;
  private final String accessKey;
  private final String secretKey;

  /**
   * Of a server.
   *
   * @param credentials under the names of the environment's variables
   */
  public S3Uploads(URI endpoint, Map<String, String> credentials) {
    this.endpoint = endpoint;
    this.accessKey = credentials.getOrDefault("AWS_ACCESS_KEY_ID", "");
    this.secretKey = credentials.getOrDefault("AWS_SECRET_ACCESS_KEY", "");
  }

  /** An upload that is neither completed nor aborted. */
  public record Upload(String bucket, String key, String id) {}

  /** All of a bucket. */
  public List<Upload> unfinished(String bucket) throws IOException, InterruptedException {
    return unfinished(bucket, MOST_A_PAGE);
  }

  List<Upload> unfinished(String bucket, int page) throws IOException, InterruptedException {
    List<Upload> uploads = new ArrayList<>();
    String query = "uploads&max-uploads=" + page;
    String sent = query;
    while (true) {
      String answer = send("GET", "/" + bucket, "uploads", sent);
      for (Matcher upload = UPLOAD.matcher(answer); upload.find(); ) {
        uploads.add(new Upload(bucket, upload.group(1), upload.group(2)));
      }
      if (!answer.contains("<IsTruncated>true</IsTruncated>")) {
        return uploads;
      }
      Upload last = uploads.get(uploads.size() - 1);
      sent =
          query
              + "&key-marker="
              + URLEncoder.encode(last.key(), StandardCharsets.UTF_8)
              + "&upload-id-marker="
              + URLEncoder.encode(last.id(), StandardCharsets.UTF_8);
    }
  }

  /** Ends it for good; what was uploaded of it is gone. */
  public void abort(Upload upload) throws IOException, InterruptedException {
    send(
        "DELETE",
        "/" + upload.bucket() + "/" + encoded(upload.key()),
        "uploadId=" + upload.id(),
        "uploadId=" + encoded(upload.id()));
  }

  /**
   * Sends a request.
   *
   * @param signedQuery what version 2 signs of the query, as it is before it is encoded
   * @return the answer's body
   */
  private String send(String method, String path, String signedQuery, String sentQuery)
      throws IOException, InterruptedException {
    String date = HTTP_DATE.format(ZonedDateTime.now(ZoneOffset.UTC));
    String signed = method + "\n\n\n\nx-amz-date:" + date + "\n" + path + "?" + signedQuery;
    HttpResponse<String> answer =
        client.send(
            HttpRequest.newBuilder(endpoint.resolve(path + "?" + sentQuery))
                .method(method, BodyPublishers.noBody())
                .header("x-amz-date", date)
                .header("Authorization", "AWS " + accessKey + ":" + signature(signed))
                .build(),
            BodyHandlers.ofString());
    if (answer.statusCode() / 100 != 2) {
      throw new IOException(
          method + " " + path + "?" + sentQuery + ": " + answer.statusCode() + " " + answer.body());
    }
    return answer.body();
  }

  private String signature(String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(secretKey.getBytes(StandardCharsets.US_ASCII), "HmacSHA1"));
      return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException("every JDK signs with SHA-1", missing);
    }
  }

  /** Slashes stay: they part the folders. */
  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20").replace("%2F", "/");
  }
}

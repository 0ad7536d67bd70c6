package io.millrace.local.canary;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.lang.reflect.Constructor;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/**
 * Every page that Flink's REST interface answers a GET with: those that Flink's own classes
 * declare, for each job, vertex, subtask, TaskManager, checkpoint and log file that there is.
 */
final class FlinkPages {

  /** Served from files, by no class that declares them. */
  private static final List<String> FILES = List.of("/jobmanager/log", "/jobmanager/stdout");

  /** They are asked for with a GET, and end the job. */
  private static final List<String> ACTS =
      List.of("/jobs/:jobid/yarn-cancel", "/jobs/:jobid/yarn-stop");

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI endpoint;
  private final Set<String> templates;
  private final Set<String> answered = new TreeSet<>();

  /**
   * @param home the checkout, which has the class path of Flink's processes
   */
  FlinkPages(URI endpoint, Path home) throws Exception {
    this.endpoint = endpoint;
    this.templates =
        templates(Files.readString(home.resolve("local/flink/target/classpath.txt")).strip());
  }

  /** The pages, as Flink declares them, that have never had an answer other than an error. */
  Set<String> unanswered() {
    Set<String> unanswered = new TreeSet<>(templates);
    unanswered.removeAll(answered);
    return unanswered;
  }

  /** What all pages say now, errors included. */
  Map<String, String> read() throws Exception {
    Map<String, String> pages = new LinkedHashMap<>();
    for (String template : templates) {
      for (String page : filledIn(template)) {
        HttpResponse<String> answer = get(page);
        pages.put(page, answer.body());
        if (answer.statusCode() == 200) {
          answered.add(template);
        }
      }
    }
    return pages;
  }

  private static Set<String> templates(String classPath) throws Exception {
    Set<String> templates = new TreeSet<>(FILES);
    List<URL> urls = new ArrayList<>();
    List<String> declaring = new ArrayList<>();
    for (String part : classPath.split(File.pathSeparator, -1)) {
      urls.add(Path.of(part).toUri().toURL());
      if (part.contains("flink-runtime")) {
        try (JarFile jar = new JarFile(part)) {
          jar.stream()
              .map(JarEntry::getName)
              .filter(n -> n.endsWith("Headers.class"))
              .forEach(declaring::add);
        }
      }
    }
    try (URLClassLoader flink = new URLClassLoader(urls.toArray(URL[]::new), null)) {
      for (String name : declaring) {
        Class<?> type = flink.loadClass(name.replace('/', '.').replaceFirst("\\.class$", ""));
        if (Modifier.isAbstract(type.getModifiers())) {
          continue;
        }
        Object headers = instance(type);
        if (call(headers, "getHttpMethod").toString().equals("GET")) {
          templates.add(call(headers, "getTargetRestEndpointURL").toString());
        }
      }
    }
    ACTS.forEach(templates::remove);
    return templates;
  }

  private static Object instance(Class<?> type) throws ReflectiveOperationException {
    Constructor<?> constructor = type.getDeclaredConstructor();
    constructor.setAccessible(true);
    return constructor.newInstance();
  }

  private static Object call(Object object, String name) throws Exception {
    return object.getClass().getMethod(name).invoke(object);
  }

  /** The template with all that its parameters may be; none where nothing is known. */
  private List<String> filledIn(String template) throws Exception {
    int begin = template.indexOf(':');
    if (begin < 0) {
      return List.of(template);
    }
    int end = template.indexOf('/', begin) < 0 ? template.length() : template.indexOf('/', begin);
    String before = template.substring(0, begin);
    List<String> pages = new ArrayList<>();
    for (String value : values(template.substring(begin, end), before)) {
      pages.addAll(filledIn(before + value + template.substring(end)));
    }
    return pages;
  }

  private List<String> values(String parameter, String before) throws Exception {
    return switch (parameter) {
      case ":jobid" -> texts("/jobs", "/jobs", "id");
      case ":jarid" -> texts("/jars", "/files", "id");
      case ":applicationid" -> texts("/applications/overview", "/applications", "id");
      case ":taskmanagerid" -> texts("/taskmanagers", "/taskmanagers", "id");
      case ":vertexid" -> texts(before.replaceFirst("(/jobs/[^/]*)/.*", "$1"), "/vertices", "id");
      case ":checkpointid" -> texts(before.replaceFirst("/details/$", ""), "/history", "id");
      case ":filename" -> texts(before.replaceFirst("/$", ""), "/logs", "name");
      case ":subtaskindex", ":attempt" -> List.of("0");
      default -> List.of();
    };
  }

  /** A member of each object of a list. */
  private List<String> texts(String page, String list, String member) throws Exception {
    List<String> texts = new ArrayList<>();
    HttpResponse<String> answer = get(page);
    if (answer.statusCode() == 200) {
      for (JsonNode entry : JSON.readTree(answer.body()).at(list)) {
        texts.add(entry.path(member).asText());
      }
    }
    return texts;
  }

  private HttpResponse<String> get(String page) throws Exception {
    return http.send(
        HttpRequest.newBuilder(URI.create(endpoint + page)).build(), BodyHandlers.ofString());
  }
}

package io.millrace.connectors.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Resolves {@code ${env:NAME}}, {@code ${file:path}} and {@code ${secret:ARN}} (of AWS Secrets
 * Manager) inside a value, wherever they stand. What they resolve to is taken as it is (not
 * resolved again); one line end at a file's end is dropped. A second dollar sign before a reference
 * makes it plain text: {@code $${env:NAME}}.
 */
final class References {

  private static final Pattern REFERENCE = Pattern.compile("\\$\\$\\{|\\$\\{([^}]*)(}?)");

  private final Function<String, @Nullable String> environment;
  private final AwsSecrets secrets;

  References(Function<String, @Nullable String> environment) {
    this.environment = environment;
    this.secrets = new AwsSecrets(environment);
  }

  /**
   * The value with its references resolved.
   *
   * @throws UnresolvedException naming the variable, file or secret, never what it holds
   */
  RawValue resolve(String value) {
    Matcher matcher = REFERENCE.matcher(value);
    boolean[] resolvedAny = new boolean[1];
    String resolved =
        matcher.replaceAll(
            match -> {
              if (match.group().equals("$${")) {
                return Matcher.quoteReplacement("${");
              }
              resolvedAny[0] = true;
              return Matcher.quoteReplacement(lookUp(match));
            });
    return new RawValue(resolved, resolvedAny[0]);
  }

  private String lookUp(MatchResult match) {
    String reference = match.group(1);
    if (match.group(2).isEmpty()) {
      throw new UnresolvedException("${ has no closing }");
    }
    if (reference.startsWith("env:")) {
      return variable(reference.substring("env:".length()));
    }
    if (reference.startsWith("file:")) {
      return content(reference.substring("file:".length()));
    }
    if (reference.startsWith("secret:")) {
      return secrets.read(reference.substring("secret:".length()));
    }
    throw new UnresolvedException(
        "unknown reference ${"
            + reference
            + "}; known: ${env:NAME}, ${file:path}, ${secret:ARN}; write $${ for a plain ${");
  }

  private String variable(String name) {
    String found = environment.apply(name);
    if (found == null) {
      throw new UnresolvedException("environment variable " + name + " is not set");
    }
    return found;
  }

  private static String content(String path) {
    try {
      String content = Files.readString(Path.of(path));
      if (content.endsWith("\r\n")) {
        return content.substring(0, content.length() - 2);
      }
      return content.endsWith("\n") ? content.substring(0, content.length() - 1) : content;
    } catch (NoSuchFileException e) {
      throw new UnresolvedException("file " + path + " does not exist");
    } catch (CharacterCodingException e) {
      throw new UnresolvedException("file " + path + " is not UTF-8 text");
    } catch (IOException | InvalidPathException e) {
      throw new UnresolvedException(
          "file " + path + " cannot be read (" + e.getClass().getSimpleName() + ")");
    }
  }

  /**
   * A value with nothing left to resolve.
   *
   * @param sensitive came from the environment, a file or Secrets Manager: not to be shown
   */
  record RawValue(String text, boolean sensitive) {}

  /** A reference that leads nowhere. */
  static final class UnresolvedException extends RuntimeException {
    UnresolvedException(String message) {
      super(message);
    }
  }
}

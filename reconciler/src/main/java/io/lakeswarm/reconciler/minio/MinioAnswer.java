package io.lakeswarm.reconciler.minio;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An answer of the server.
 *
 * @param purpose the purpose of the request
 */
record MinioAnswer(String purpose, int status, byte[] body) {
  private static final Pattern CODE = field("Code");
  private static final Pattern MESSAGE = field("Message");

  /** Returns the body as text. */
  String text() {
    return new String(body, UTF_8);
  }

  /** Returns true for 2xx. */
  boolean ok() {
    return status / 100 == 2;
  }

  /** Returns what the refusal means; a bare status (HEAD has no body) is read as far as it goes. */
  MinioErrorCode code() {
    if (ok()) {
      return MinioErrorCode.NONE;
    }
    String word = serverWord();
    if (!word.isEmpty()) {
      return MinioErrorCode.of(word);
    }
    return switch (status) {
      case 403 -> MinioErrorCode.DENIED;
      case 503 -> MinioErrorCode.STARTING;
      default -> MinioErrorCode.OTHER;
    };
  }

  /** Returns this answer when it is 2xx, else throws a {@link MinioException}. */
  MinioAnswer orThrow() {
    if (ok()) {
      return this;
    }
    throw refused();
  }

  /** Returns the refusal as an exception that names the call, the status and the server's word. */
  MinioException refused() {
    String why =
        code() == MinioErrorCode.MALFORMED_POLICY ? " (" + find(MESSAGE) + ")" : serverHint();
    return new MinioException(
        code(),
        "Cannot "
            + purpose
            + ": MinIO answered "
            + (status + " " + serverWord()).strip()
            + why
            + ".");
  }

  /** Returns the exception for an answer that is not {@code wanted}. */
  MinioException odd(String wanted, Exception cause) {
    return new MinioException(
        MinioErrorCode.OTHER,
        "Cannot "
            + purpose
            + ": the answer of MinIO is not "
            + wanted
            + ". Check that the address is MinIO's, and its log (make logs S=minio).",
        cause);
  }

  private String serverHint() {
    return code() == MinioErrorCode.CLOCK_SKEWED ? " (set the clocks of both hosts)" : "";
  }

  private String serverWord() {
    return find(CODE);
  }

  private String find(Pattern pattern) {
    Matcher matcher = pattern.matcher(text());
    if (!matcher.find()) {
      return "";
    }
    return matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
  }

  /** Returns the pattern of an error field: S3 answers errors in XML, the admin API in JSON. */
  private static Pattern field(String name) {
    return Pattern.compile(
        "<" + name + ">([^<]*)</" + name + ">|\"" + name + "\"\\s*:\\s*\"((?:[^\"\\\\]|\\\\.)*)\"");
  }
}

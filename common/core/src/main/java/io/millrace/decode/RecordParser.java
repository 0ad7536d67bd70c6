package io.millrace.decode;

import com.fasterxml.jackson.core.ErrorReportConfiguration;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.ContentReference;
import com.fasterxml.jackson.core.io.IOContext;
import com.fasterxml.jackson.core.json.JsonReadContext;
import com.fasterxml.jackson.core.json.UTF8StreamJsonParser;
import com.fasterxml.jackson.core.sym.ByteQuadsCanonicalizer;
import com.fasterxml.jackson.core.util.BufferRecycler;
import io.millrace.event.RejectReason;
import io.millrace.event.RowWriter;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Jackson's parser of UTF-8, with two things that its factory's parsers cannot do: it is used again
 * for the next record (making one costs a third of reading a small record), and it hands out a
 * string as the UTF-8 that it already is instead of decoding it to characters.
 *
 * <p>Rests on the parser's protected fields: a new version of Jackson must pass this package's
 * tests. The input must be valid UTF-8.
 */
final class RecordParser extends UTF8StreamJsonParser {

  /** A symbol table with more names than this is thrown away: names may be data. */
  private static final int MAX_NAMES = 8192;

  /** A comma, a colon, two spaces. */
  private static final int MOST_AROUND_NAME = 4;

  private final JsonReadContext root;
  private final int maxNumberLength;
  private final int maxStringLength;
  private final CharSlice slice = new CharSlice();

  private byte[] string = {};
  private int stringStart;
  private int stringLength;
  private byte[] encoded = new byte[256];
  private int numberStart;

  /** Where the last number that {@link #nextMember} read ends; no other value ends there. */
  private int numberEnd;

  RecordParser(DecodeLimits limits) {
    super(
        new IOContext(
            new DepthLimit(limits.maxDepth()),
            StreamWriteConstraints.defaults(),
            ErrorReportConfiguration.defaults(),
            new BufferRecycler(),
            ContentReference.redacted(),
            false),
        JsonParser.Feature.collectDefaults(),
        null,
        null,
        ByteQuadsCanonicalizer.createRoot()
            .makeChild(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES.getMask()),
        new byte[0],
        0,
        0,
        0,
        false);
    root = getParsingContext();
    maxNumberLength = limits.maxNumberLength();
    maxStringLength = limits.maxStringLength();
  }

  /** Begins with the next record, whatever became of the one before. */
  void open(byte[] record) {
    _inputBuffer = record;
    _inputPtr = 0;
    _inputEnd = record.length;
    _currInputProcessed = 0;
    _currInputRow = 1;
    _currInputRowStart = 0;
    _tokenIncomplete = false;
    _currToken = null;
    _nextToken = null;
    _nameCopied = false;
    _binaryValue = null;
    _numTypesValid = 0;
    _closed = false;
    numberEnd = -1;
    root.reset(0, 1, 0);
    _parsingContext = root;
  }

  /** Whether names have filled this parser's symbol table, so that a new one should take over. */
  boolean full() {
    return _symbols.size() > MAX_NAMES;
  }

  /** At the end of input; nothing is to be released, since this parser goes on. */
  @Override
  public void close() {}

  /** The index of the next byte. */
  int at() {
    return _inputPtr;
  }

  /** Whether only white space is left. */
  boolean onlySpaceLeft() {
    for (int i = _inputPtr; i < _inputEnd; i++) {
      if (!isSpace(_inputBuffer[i])) {
        return false;
      }
    }
    return true;
  }

  static boolean isSpace(byte b) {
    return b == ' ' || b == '\n' || b == '\r' || b == '\t';
  }

  /**
   * Goes on to the value of the member {@code name}, if that stands next in the object, spelled as
   * most producers do, and its value is a string or a plain number. Else returns null and has read
   * nothing: {@link #nextToken} reads all there is, which this spares half of the time for.
   *
   * @param quoted the name's UTF-8 between quotes
   */
  @Nullable JsonToken nextMember(byte[] quoted, String name) throws IOException {
    byte[] input = _inputBuffer;
    int at = _inputPtr;
    if (_tokenIncomplete || _inputEnd - at <= quoted.length + MOST_AROUND_NAME) {
      return null;
    }
    if (_parsingContext.hasCurrentIndex()) {
      if (input[at] != ',') {
        return null;
      }
      at++;
    }
    at = afterSpace(input, at);
    int colon = at + quoted.length;
    if (!Arrays.equals(input, at, colon, quoted, 0, quoted.length) || input[colon] != ':') {
      return null;
    }
    at = afterSpace(input, colon + 1);
    JsonToken token;
    if (input[at] == '"') {
      token = JsonToken.VALUE_STRING;
      _tokenIncomplete = true;
      _inputPtr = at + 1;
    } else {
      token = plainNumber(input, at);
      if (token == null) {
        return null;
      }
      _inputPtr = numberEnd;
    }
    _parsingContext.expectComma();
    _parsingContext.setCurrentName(name);
    _currToken = token;
    return token;
  }

  private static int afterSpace(byte[] input, int at) {
    return input[at] == ' ' ? at + 1 : at;
  }

  /** Notes where a number without an exponent begins and ends; null if there is none. */
  private @Nullable JsonToken plainNumber(byte[] input, int start) {
    int first = input[start] == '-' ? start + 1 : start;
    int end = endOfDigits(input, first);
    if (end == first || (input[first] == '0' && end - first > 1)) {
      return null;
    }
    JsonToken token = JsonToken.VALUE_NUMBER_INT;
    if (end < _inputEnd && input[end] == '.') {
      int fraction = end + 1;
      end = endOfDigits(input, fraction);
      if (end == fraction) {
        return null;
      }
      token = JsonToken.VALUE_NUMBER_FLOAT;
    }
    if (end == _inputEnd || (input[end] != ',' && input[end] != '}')) {
      return null;
    }
    numberStart = start;
    numberEnd = end;
    return token;
  }

  private int endOfDigits(byte[] input, int start) {
    int at = start;
    while (at < _inputEnd && input[at] >= '0' && input[at] <= '9') {
      at++;
    }
    return at;
  }

  /** The current member's name, checked. */
  String name() throws IOException {
    String name = _parsingContext.getCurrentName();
    if (name.length() > maxStringLength) {
      throw new Fault(
          RejectReason.STRING_TOO_LONG, "a name has more than " + maxStringLength + " characters");
    }
    return name;
  }

  /** Reads the current string to its end; {@link #string} and its companions then tell it. */
  void readString() throws IOException {
    if (_tokenIncomplete) {
      int start = _inputPtr;
      int end = Utf8.endOfPlainText(_inputBuffer, start, _inputEnd);
      if (end < _inputEnd && _inputBuffer[end] == '"') {
        _tokenIncomplete = false;
        _inputPtr = end + 1;
        string = _inputBuffer;
        stringStart = start;
        stringLength = end - start;
        if (stringLength > maxStringLength
            && Utf8.chars(string, stringStart, stringLength) > maxStringLength) {
          throw stringTooLong();
        }
        return;
      }
    }
    readEscapedString();
  }

  private void readEscapedString() throws IOException {
    char[] chars = getTextCharacters();
    int length = getTextLength();
    if (length > maxStringLength) {
      throw stringTooLong();
    }
    if (encoded.length < length * 3L) {
      encoded = new byte[Math.multiplyExact(length, 3)];
    }
    int end = Utf8.encode(slice.of(chars, getTextOffset(), length), encoded, 0);
    if (end < 0) {
      throw halfSurrogate();
    }
    string = encoded;
    stringStart = 0;
    stringLength = end;
  }

  private Fault stringTooLong() {
    return new Fault(
        RejectReason.STRING_TOO_LONG, "a string has more than " + maxStringLength + " characters");
  }

  static Fault halfSurrogate() {
    return new Fault(
        RejectReason.BAD_UTF8, "an escape stands for half of a surrogate pair, which UTF-8 cannot");
  }

  /** The array that holds the string's UTF-8. */
  byte[] string() {
    return string;
  }

  /** Whether the string stands in {@link #string} as in the record, between its quotes. */
  boolean stringIsPlain() {
    return string == _inputBuffer;
  }

  int stringStart() {
    return stringStart;
  }

  int stringLength() {
    return stringLength;
  }

  /** The current number's characters, as they stand in the record; valid until the next token. */
  CharSlice number() throws IOException {
    boolean plain = _inputPtr == numberEnd;
    int length = plain ? numberEnd - numberStart : _textBuffer.size();
    if (length > maxNumberLength) {
      throw new Fault(
          RejectReason.NUMBER_TOO_LONG,
          "a number has more than " + maxNumberLength + " characters");
    }
    return plain
        ? slice.ofAscii(_inputBuffer, numberStart, length)
        : slice.of(_textBuffer.getTextBuffer(), _textBuffer.getTextOffset(), length);
  }

  /** Appends the current number as it stands in the record. */
  void copyNumber(RowWriter to) throws IOException {
    CharSlice number = number();
    int length = number.length();
    int start = to.reserve(length);
    byte[] bytes = to.bytes();
    for (int i = 0; i < length; i++) {
      bytes[start + i] = (byte) number.charAt(i);
    }
  }

  /** Nesting is the one limit that must be kept while the parser runs; the others are kept here. */
  private static final class DepthLimit extends StreamReadConstraints {
    DepthLimit(int maxDepth) {
      super(maxDepth, -1, Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE, -1);
    }

    @Override
    public void validateNestingDepth(int depth) throws StreamConstraintsException {
      if (depth > getMaxNestingDepth()) {
        throw new TooDeepException(getMaxNestingDepth());
      }
    }
  }

  /** More objects and arrays inside one another than the limit. */
  static final class TooDeepException extends StreamConstraintsException {
    TooDeepException(int maxDepth) {
      super("nested deeper than " + maxDepth);
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
      return this;
    }
  }
}

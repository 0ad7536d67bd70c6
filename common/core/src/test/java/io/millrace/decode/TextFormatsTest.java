package io.millrace.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.contract.ValueType.TextFormat;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextFormatsTest {

  @ParameterizedTest
  @CsvSource({
    "EMAIL, a@b.example",
    "EMAIL, first.last+tag@sub.b-c.example",
    "EMAIL, '\"with @ and \\\" inside\"@b.example'",
    "EMAIL, a@[192.0.2.1]",
    "EMAIL, a@[IPv6:2001:db8::1]",
    "EMAIL, o'neill@b",
    "UUID, 123e4567-e89b-12d3-a456-426614174000",
    "UUID, 123E4567-E89B-12D3-A456-426614174000",
    "URI, https://b.example:8080/p%20q?x=1&y=2#f",
    "URI, urn:isbn:0451450523",
    "URI, mailto:a@b.example",
    "URI, http://[2001:db8::1]/",
    "HOSTNAME, a",
    "HOSTNAME, xn--bcher-kva.example",
    "HOSTNAME, 1.2.3.4",
    "IPV4, 192.0.2.1",
    "IPV4, 0.0.0.0",
    "IPV4, 255.255.255.255",
    "IPV6, ::",
    "IPV6, ::1",
    "IPV6, 2001:db8::1",
    "IPV6, 1:2:3:4:5:6:7:8",
    "IPV6, 1::",
    "IPV6, ::ffff:192.0.2.1",
    "IPV6, 1:2:3:4:5:6:192.0.2.1",
    "BYTE, ''",
    "BYTE, TWlsbA==",
    "BYTE, TWls",
    "BYTE, TWlsbHI=",
    "BYTE, +/+/",
  })
  void matching(TextFormat format, String text) {
    assertThat(matches(format, text)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "EMAIL, ''",
    "EMAIL, a",
    "EMAIL, a@",
    "EMAIL, @b.example",
    "EMAIL, a@@b.example",
    "EMAIL, a..b@c.example",
    "EMAIL, .a@c.example",
    "EMAIL, a.@c.example",
    "EMAIL, a b@c.example",
    "EMAIL, ä@c.example",
    "EMAIL, a@-b.example",
    "EMAIL, a@b_c.example",
    "EMAIL, '\"a@b.example'",
    "EMAIL, '\"\\\"@b.example'",
    "EMAIL, a@[300.0.2.1]",
    "EMAIL, a@[x]",
    "UUID, 123e4567e89b12d3a456426614174000",
    "UUID, 123e4567-e89b-12d3-a456-42661417400g",
    "UUID, {123e4567-e89b-12d3-a456-426614174000}",
    "URI, ''",
    "URI, b.example/p",
    "URI, ://b",
    "URI, 1http://b",
    "URI, http://b/%2",
    "URI, http://b/a b",
    "URI, http://b/ä",
    "URI, http://b/#a#b",
    "URI, http://[1::2::3]/",
    "URI, http://b/x[1]",
    "HOSTNAME, ''",
    "HOSTNAME, a..b",
    "HOSTNAME, .a",
    "HOSTNAME, a.",
    "HOSTNAME, -a",
    "HOSTNAME, a-",
    "HOSTNAME, a_b",
    "IPV4, 1.2.3",
    "IPV4, 1.2.3.4.5",
    "IPV4, 1.2.3.256",
    "IPV4, 01.2.3.4",
    "IPV4, 1.2.3.",
    "IPV4, 1.2.3.4444",
    "IPV6, ''",
    "IPV6, :",
    "IPV6, :::",
    "IPV6, 1:2:3:4:5:6:7",
    "IPV6, 1:2:3:4:5:6:7:8:9",
    "IPV6, 1::2::3",
    "IPV6, 12345::",
    "IPV6, 1:2:3:4:5:6:7:",
    "IPV6, 1:2:3:4:5:6:7::8",
    "IPV6, fe80::1%eth0",
    "IPV6, 1:2:3:4:5:6:7:192.0.2.1",
    "IPV6, ::1.2.3",
    "BYTE, TWl",
    "BYTE, TWls=",
    "BYTE, T===",
    "BYTE, TW-_",
    "BYTE, =AAA",
  })
  void notMatching(TextFormat format, String text) {
    assertThat(matches(format, text)).isFalse();
  }

  private static boolean matches(TextFormat format, String text) {
    byte[] utf8 = ("x" + text + "x").getBytes(StandardCharsets.UTF_8);
    return TextFormats.matches(format, utf8, 1, utf8.length - 1);
  }
}

package io.millrace.local.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SqlStatementsTest {

  @Test
  void semicolonsEndStatements() {
    assertThat(SqlStatements.of("select 1; select 2 ;\n")).containsExactly("select 1", "select 2");
    assertThat(SqlStatements.of("select 1")).containsExactly("select 1");
  }

  @Test
  void nothingButBlanksAndCommentsIsNoStatement() {
    assertThat(SqlStatements.of("")).isEmpty();
    assertThat(SqlStatements.of(" ;; -- select 1;\n /* ; /* ; */ ; */ ;")).isEmpty();
    assertThat(SqlStatements.of("-- what\nselect 1 -- why;\n; /* end */"))
        .containsExactly("-- what\nselect 1 -- why;");
  }

  @Test
  void semicolonsInsideOfSomethingEndNothing() {
    for (String whole :
        List.of(
            "select ';', 'it''s; so', '\\'",
            "select 1 as \"a;b\"\"c;d\"",
            "select E'\\';', 1",
            "select $$;$$, $tag$; $$ ;$tag$",
            "select a$1, b$2",
            "select 1 /* ; /* ; */ ; */ + 1",
            "select 'unfinished; ",
            "select $$ unfinished;")) {
      assertThat(SqlStatements.of(whole)).as(whole).containsExactly(whole.strip());
    }
    assertThat(SqlStatements.of("select a$1; select b$1")).hasSize(2);
    assertThat(SqlStatements.of("select like'\\'; select 2")).as("like is no E").hasSize(2);
  }
}

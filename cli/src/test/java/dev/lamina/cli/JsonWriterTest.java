package dev.lamina.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonWriterTest {
  @Test
  void writesIndentedAndInOrder() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("b", 1);
    map.put("a", List.of(1, 2));
    map.put("c", List.of(Map.of("d", 1.5)));
    map.put("e", Map.of());
    map.put("f", null);
    assertThat(JsonWriter.write(map))
        .isEqualTo(
            """
            {
              "b": 1,
              "a": [1, 2],
              "c": [
                {
                  "d": 1.5
                }
              ],
              "e": {},
              "f": null
            }
            """);
  }

  @Test
  void aParserReadsBackWhatWasWritten() throws IOException {
    StringBuilder all = new StringBuilder();
    for (char c = 0; c < 0x500; c++) {
      all.append(c);
    }
    all.append("\ud83d\ude00\u2028");
    JsonNode read =
        new ObjectMapper()
            .readTree(
                JsonWriter.write(
                    Arrays.asList(
                        all.toString(),
                        Long.MIN_VALUE,
                        Double.MIN_VALUE,
                        1e300,
                        -0.0,
                        true,
                        null)));
    assertThat(read.get(0).asText()).isEqualTo(all.toString());
    assertThat(read.get(1).asLong()).isEqualTo(Long.MIN_VALUE);
    assertThat(read.get(2).asDouble()).isEqualTo(Double.MIN_VALUE);
    assertThat(read.get(3).asDouble()).isEqualTo(1e300);
    assertThat(read.get(4).asDouble()).isEqualTo(-0.0);
    assertThat(read.get(5).asBoolean()).isTrue();
    assertThat(read.get(6).isNull()).isTrue();
  }

  @Test
  void whatJsonCannotHoldIsNull() {
    assertThat(JsonWriter.write(List.of(Double.NaN, Double.POSITIVE_INFINITY)))
        .isEqualTo("[null, null]\n");
  }

  @Test
  void refusesOtherTypes() {
    assertThatThrownBy(() -> JsonWriter.write(new Object()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no JSON for class java.lang.Object");
  }
}

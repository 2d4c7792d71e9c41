package dev.lamina.datasets.folders;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a part of a data set is for, as the names of folders and files tell it. */
public enum Part {
  TRAIN("train", "training"),
  VALIDATION("val", "valid", "validation", "validate", "dev"),
  /** Stands for the test where there is none, else for the validation. */
  EVALUATION("eval", "evaluation"),
  TEST("test", "tests", "testing", "t10k");

  /** The names that mean this part, in lower case, as alternatives of a regular expression. */
  public final String names;

  private final Pattern folder;

  Part(String... names) {
    this.names = String.join("|", names);
    this.folder =
        Pattern.compile("(seg)?(%s)(set|data|dataset|images|imgs|samples)?".formatted(this.names));
  }

  /** A name in lower case and without separators, as names are compared here. */
  public static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[\\s_.-]", "");
  }

  /** The part that a folder is named after. */
  public static Optional<Part> ofFolder(String name) {
    String plain = plain(name);
    return Arrays.stream(values()).filter(part -> part.folder.matcher(plain).matches()).findFirst();
  }

  /** For messages. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}

package dev.lamina.datasets;

import static dev.lamina.datasets.TestFiles.target;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.DataException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SplitFoldersTest {

  @TempDir Path directory;

  private void images(String... names) throws IOException {
    for (String name : names) {
      Path file = directory.resolve(name);
      Files.createDirectories(file.getParent());
      BufferedImage image = new BufferedImage(4, 4, BufferedImage.TYPE_INT_RGB);
      assertThat(ImageIO.write(image, "png", file.toFile())).isTrue();
    }
  }

  /** Two classes with one image each. */
  private void part(String... folders) throws IOException {
    for (String folder : folders) {
      images(folder + "/cat/1.png", folder + "/dog/1.png");
    }
  }

  private TrainTest load() throws IOException {
    return Datasets.open(directory);
  }

  private void assertRefused(String message) {
    assertThatThrownBy(this::load)
        .isInstanceOf(DataException.class)
        .hasMessage(message.replace("DIR", directory.toString()));
  }

  @ParameterizedTest
  @CsvSource({
    "train, test",
    "Train, Test",
    "TRAIN, TESTING",
    "training_set, test_set",
    "training, testing",
    "seg_train, seg_test",
    "train, eval",
    "train, val",
    "train-images, test-images",
    "Training Data, Validation Data",
    "trainset, testset"
  })
  void namesOfParts(String train, String test) throws IOException {
    part(train, test);
    images(train + "/cat/2.png");
    TrainTest data = load();
    assertThat(data.train().classNames()).containsExactly("cat", "dog");
    assertThat(data.train().size()).isEqualTo(3);
    assertThat(data.test().size()).isEqualTo(2);
    assertThat(data.validation()).isEmpty();
    assertThat(data.source())
        .isEqualTo("%s (%s/ and %s/; pixels divided by 255)".formatted(directory, train, test));
    assertThat(data.notes()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "val, test",
    "validation, Test",
    "eval, test",
    "valid, eval",
    "dev, testing",
    "Validation_Set, Test_Set"
  })
  void aThirdPartIsTheValidation(String validation, String test) throws IOException {
    part("train", validation, test);
    images(validation + "/dog/2.png", validation + "/dog/3.png");
    TrainTest data = load();
    assertThat(data.train().size()).isEqualTo(2);
    assertThat(data.validation().get().size()).isEqualTo(4);
    assertThat(data.validation().get().classNames()).containsExactly("cat", "dog");
    assertThat(target(data.validation().get(), 3)).containsExactly(1);
    assertThat(data.test().size()).isEqualTo(2);
    assertThat(data)
        .hasToString(
            "2 training, 4 validation and 2 test samples of 4x4x3, 2 classes, from %s (train/, %s/ for validation, and %s/; pixels divided by 255)"
                .formatted(directory, validation, test));
    assertThat(data.withNote("x").validation()).isPresent();
  }

  @Test
  void partsInsideFoldersOfTheirOwnName() throws IOException {
    part("seg_train/seg_train", "seg_test/seg_test");
    images("seg_pred/seg_pred/1.png", "seg_pred/seg_pred/2.png");
    TrainTest data = load();
    assertThat(data.train().classNames()).containsExactly("cat", "dog");
    assertThat(data.source())
        .isEqualTo(
            directory + " (seg_train/seg_train/ and seg_test/seg_test/; pixels divided by 255)");
    assertThat(data.notes())
        .containsExactly("passed over, as the images in it have no class folders: seg_pred/");
  }

  @Test
  void aTestPartWithOneClassIsNoWrapping() throws IOException {
    part("train");
    images("test/dog/old/1.png", "test/dog/new/1.png");
    TrainTest data = load();
    assertThat(data.test().size()).isEqualTo(2);
    assertThat(target(data.test(), 0)).containsExactly(1);
  }

  @Test
  void oneFolderAroundAll() throws IOException {
    part("archive/data/train", "archive/data/test");
    TrainTest data = load();
    assertThat(data.source())
        .isEqualTo(
            directory + " (archive/data/train/ and archive/data/test/; pixels divided by 255)");
    assertThat(data.notes())
        .containsExactly("the folders in archive/data/ are read, the only folder with images");
  }

  @Test
  void oneFolderAroundTheClasses() throws IOException {
    part("animals");
    images("animals/cat/2.png", "animals/dog/2.png");
    TrainTest data = load();
    assertThat(data.train().classNames()).containsExactly("cat", "dog");
    assertThat(data.notes())
        .containsExactly("the folders in animals/ are read, the only folder with images");
  }

  @Test
  void foldersThatAreNoDataArePassedOverAndSaid() throws IOException {
    part("train", "test", "__MACOSX/train", ".ipynb_checkpoints");
    images(
        "train/cat/.ipynb_checkpoints/1-checkpoint.png",
        "train/__MACOSX/cat/1.png",
        "train/stray.png",
        "test/.git/1.png");
    Files.createDirectories(directory.resolve("checkpoints"));
    Files.writeString(directory.resolve("checkpoints/model.keras"), "");
    Files.createDirectories(directory.resolve("logs"));
    Files.createDirectories(directory.resolve("train/empty"));
    TrainTest data = load();
    assertThat(data.train().size()).isEqualTo(2);
    assertThat(data.test().size()).isEqualTo(2);
    assertThat(data.notes())
        .containsExactly(
            "folders without images passed over: checkpoints/, logs/",
            "folders hidden and passed over: .ipynb_checkpoints/, __MACOSX/",
            "folder without images in train/ passed over: empty/",
            "folder hidden in train/ and passed over: __MACOSX/",
            "1 image beside the folders in train/ passed over, as only images in folders have a"
                + " class",
            "folder hidden in test/ and passed over: .git/");
  }

  @Test
  void aClassOfImagesThatAreNotReadIsNotPassedOver() throws IOException {
    part(".");
    images("cat/2.png", "dog/2.png");
    Files.createDirectories(directory.resolve("emu"));
    Files.writeString(directory.resolve("emu/1.tiff"), "II");
    assertRefused(
        "DIR/emu: the class folder holds no .png, .jpg, .jpeg, .bmp or .gif files, but images of a"
            + " kind that is not read (.tiff); convert them to PNG or JPEG, or delete the folder");
    images("emu/1.png", "emu/2.png"); // converted
    assertThat(load().train().classNames()).containsExactly("cat", "dog", "emu");
  }

  @Test
  void trainingAloneIsRefusedAndTheHintWorks() throws IOException {
    part("train");
    images("train/cat/2.png", "train/dog/2.png");
    assertRefused(
        "DIR: train/ looks like the training part, but there is no test part beside; add a test"
            + " part (test/ or val/ with the same class folders), or name DIR/train, of which a"
            + " share of each class is then held out");
    TrainTest data = Datasets.open(directory.resolve("train"));
    assertThat(data.train().size()).isEqualTo(2);
    assertThat(data.test().size()).isEqualTo(2);
  }

  @Test
  void aTestPartWithoutClassesIsRefusedAndTheHintWorks() throws IOException {
    part("train");
    images("train/cat/2.png", "train/dog/2.png", "test/1.png", "test/2.png");
    assertRefused(
        "DIR: train/ looks like the training part, but the images in test/ beside have no class"
            + " folders; add a test part (test/ or val/ with the same class folders), or name"
            + " DIR/train, of which a share of each class is then held out");
    assertThat(Datasets.open(directory.resolve("train")).test().size()).isEqualTo(2);
  }

  @Test
  void trainingBesideSomethingElse() throws IOException {
    part("train", "other");
    String names =
        "the names train, val and test (training_set, Testing, valid, eval and the like) are"
            + " understood";
    assertRefused(
        "DIR: train/ looks like the training part, but other/ is neither a training, nor a"
            + " validation or test part; move away what is none, or rename it: "
            + names);
    Files.move(directory.resolve("other"), directory.resolve("test"));
    assertThat(load().test().size()).isEqualTo(2);
  }

  @Test
  void partsWithoutATrainingPart() throws IOException {
    part("test", "val");
    assertRefused(
        "DIR: val/ and test/ look like a part of a data set, but there is no training part beside;"
            + " rename the folders: the names train, val and test (training_set, Testing, valid,"
            + " eval and the like) are understood");
  }

  @Test
  void partsWithoutClasses() throws IOException {
    images("train/1.png", "train/2.png", "test/1.png", "test/2.png");
    assertRefused(
        "DIR: train/ and test/ look like a part of a data set, but there are no class folders"
            + " inside, so that nothing says of which class an image is; make one folder for each"
            + " class there");
  }

  @Test
  void twoFoldersForOnePart() throws IOException {
    part("train", "test", "testing");
    assertRefused(
        "DIR: test/ and testing/ both look like the test part; put the images of both into one, or"
            + " move one away");
  }

  @Test
  void aClassNamedLikeAPartIsTakenAsAClassAndSaid() throws IOException {
    images("train/1.png", "train/2.png", "bus/1.png", "bus/2.png");
    TrainTest data = load();
    assertThat(data.train().classNames()).containsExactly("bus", "train");
    assertThat(data.notes())
        .containsExactly(
            "train/ is taken as a class of this name, as it holds images and no class folders");
  }

  @Test
  void oneNameInTwoUnicodeForms() throws IOException {
    String composed = "caf\u00e9";
    String korean = "\ud55c\uae00";
    images(
        "train/" + composed + "/1.png", "train/" + korean + "/1.png", "train/\ud83d\ude00/1.png");
    for (String name : new String[] {composed, korean, "\ud83d\ude00"}) {
      images("test/" + Normalizer.normalize(name, Normalizer.Form.NFD) + "/1.png");
    }
    TrainTest data = load();
    assertThat(data.train().classNames()).containsExactly(composed, korean, "\ud83d\ude00");
    for (int i = 0; i < 3; i++) {
      assertThat(target(data.test(), i)).containsExactly(i);
      assertThat(TestFiles.input(data.test(), i)).hasSize(48);
    }
  }

  @Test
  void twoFoldersOfOneNameInOneDirectory() throws IOException {
    images("caf\u00e9/1.png", "cafe\u0301/1.png", "tea/1.png");
    assertRefused(
        "DIR: two entries are both named caf\u00e9, one in composed and one in decomposed Unicode;"
            + " put their content into one");
  }

  @Test
  void classesAreSortedAsInPython() throws IOException {
    // By UTF-16 units the emoji would come first.
    images("\uff01/1.png", "\uff01/2.png", "\ud83d\ude00/1.png", "\ud83d\ude00/2.png");
    assertThat(load().train().classNames()).containsExactly("\uff01", "\ud83d\ude00");
  }
}

/**
 * Data for training: where samples come from, and the reader that prepares batches while a step
 * runs.
 *
 * <p>A {@link dev.lamina.datasets.Dataset} is a list of samples, each with an input (an image, axis
 * order height, width, channels) and a target. It is made from arrays in memory, or read from
 * files:
 *
 * <ul>
 *   <li>{@link dev.lamina.datasets.FashionMnist}: the data set of the examples; a part of it is
 *       inside the jar;
 *   <li>{@link dev.lamina.datasets.IdxDirectory}: IDX files, the format of MNIST;
 *   <li>{@link dev.lamina.datasets.NpyDirectory}: NumPy files {@code x_train.npy}, {@code
 *       y_train.npy};
 *   <li>{@link dev.lamina.datasets.NpzFile}: NumPy's archives, such as {@code mnist.npz};
 *   <li>{@link dev.lamina.datasets.ImageDirectory}: one folder of images per class;
 *   <li>{@link dev.lamina.datasets.Datasets#open(String, DataOptions)} finds out which of these a
 *       directory is;
 *   <li>a class of your own that extends {@link dev.lamina.datasets.Dataset}.
 * </ul>
 *
 * <p>Problems with files are {@link java.io.IOException}s; malformed content is a {@link
 * dev.lamina.DataException}. What a file's header claims is compared with the file's length before
 * anything is allocated.
 */
@NullMarked
package dev.lamina.datasets;

import org.jspecify.annotations.NullMarked;

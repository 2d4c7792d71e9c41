/** Reads and writes HDF5 files, as far as Keras makes use of them. Not for users. */
@NullMarked
package dev.lamina.keras.hdf5;

import org.jspecify.annotations.NullMarked;

package dev.lamina.engine.reference;

/** The numbers that results are rounded to. */
enum Precision {
  FLOAT,
  DOUBLE
}

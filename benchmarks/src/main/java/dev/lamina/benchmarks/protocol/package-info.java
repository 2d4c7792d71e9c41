/**
 * What contestants written in Java share: the data, the requests and answers over stdin and stdout,
 * and how they measure. Needs the JDK alone, as the peers' own projects compile it too.
 */
@NullMarked
package dev.lamina.benchmarks.protocol;

import org.jspecify.annotations.NullMarked;

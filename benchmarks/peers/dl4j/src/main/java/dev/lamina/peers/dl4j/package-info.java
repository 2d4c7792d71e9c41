/** DL4J as a peer of Lamina's benchmarks. */
@NullMarked
package dev.lamina.peers.dl4j;

import org.jspecify.annotations.NullMarked;

/** DJL on PyTorch as a peer of Lamina's benchmarks. */
@NullMarked
package dev.lamina.peers.djl;

import org.jspecify.annotations.NullMarked;

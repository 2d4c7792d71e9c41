package dev.lamina.peers.dl4j;

import dev.lamina.benchmarks.protocol.BatchContestant;
import dev.lamina.benchmarks.protocol.ContestantOptions;
import dev.lamina.benchmarks.protocol.ImageData;
import dev.lamina.benchmarks.protocol.Restart;
import dev.lamina.peers.PeerContract;

class Dl4jPeerTest extends PeerContract {
  @Override
  protected BatchContestant make(ContestantOptions options, ImageData data) throws Exception {
    return new Dl4jPeer(options, data, Restart.pinnedTo(options.threads()));
  }
}

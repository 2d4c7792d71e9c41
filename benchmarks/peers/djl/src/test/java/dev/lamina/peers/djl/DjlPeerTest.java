package dev.lamina.peers.djl;

import dev.lamina.benchmarks.protocol.BatchContestant;
import dev.lamina.benchmarks.protocol.ContestantOptions;
import dev.lamina.benchmarks.protocol.ImageData;
import dev.lamina.benchmarks.protocol.Restart;
import dev.lamina.peers.PeerContract;

class DjlPeerTest extends PeerContract {
  @Override
  protected BatchContestant make(ContestantOptions options, ImageData data) throws Exception {
    return new DjlPeer(options, data, Restart.pinnedTo(options.threads()));
  }
}

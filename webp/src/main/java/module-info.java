/**
 * Reads WebP images: with this module beside the library, {@code .webp} files count as images
 * wherever the others do. It holds no code, and brings a plug-in for ImageIO.
 */
@SuppressWarnings("requires-automatic") // the plug-in has a fixed name, but no descriptor
module dev.lamina.webp {
  requires dev.lamina.core;
  requires com.twelvemonkeys.imageio.webp;
}

package dev.rot180;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.util.Locale;

/**
 * Makes a model's input of an image, as the model's {@link InputContract} asks.
 *
 * <ol>
 *   <li>Samples are 8 bits: red, green and blue, or grey. Transparency is ignored. Grey is made of
 *       colours as {@code (19595 R + 38470 G + 7471 B + 32768) >> 16} (ITU-R 601), colours of grey
 *       by three equal samples.
 *   <li>An image of another size is resized, without keeping its proportions, by a triangle filter
 *       that grows with the factor by which the image shrinks; first along rows, then along
 *       columns, each time rounded to 8 bits. This is what Pillow's {@code resize(size,
 *       Image.BILINEAR)} does, with the same samples.
 *   <li>Each sample becomes an element by the contract's range, mean and std, and the elements are
 *       put in the contract's order of axes.
 * </ol>
 */
public final class Images {
  private static final int GREY = 1;
  private static final int COLOURS = 3;

  private Images() {}

  /**
   * Makes the input of a model of one image.
   *
   * @param image any image
   * @param model a model of one input that takes a grey or RGB image: (N, C, H, W) or, with that
   *     layout in its contract, (N, H, W, C); or (N, H, W) for grey
   * @return a tensor of a batch of one
   * @throws ModelException if the model's input is no image, or leaves height or width open
   */
  public static Tensor toTensor(BufferedImage image, Model model) {
    ValueInfo input = model.inputs().get(0);
    InputContract contract = model.contract();
    long[] shape = input.shape();
    String layout = layout(input, contract);
    int channels = layout.indexOf('C') < 0 ? GREY : (int) shape[layout.indexOf('C')];
    int height = (int) shape[layout.indexOf('H')];
    int width = (int) shape[layout.indexOf('W')];
    boolean isImage = channels == GREY || channels == COLOURS;
    if (model.inputs().size() != 1 || !isImage || height < 1 || width < 1) {
      throw new ModelException(
          "expected one input of an image with 1 or 3 channels and a fixed height and width, got "
              + model.inputs());
    }
    int[][] planes = samples(image, channels);
    for (int c = 0; c < channels; c++) {
      planes[c] =
          new ImageResize(image.getWidth(), image.getHeight(), width, height).run(planes[c]);
    }
    float[] elements = new float[channels * height * width];
    boolean last = layout.endsWith("C");
    for (int c = 0; c < channels; c++) {
      for (int i = 0; i < height * width; i++) {
        elements[last ? i * channels + c : c * height * width + i] =
            contract.element(planes[c][i], c);
      }
    }
    shape[0] = 1;
    return Tensor.of(elements, shape);
  }

  /** The contract's layout, or that of ONNX for as many axes. */
  private static String layout(ValueInfo input, InputContract contract) {
    int rank = input.shape().length;
    String usual = rank == 4 ? "NCHW" : "NHW";
    String given = contract.layout().toUpperCase(Locale.ROOT);
    String layout = given.length() == rank ? given : usual;
    boolean known = layout.equals("NCHW") || layout.equals("NHWC") || layout.equals("NHW");
    if (!known || rank != layout.length()) {
      throw new ModelException(
          "expected an input with the axes NCHW, NHWC or NHW, got "
              + input
              + (given.isEmpty() ? "" : " with the layout " + given));
    }
    return layout;
  }

  /** The samples of each channel, row by row. */
  private static int[][] samples(BufferedImage image, int channels) {
    int width = image.getWidth();
    int height = image.getHeight();
    int[][] planes = new int[channels][width * height];
    // getRGB would brighten a grey image: Java counts its samples as linear in light.
    boolean isGrey =
        image.getColorModel().getColorSpace().getType() == ColorSpace.TYPE_GRAY
            && image.getRaster().getSampleModel().getSampleSize(0) == Byte.SIZE;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int at = y * width + x;
        int sample = isGrey ? image.getRaster().getSample(x, y, 0) : 0;
        int rgb = isGrey ? 0x10101 * sample : image.getRGB(x, y);
        int red = rgb >> 16 & 0xff;
        int green = rgb >> 8 & 0xff;
        int blue = rgb & 0xff;
        if (channels == GREY) {
          planes[0][at] =
              isGrey ? sample : (19595 * red + 38470 * green + 7471 * blue + 32768) >> 16;
        } else {
          planes[0][at] = red;
          planes[1][at] = green;
          planes[2][at] = blue;
        }
      }
    }
    return planes;
  }
}

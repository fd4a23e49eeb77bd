// Where a page that is drawn comes from: each of its points lies somewhere in the picture.

/** x′ = x · xx + y · xy + x0, and so for y′. */
export type Affine = { readonly xx: number; readonly xy: number; readonly x0: number; readonly yx: number; readonly yy: number; readonly y0: number };

type Point = readonly [x: number, y: number];
type Size = { readonly width: number; readonly height: number };

/** Of a function that is affine. */
export function affineOf(place: (point: Point) => Point): Affine {
  const [[x0, y0], [rightX, rightY], [belowX, belowY]] = [place([0, 0]), place([1, 0]), place([0, 1])];
  return { xx: rightX - x0, xy: belowX - x0, x0, yx: rightY - y0, yy: belowY - y0, y0 };
}

/** The same with the drawing `drawing` times as large, and the picture `picture` times. */
export function scaledBy({ xx, xy, x0, yx, yy, y0 }: Affine, drawing: number, picture: number): Affine {
  const both = picture / drawing;
  return { xx: xx * both, xy: xy * both, x0: x0 * picture, yx: yx * both, yy: yy * both, y0: y0 * picture };
}

/** The place in `before`, which was turned clockwise by `quarters`, that came to the point. */
export function beforeQuarters([x, y]: Point, before: Size, quarters: 0 | 1 | 2 | 3): Point {
  switch (quarters) {
    case 0:
      return [x, y];
    case 1:
      return [y, before.height - x];
    case 2:
      return [before.width - x, before.height - y];
    case 3:
      return [before.width - y, x];
  }
}

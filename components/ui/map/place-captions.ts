interface CaptionPoint {
  id: string;
  text: string;
  x: number;
  y: number;
}

interface PlacedCaption extends CaptionPoint {
  left: number;
  top: number;
}

type Box = [left: number, top: number, right: number, bottom: number];

const letter = 6.4;
const line = 15;
const away = 9;

/**
 * Words beside their dots: right, left, above or below, whichever is free of other dots and words and within the map.
 * Where none is, the word stays away: the popup and the list still have it.
 */
export function placeCaptions(
  points: readonly CaptionPoint[],
  size: { x: number; y: number },
): PlacedCaption[] {
  const taken: { id: string; box: Box }[] = points.map(({ id, x, y }) => ({
    id,
    box: [x - 7, y - 7, x + 7, y + 7],
  }));
  const placed: PlacedCaption[] = [];
  for (const point of points) {
    const wide = point.text.length * letter + 8;
    const free = spots(point, wide).find(
      ([left, top]) =>
        inside([left, top, left + wide, top + line], size) &&
        !taken.some(({ id, box }) => id !== point.id && meet(box, [left, top, left + wide, top + line])),
    );
    if (!free) continue;
    const [left, top] = free;
    // Its own dot has this id too: words must keep away from each other whatever they name.
    taken.push({ id: `${point.id} caption`, box: [left, top, left + wide, top + line] });
    placed.push({ ...point, left, top });
  }
  return placed;
}

function spots({ x, y }: CaptionPoint, wide: number): [number, number][] {
  return [
    [x + away, y - line / 2],
    [x - away - wide, y - line / 2],
    [x - wide / 2, y - away - line],
    [x - wide / 2, y + away],
  ];
}

function inside([left, top, right, bottom]: Box, size: { x: number; y: number }): boolean {
  return left >= 0 && top >= 0 && right <= size.x && bottom <= size.y;
}

function meet(a: Box, b: Box): boolean {
  return a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
}

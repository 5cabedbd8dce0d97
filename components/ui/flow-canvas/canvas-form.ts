import type { CanvasSize } from './canvas-layout.ts';
import type { CanvasNode } from './flow-canvas.tsx';

/** How the drawing is made for the room and the number of things that there are. */
export interface CanvasForm {
  direction: 'LR' | 'TB';
  box: CanvasSize;
  /** Between columns, and between boxes of one. */
  ranks: number;
  boxes: number;
  /** One line a box, columns begin at the top, and the page is as long as the drawing. */
  dense: boolean;
}

export const FORMS = {
  wide: { direction: 'LR', box: { width: 256, height: 66 }, ranks: 104, boxes: 22, dense: false },
  upright: { direction: 'TB', box: { width: 160, height: 92 }, ranks: 44, boxes: 12, dense: false },
  dense: { direction: 'LR', box: { width: 256, height: 44 }, ranks: 96, boxes: 10, dense: true },
  denseNarrow: { direction: 'LR', box: { width: 176, height: 44 }, ranks: 64, boxes: 10, dense: true },
} as const satisfies Record<string, CanvasForm>;

const PHONE = 560;
/** More beside each other than fit without moving the drawing several times over; more below each other than one look takes. */
const MOST = { phone: 4, desk: 8 };

export function formFor(width: number, nodes: readonly CanvasNode[]): CanvasForm {
  const phone = width < PHONE;
  const count = (kinds: readonly string[]) => nodes.filter(({ kind }) => kinds.includes(kind)).length;
  const longest = Math.max(
    count(['devices']),
    count(['decoder', 'encoder']),
    count(['destination', 'instructions']),
  );
  if (longest > (phone ? MOST.phone : MOST.desk)) return phone ? FORMS.denseNarrow : FORMS.dense;
  return phone ? FORMS.upright : FORMS.wide;
}

const JOINT = { width: 76, height: 34 };

export function sizeOf({ look }: Pick<CanvasNode, 'look'>, form: CanvasForm): CanvasSize {
  if (look === 'joint') return JOINT;
  return look === 'plus' ? { width: form.box.width, height: 34 } : form.box;
}

'use client';
import { Handle, type Node, type NodeProps, Position } from '@xyflow/react';
import ArrowRightToLine from 'lucide-react/icons/arrow-right-to-line';
import Braces from 'lucide-react/icons/braces';
import Check from 'lucide-react/icons/check';
import FileInput from 'lucide-react/icons/file-input';
import Merge from 'lucide-react/icons/merge';
import Microchip from 'lucide-react/icons/microchip';
import Pause from 'lucide-react/icons/pause';
import Plus from 'lucide-react/icons/plus';
import TriangleAlert from 'lucide-react/icons/triangle-alert';
import X from 'lucide-react/icons/x';
import type { ReactNode } from 'react';
import { cx } from '../cx.ts';
import type { CanvasDirection } from './canvas-layout.ts';
import type { CanvasKind, CanvasNode, CanvasState } from './flow-canvas.tsx';

export type CanvasFlowNode = Node<{ node: CanvasNode; direction: CanvasDirection }, 'box'>;

const kindIcons: Record<CanvasKind, ReactNode> = {
  devices: <Microchip />,
  decoder: <Braces />,
  encoder: <FileInput />,
  destination: <ArrowRightToLine />,
  joint: <Merge className="rotate-90" />,
};
const states: Record<CanvasState, { frame: string; badge: string; mark: ReactNode }> = {
  ok: { frame: 'border-line', badge: 'bg-accent-soft text-accent', mark: <Check /> },
  warn: { frame: 'border-warn/60', badge: 'bg-warn-soft text-warn', mark: <TriangleAlert /> },
  failed: { frame: 'border-bad/70', badge: 'bg-bad-soft text-bad', mark: <X /> },
  inactive: { frame: 'border-line border-dashed', badge: 'bg-line-soft text-faint', mark: <Pause /> },
};

const boxSize = { LR: { width: 256, height: 66 }, TB: { width: 160, height: 92 } };
const jointSize = { width: 76, height: 34 };

export const sizeOf = ({ look }: CanvasNode, direction: CanvasDirection) =>
  look === 'joint' ? jointSize : boxSize[direction];

export function CanvasBox({ data: { node, direction }, selected }: NodeProps<CanvasFlowNode>) {
  const look = states[node.state];
  const upright = direction === 'TB';
  if (node.look === 'joint') return <Joint node={node} direction={direction} />;
  return (
    <div
      className={cx(
        'rounded-lg border bg-panel shadow-1',
        upright
          ? 'grid h-[92px] w-[160px] grid-cols-[minmax(0,1fr)_auto] content-start items-center gap-x-2 gap-y-1 px-2.5 py-2'
          : 'flex h-[66px] w-[256px] items-center gap-2.5 px-2.5',
        node.look === 'add' ? 'border-edge border-dashed bg-transparent! shadow-none!' : look.frame,
        selected && 'outline-2 outline-accent',
        node.href && 'cursor-pointer hover:border-edge',
      )}
    >
      <Handle
        type="target"
        position={direction === 'LR' ? Position.Left : Position.Top}
        isConnectable={false}
      />
      <span
        className={cx(
          'grid shrink-0 place-items-center rounded-md bg-sunk',
          upright ? 'size-6 [&_svg]:size-3.5' : 'size-8 [&_svg]:size-[17px]',
          node.state === 'inactive' ? 'text-faint' : 'text-dim',
        )}
      >
        {node.look === 'add' ? <Plus /> : kindIcons[node.kind]}
      </span>
      <span className={upright ? 'col-span-2 row-start-2 min-w-0' : 'min-w-0 flex-1'}>
        <span
          title={node.title}
          className={cx(
            'line-clamp-2 break-words font-medium text-sm leading-4',
            node.state === 'inactive' && 'text-dim',
          )}
        >
          {node.title}
        </span>
        <span className="mt-0.5 block truncate text-faint text-xs">
          {[node.subtitle, node.note].filter(Boolean).join(' · ')}
        </span>
      </span>
      {node.control !== undefined ? (
        <span className="nodrag nopan flex shrink-0 items-center gap-1">{node.control}</span>
      ) : node.look === 'add' ? null : (
        <span
          className={cx('grid size-5 shrink-0 place-items-center rounded-full [&_svg]:size-3', look.badge)}
        >
          {look.mark}
        </span>
      )}
      <Handle
        type="source"
        position={direction === 'LR' ? Position.Right : Position.Bottom}
        isConnectable={false}
      />
    </div>
  );
}

function Joint({ node, direction }: { node: CanvasNode; direction: CanvasDirection }) {
  return (
    <div className="flex h-[34px] w-[76px] items-center justify-center gap-1.5 rounded-full border border-line bg-panel text-dim text-xs shadow-1 [&_svg]:size-3.5">
      <Handle
        type="target"
        position={direction === 'LR' ? Position.Left : Position.Top}
        isConnectable={false}
      />
      {kindIcons.joint}
      {node.title}
      <Handle
        type="source"
        position={direction === 'LR' ? Position.Right : Position.Bottom}
        isConnectable={false}
      />
    </div>
  );
}

'use client';
import dynamic from 'next/dynamic';
import { cx } from '../cx.ts';
import { Skeleton } from '../skeleton.tsx';

export interface DiffEditorProps {
  before: string;
  after: string;
  language?: 'javascript' | 'json' | undefined;
  /** Name the two sides for assistive technology. */
  labels: { before: string; after: string };
  /** Tailwind height class; the editor fills it. */
  className?: string | undefined;
}

const View = dynamic(() => import('./diff-editor-view.tsx').then((module) => module.DiffEditorView), {
  ssr: false,
  loading: () => <Skeleton className="h-full! w-full rounded-none!" />,
});

/** Two texts beside each other, or one below the other where there is no room; to be read, not changed. */
export function DiffEditor(props: DiffEditorProps) {
  return (
    <div
      className={cx(
        'min-w-0 overflow-hidden rounded-lg border border-edge bg-panel focus-within:border-accent',
        props.className ?? 'h-96',
      )}
    >
      <View {...props} />
    </div>
  );
}

'use client';
import dynamic from 'next/dynamic';
import { useTranslations } from 'next-intl';
import { cx } from '../cx.ts';
import { Skeleton } from '../skeleton.tsx';

export interface CodeMarker {
  line: number;
  column?: number | undefined;
  endLine?: number | undefined;
  endColumn?: number | undefined;
  message: string;
  severity?: 'error' | 'warning' | 'info' | undefined;
}

export interface ExtraLib {
  /** A name of its own, e.g. `contract.d.ts`. */
  path: string;
  /** TypeScript declarations the script can count on. */
  content: string;
}

export interface CodeEditorProps {
  value: string;
  onChange?: ((value: string) => void) | undefined;
  language?: 'javascript' | 'json' | undefined;
  /** Names the editor for assistive technology. */
  label: string;
  extraLibs?: readonly ExtraLib[] | undefined;
  markers?: readonly CodeMarker[] | undefined;
  readOnly?: boolean | undefined;
  /** Off where a program types, so that what it types is what stands there. */
  closeBrackets?: boolean | undefined;
  onSave?: (() => void) | undefined;
  /** Brought into view and given the cursor, whenever another object is handed over. */
  goTo?: { line: number; column: number } | null | undefined;
  /** Tailwind height class; the editor fills it. */
  className?: string | undefined;
}

const View = dynamic(() => import('./code-editor-view.tsx').then((module) => module.CodeEditorView), {
  ssr: false,
  loading: () => <Skeleton className="h-full! w-full rounded-none!" />,
});

/** Loaded only where it is used: the editor is larger than the rest of a page. */
export function CodeEditor(props: CodeEditorProps) {
  const t = useTranslations('ui.editor');
  return (
    <div className="min-w-0">
      <div
        className={cx(
          'overflow-hidden rounded-lg border border-edge bg-panel focus-within:border-accent',
          props.className ?? 'h-96',
        )}
      >
        <View {...props} />
      </div>
      {props.readOnly ? null : <p className="mt-1 text-faint text-xs">{t('escape')}</p>}
    </div>
  );
}

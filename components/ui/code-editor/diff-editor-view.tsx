'use client';
import { useEffect, useRef } from 'react';
import { applyTheme, common } from './code-editor-view.tsx';
import type { DiffEditorProps } from './diff-editor.tsx';
import { monaco } from './monaco.ts';
import { watchTheme } from './monaco-theme.ts';
import { giveStylesTheNonce } from './style-nonce.ts';

export function DiffEditorView({ before, after, language = 'javascript', labels }: DiffEditorProps) {
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!host.current) return;
    giveStylesTheNonce();
    applyTheme();
    const original = monaco.editor.createModel(before, language);
    const modified = monaco.editor.createModel(after, language);
    // A place of its own: the one before may still be on its way out.
    const place = document.createElement('div');
    place.className = 'size-full';
    host.current.append(place);
    const created = monaco.editor.createDiffEditor(place, {
      ...common(),
      readOnly: true,
      domReadOnly: true,
      originalAriaLabel: labels.before,
      modifiedAriaLabel: labels.after,
      renderSideBySide: true,
      useInlineViewWhenSpaceIsLimited: true,
      renderSideBySideInlineBreakpoint: 700,
      renderMarginRevertIcon: false,
      renderGutterMenu: false,
      renderOverviewRuler: false,
      hideUnchangedRegions: { enabled: true, contextLineCount: 3, minimumLineCount: 6 },
    });
    created.setModel({ original, modified });
    for (const one of [created.getOriginalEditor(), created.getModifiedEditor()])
      one.updateOptions({ tabFocusMode: true });
    const unwatch = watchTheme(applyTheme);
    const dispose = () => {
      created.dispose();
      original.dispose();
      modified.dispose();
    };
    // A comparison under way wants both texts until it is over.
    let compared = false;
    let left = false;
    created.onDidUpdateDiff(() => {
      compared = true;
      if (left) dispose();
    });
    return () => {
      unwatch();
      place.remove();
      left = true;
      if (compared) dispose();
    };
  }, [before, after, language, labels.before, labels.after]);
  return <div ref={host} className="size-full" data-code-editor="" />;
}

'use client';
import type { editor } from 'monaco-editor/editor';
import { useEffect, useRef } from 'react';
import type { CodeEditorProps, CodeMarker } from './code-editor.tsx';
import { javascriptDefaults, monaco } from './monaco.ts';
import { portalTheme, themeName, watchTheme } from './monaco-theme.ts';
import { giveStylesTheNonce } from './style-nonce.ts';

const owner = 'things-portal';

export function CodeEditorView(props: CodeEditorProps) {
  const {
    value,
    language = 'javascript',
    extraLibs,
    markers,
    goTo,
    readOnly = false,
    closeBrackets = true,
  } = props;
  const host = useRef<HTMLDivElement>(null);
  const instance = useRef<editor.IStandaloneCodeEditor>(null);
  /** What was typed and has not come back yet. */
  const echoes = useRef(new Set<string>());
  const latest = useRef(props);
  latest.current = props;

  // Created once; what changes later is handed over by the effects below.
  useEffect(() => {
    if (!host.current) return;
    giveStylesTheNonce();
    applyTheme();
    const created = monaco.editor.create(host.current, options(latest.current));
    instance.current = created;
    const typed = created.onDidChangeModelContent(() => {
      const text = created.getValue();
      echoes.current.add(text);
      latest.current.onChange?.(text);
    });
    letTabOut(created);
    created.addCommand(monaco.KeyMod.CtrlCmd | monaco.KeyCode.KeyS, () => latest.current.onSave?.());
    const unwatch = watchTheme(applyTheme);
    return () => {
      unwatch();
      typed.dispose();
      created.getModel()?.dispose();
      created.dispose();
      instance.current = null;
    };
  }, []);

  useEffect(() => {
    const current = instance.current;
    if (!current) return;
    // What comes back is mostly what was just typed, and late when typing is fast: setting it would undo the newest keys.
    if (current.getValue() === value) echoes.current.clear();
    else if (!echoes.current.has(value)) current.setValue(value);
  }, [value]);
  useEffect(() => {
    const model = instance.current?.getModel();
    if (model) monaco.editor.setModelLanguage(model, language);
  }, [language]);
  useEffect(() => {
    instance.current?.updateOptions({
      readOnly,
      domReadOnly: readOnly,
      autoClosingBrackets: closeBrackets ? 'languageDefined' : 'never',
      autoClosingQuotes: closeBrackets ? 'languageDefined' : 'never',
    });
  }, [readOnly, closeBrackets]);
  useEffect(() => {
    javascriptDefaults.setExtraLibs(
      (extraLibs ?? []).map(({ path, content }) => ({ filePath: `ts:${path}`, content })),
    );
  }, [extraLibs]);
  useEffect(() => {
    const model = instance.current?.getModel();
    if (model) monaco.editor.setModelMarkers(model, owner, (markers ?? []).map(markerData));
  }, [markers]);
  useEffect(() => {
    const current = instance.current;
    if (!current || !goTo) return;
    current.setPosition({ lineNumber: goTo.line, column: goTo.column });
    current.revealLineInCenterIfOutsideViewport(goTo.line);
    current.focus();
  }, [goTo]);
  return <div ref={host} className="size-full" data-code-editor="" />;
}

export function applyTheme(): void {
  monaco.editor.defineTheme(themeName, portalTheme());
  monaco.editor.setTheme(themeName);
}

function options({
  value,
  language = 'javascript',
  label,
  readOnly = false,
  closeBrackets = true,
}: CodeEditorProps): editor.IStandaloneEditorConstructionOptions {
  const closing = closeBrackets ? ('languageDefined' as const) : ('never' as const);
  return {
    ...common(),
    value,
    language,
    ariaLabel: label,
    readOnly,
    domReadOnly: readOnly,
    autoClosingBrackets: closing,
    autoClosingQuotes: closing,
    tabSize: 2,
    renderLineHighlight: readOnly ? 'none' : 'line',
  };
}

/** What all our editors have alike. */
export function common(): editor.IEditorOptions {
  return {
    automaticLayout: true,
    fontFamily: getComputedStyle(document.documentElement).getPropertyValue('--font-mono'),
    fontSize: 13,
    lineHeight: 20,
    minimap: { enabled: false },
    scrollBeyondLastLine: false,
    padding: { top: 8, bottom: 8 },
    lineNumbersMinChars: 3,
    fixedOverflowWidgets: true,
    overviewRulerLanes: 0,
    wordWrap: 'on',
    wrappingIndent: 'indent',
    scrollbar: { verticalScrollbarSize: 10, horizontalScrollbarSize: 10, alwaysConsumeMouseWheel: false },
  };
}

/** Tab indents; after Escape it leaves, until something is typed or the editor is entered anew (WCAG 2.1.2). */
function letTabOut(created: editor.IStandaloneCodeEditor): void {
  const indent = () => created.updateOptions({ tabFocusMode: false });
  created.addAction({
    id: 'things-portal.leave',
    label: 'Tab leaves the editor',
    keybindings: [monaco.KeyCode.Escape],
    precondition:
      '!suggestWidgetVisible && !findWidgetVisible && !parameterHintsVisible && !renameInputVisible && !markersNavigationVisible && !inSnippetMode && !editorHasMultipleSelections',
    run: () => created.updateOptions({ tabFocusMode: true }),
  });
  created.onDidBlurEditorWidget(indent);
  created.onDidChangeModelContent(indent);
}

function markerData(marker: CodeMarker): editor.IMarkerData {
  const severity = {
    error: monaco.MarkerSeverity.Error,
    warning: monaco.MarkerSeverity.Warning,
    info: monaco.MarkerSeverity.Info,
  };
  const column = marker.column ?? 1;
  return {
    severity: severity[marker.severity ?? 'error'],
    message: marker.message,
    startLineNumber: marker.line,
    startColumn: column,
    endLineNumber: marker.endLine ?? marker.line,
    // Without an end the rest of the line is marked.
    endColumn: marker.endColumn ?? (marker.column === undefined ? 1000 : column + 1),
  };
}

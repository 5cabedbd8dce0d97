import type { editor } from 'monaco-editor/editor';

const tokens = [
  'panel',
  'ink',
  'dim',
  'faint',
  'line',
  'sel',
  'accent',
  'accent-soft',
  'up',
  'warn',
  'bad',
  'raised',
  'series-3',
] as const;
type Token = (typeof tokens)[number];

/** Monaco wants plain hex; the page's colours are asked of the browser, so that there is one palette. */
function palette(): Record<Token, string> {
  const probe = document.createElement('span');
  // For who asks for less motion everything changes within 0.01 ms instead of at once: long enough to read the colour before.
  probe.style.setProperty('transition', 'none', 'important');
  document.body.append(probe);
  const read = (token: Token) => {
    probe.style.color = `var(--${token})`;
    const parts = getComputedStyle(probe).color.match(/[\d.]+/g) ?? ['0', '0', '0'];
    return parts
      .slice(0, 3)
      .map((part) => Math.round(Number(part)).toString(16).padStart(2, '0'))
      .join('');
  };
  const found = Object.fromEntries(tokens.map((token) => [token, read(token)])) as Record<Token, string>;
  probe.remove();
  return found;
}

export const themeName = 'things-portal';

export function portalTheme(): editor.IStandaloneThemeData {
  const p = palette();
  const dark = Number.parseInt(p.panel.slice(0, 2), 16) < 128;
  return {
    base: dark ? 'vs-dark' : 'vs',
    inherit: true,
    rules: [
      { token: '', foreground: p.ink },
      { token: 'comment', foreground: p.faint, fontStyle: 'italic' },
      { token: 'keyword', foreground: p['series-3'] },
      { token: 'string', foreground: p.accent },
      { token: 'string.key.json', foreground: p.up },
      { token: 'string.value.json', foreground: p.accent },
      { token: 'number', foreground: p.warn },
      { token: 'regexp', foreground: p.bad },
      { token: 'type', foreground: p.up },
      { token: 'delimiter', foreground: p.dim },
    ],
    colors: {
      'editor.background': `#${p.panel}`,
      'editor.foreground': `#${p.ink}`,
      'editorLineNumber.foreground': `#${p.faint}`,
      'editorLineNumber.dimmedForeground': `#${p.faint}`,
      // What is not used is told by its marker; faded it could not be read.
      'editorUnnecessaryCode.opacity': '#000000ff',
      'editorLineNumber.activeForeground': `#${p.dim}`,
      'editor.lineHighlightBackground': `#${p.sel}`,
      'editor.lineHighlightBorder': `#${p.sel}`,
      'editor.selectionBackground': `#${p.accent}33`,
      'editorCursor.foreground': `#${p.accent}`,
      'editorIndentGuide.background1': `#${p.line}`,
      'editorWidget.background': `#${p.raised}`,
      'editorWidget.border': `#${p.line}`,
      'editorHoverWidget.background': `#${p.raised}`,
      'editorSuggestWidget.selectedBackground': `#${p['accent-soft']}`,
      'editorError.foreground': `#${p.bad}`,
      'editorWarning.foreground': `#${p.warn}`,
      'diffEditor.insertedLineBackground': `#${p.accent}1f`,
      'diffEditor.insertedTextBackground': `#${p.accent}2e`,
      'diffEditor.removedLineBackground': `#${p.bad}1f`,
      'diffEditor.removedTextBackground': `#${p.bad}2e`,
      'diffEditor.unchangedRegionBackground': `#${p.sel}`,
      'diffEditor.unchangedRegionForeground': `#${p.dim}`,
      focusBorder: `#${p.accent}`,
    },
  };
}

/** Calls back whenever the page changes between light and dark, by choice or by the system. */
export function watchTheme(changed: () => void): () => void {
  const system = matchMedia('(prefers-color-scheme: dark)');
  const observer = new MutationObserver(changed);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
  system.addEventListener('change', changed);
  return () => {
    observer.disconnect();
    system.removeEventListener('change', changed);
  };
}

'use client';
import Check from 'lucide-react/icons/check';
import Copy from 'lucide-react/icons/copy';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { useCopy } from './copy.ts';
import { cx } from './cx.ts';
import { hexLines } from './hex-lines.ts';
import { type JsonTokenKind, jsonTokens, prettyJson } from './json-tokens.ts';

export interface CodeBlockProps {
  value: string;
  language?: 'json' | 'hex' | 'text' | undefined;
  /** Says what it is, above the code. */
  label?: ReactNode;
  wrap?: boolean | undefined;
  maxHeight?: 'short' | 'tall' | 'none' | undefined;
  className?: string | undefined;
}

const heights = { short: 'max-h-40', tall: 'max-h-96', none: '' };
const colours: Record<JsonTokenKind, string> = {
  key: 'text-up',
  string: 'text-accent',
  number: 'text-warn',
  word: 'text-bad',
  mark: 'text-dim',
};

export function CodeBlock({
  value,
  language = 'text',
  label,
  wrap,
  maxHeight = 'tall',
  className,
}: CodeBlockProps) {
  const t = useTranslations('ui');
  const { copied, copy } = useCopy();
  const shown = language === 'json' ? prettyJson(value) : value;
  return (
    <figure
      className={cx(
        'group relative min-w-0 overflow-hidden rounded-lg border border-line bg-sunk',
        className,
      )}
    >
      {label ? (
        <figcaption className="label-type border-line border-b px-3 py-1.5 pr-10">{label}</figcaption>
      ) : null}
      <button
        type="button"
        onClick={() => copy(shown)}
        aria-label={copied ? t('copied') : t('copyCode')}
        title={copied ? t('copied') : t('copy')}
        className="absolute top-1 right-1 z-1 grid size-6 place-items-center rounded-sm bg-sunk text-faint hover:bg-sel hover:text-ink"
      >
        {copied ? (
          <Check aria-hidden="true" className="size-3.5 text-accent" />
        ) : (
          <Copy aria-hidden="true" className="size-3.5" />
        )}
      </button>
      <pre
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        data-scrolls=""
        className={cx(
          'focus-inset overflow-auto px-3 py-2 pr-9 text-[12.5px] leading-[18px]',
          wrap && 'whitespace-pre-wrap break-all',
          heights[maxHeight],
        )}
      >
        {language === 'json' ? <Json text={shown} /> : language === 'hex' ? <Hex text={shown} /> : shown}
      </pre>
    </figure>
  );
}

function Json({ text }: { text: string }) {
  return jsonTokens(text).map((token, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one constant text
    <span key={index} className={colours[token.kind]}>
      {token.text}
    </span>
  ));
}

function Hex({ text }: { text: string }) {
  const lines = hexLines(text);
  if (!lines) return text;
  if (lines.length <= 1) return lines[0]?.bytes.join(' ') ?? '';
  return (
    <>
      <HexDump text={text} width={16} className="max-sm:hidden" />
      <HexDump text={text} width={8} className="sm:hidden" />
    </>
  );
}

/** Half as many bytes a line on a phone, where the letters beside them would be cut off. */
function HexDump({ text, width, className }: { text: string; width: number; className: string }) {
  return hexLines(text, width)?.map((line) => (
    <span key={line.offset} className={cx('block', className)}>
      <span className="select-none text-faint">{line.offset} </span>
      {line.bytes.join(' ').padEnd(width * 3 - 1)}
      <span className="select-none text-dim"> {line.ascii}</span>
    </span>
  ));
}

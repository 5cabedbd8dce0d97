'use client';
import CircleCheck from 'lucide-react/icons/circle-check';
import CircleX from 'lucide-react/icons/circle-x';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { CodeBlock } from '#components/ui/code-block.tsx';
import { cx } from '#components/ui/cx.ts';
import { ScrollArea } from '#components/ui/scroll-area.tsx';
import type { ScriptOutcome } from '#server/scripts/contract.ts';
import { OutcomeRecords } from './outcome-records.tsx';

const PARTS = ['records', 'output', 'log', 'inputTab'] as const;
type Part = (typeof PARTS)[number];

const levels: Record<string, string> = { error: 'text-bad', warn: 'text-warn', debug: 'text-faint' };

export function TestResult({ outcome }: { outcome: ScriptOutcome | null }) {
  const t = useTranslations('decoders.test');
  const [part, setPart] = useState<Part>('records');
  if (!outcome) return <p className="mt-4 border-line-soft border-t pt-4 text-dim text-sm">{t('before')}</p>;
  return (
    <div className="mt-4 border-line-soft border-t pt-3" aria-live="polite">
      <Verdict outcome={outcome} />
      <div role="tablist" aria-label={t('tabs')} className="mt-3 mb-2 flex gap-1 border-line border-b">
        {PARTS.map((one) => (
          <button
            key={one}
            type="button"
            role="tab"
            id={`result-${one}`}
            aria-selected={part === one}
            aria-controls="result-panel"
            onClick={() => setPart(one)}
            className={cx(
              'focus-inset -mb-px border-b-2 px-2 py-1.5 text-sm',
              part === one
                ? 'border-accent font-medium text-ink'
                : 'border-transparent text-dim hover:text-ink',
            )}
          >
            {t(one)}
            {one === 'log' && outcome.logs.length > 0 ? (
              <span className="ml-1 text-faint text-xs">{outcome.logs.length}</span>
            ) : null}
          </button>
        ))}
      </div>
      <div role="tabpanel" id="result-panel" aria-labelledby={`result-${part}`}>
        {part === 'records' ? <OutcomeRecords outcome={outcome} /> : null}
        {part === 'output' ? <CodeBlock value={JSON.stringify(outcome.output)} language="json" /> : null}
        {part === 'log' ? <Log outcome={outcome} /> : null}
        {part === 'inputTab' ? <CodeBlock value={JSON.stringify(outcome.input)} language="json" /> : null}
      </div>
    </div>
  );
}

function Verdict({ outcome }: { outcome: ScriptOutcome }) {
  const t = useTranslations('decoders.test');
  const { error } = outcome;
  const took = t('took', { ms: Math.round(outcome.durationMs * 100) / 100 });
  if (!error) {
    return (
      <p className="flex items-center gap-2 text-sm">
        <CircleCheck aria-hidden="true" className="size-4 text-accent" />
        <span className="font-medium text-accent">{t('ok')}</span>
        <span className="ml-auto text-faint">{took}</span>
      </p>
    );
  }
  return (
    <div role="alert" className="flex items-start gap-2 text-sm">
      <CircleX aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-bad" />
      <div className="min-w-0 flex-1">
        <p className="break-words font-medium text-bad">
          {t('failed', { name: error.name, message: error.message })}
        </p>
        {error.line === null ? null : (
          <p className="text-dim">
            {t('goto')}: {t('at', { line: error.line, column: error.column ?? 1 })}
          </p>
        )}
      </div>
      <span className="text-faint">{took}</span>
    </div>
  );
}

function Log({ outcome }: { outcome: ScriptOutcome }) {
  const t = useTranslations('decoders.test');
  if (outcome.logs.length === 0) return <p className="py-2 text-dim text-sm">{t('noLog')}</p>;
  return (
    <ScrollArea label={t('log')} className="max-h-80 bg-sunk px-3 py-2">
      <ol className="font-mono text-[12.5px]">
        {outcome.logs.map((line, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines of one finished run never move
          <li key={index} className={cx('whitespace-pre-wrap break-words', levels[line.level])}>
            {line.level === 'log' ? '' : `${line.level} `}
            {line.message}
          </li>
        ))}
      </ol>
    </ScrollArea>
  );
}

'use client';
import CircleCheck from 'lucide-react/icons/circle-check';
import CircleX from 'lucide-react/icons/circle-x';
import FlaskConical from 'lucide-react/icons/flask-conical';
import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { useRefusalWords } from '#components/frame/refusal-words.ts';
import { Button } from '#components/ui/button.tsx';
import { CodeBlock } from '#components/ui/code-block.tsx';
import { cx } from '#components/ui/cx.ts';
import { Panel } from '#components/ui/panel.tsx';
import { ScrollArea } from '#components/ui/scroll-area.tsx';
import { TabList, TabPanel } from '#components/ui/tab-list.tsx';
import type { ScriptOutcome } from '#server/scripts/contract.ts';
import { ByteMapView } from './byte-map-view.tsx';
import { OutcomeRecords } from './outcome-records.tsx';
import { useByteMap } from './queries.ts';
import type { Trial } from './use-trial.ts';

type Tried = Pick<Trial, 'outcome' | 'ran' | 'changedSince'>;

const PARTS = ['records', 'bytes', 'senml', 'output', 'log', 'input'] as const;
type Part = (typeof PARTS)[number];

const levels: Record<string, string> = { error: 'text-bad', warn: 'text-warn', debug: 'text-faint' };

export interface OutputPanelProps {
  trial: Tried;
  /** Of what makes no records: what it makes instead. */
  made?: ((outcome: ScriptOutcome) => ReactNode) | undefined;
  /** Keeps what was run and what came of it; undefined where that is not possible. */
  onKeep?: (() => void) | undefined;
  onGoto: (line: number, column: number) => void;
}

/** What came of the last run. */
export function OutputPanel({ trial, made, onKeep, onGoto }: OutputPanelProps) {
  const t = useTranslations('scripts.output');
  const { outcome } = trial;
  return (
    <Panel
      title={t('title')}
      actions={
        onKeep ? (
          <Button size="sm" icon={<FlaskConical aria-hidden="true" />} onClick={onKeep}>
            {t('keep')}
          </Button>
        ) : undefined
      }
    >
      {outcome ? (
        <div aria-live="polite">
          <Verdict outcome={outcome} onGoto={onGoto} />
          {trial.changedSince ? <p className="mt-1 text-sm text-warn">{t('changedSince')}</p> : null}
          <Parts trial={trial} outcome={outcome} made={made} />
        </div>
      ) : (
        <p className="text-dim text-sm">{t('before')}</p>
      )}
    </Panel>
  );
}

interface PartsProps extends Pick<OutputPanelProps, 'trial' | 'made'> {
  outcome: ScriptOutcome;
}

function Parts({ trial, outcome, made }: PartsProps) {
  const t = useTranslations('scripts.output');
  const [part, setPart] = useState<Part>('records');
  const { records, logs } = outcome;
  const parts = PARTS.filter((key) =>
    made ? key !== 'bytes' && key !== 'senml' : key !== 'bytes' || trial.ran?.request,
  );
  const active = parts.includes(part) ? part : 'records';
  const notes: Partial<Record<Part, number>> = { log: logs.length, records: records?.length ?? 0 };
  return (
    <>
      <TabList
        id="output"
        label={t('parts')}
        className="mt-3 mb-2"
        active={active}
        onChange={setPart}
        items={parts.map((key) => ({
          key,
          label: t(`part.${made && key === 'records' ? 'made' : key}`),
          note: notes[key] || undefined,
        }))}
      />
      <TabPanel id="output" active={active}>
        {active === 'records' ? (made?.(outcome) ?? <OutcomeRecords outcome={outcome} />) : null}
        {active === 'bytes' ? <Bytes trial={trial} outcome={outcome} /> : null}
        {active === 'senml' ? <CodeBlock value={JSON.stringify(records)} language="json" /> : null}
        {active === 'output' ? (
          <CodeBlock value={JSON.stringify(outcome.output ?? null)} language="json" />
        ) : null}
        {active === 'log' ? <Log outcome={outcome} /> : null}
        {active === 'input' ? (
          <CodeBlock value={JSON.stringify(outcome.input ?? null)} language="json" />
        ) : null}
      </TabPanel>
    </>
  );
}

/** Asked for when it is looked at: it costs a few hundred runs. */
function Bytes({ trial, outcome }: { trial: Tried; outcome: ScriptOutcome }) {
  const t = useTranslations('scripts.bytes');
  const words = useRefusalWords();
  const [lit, setLit] = useState<string | null>(null);
  const { data, error } = useByteMap(trial.ran);
  return (
    <div className="flex flex-col gap-3">
      {error ? <p className="py-2 text-dim text-sm">{words(error)}</p> : null}
      {!data && !error ? <p className="py-2 text-dim text-sm">{t('looking')}</p> : null}
      {data ? <ByteMapView outcome={data} lit={lit} onLight={setLit} /> : null}
      <OutcomeRecords outcome={outcome} lit={lit} onLight={setLit} />
    </div>
  );
}

function Verdict({ outcome, onGoto }: { outcome: ScriptOutcome } & Pick<OutputPanelProps, 'onGoto'>) {
  const t = useTranslations('scripts.output');
  const { error } = outcome;
  const took = (
    <span className="ml-auto shrink-0 text-faint">
      {t('took', { ms: Math.round(outcome.durationMs * 100) / 100 })}
    </span>
  );
  if (!error)
    return (
      <p className="flex items-center gap-2 text-sm">
        <CircleCheck aria-hidden="true" className="size-4 text-accent" />
        <span className="font-medium text-accent">{t('ok')}</span>
        {took}
      </p>
    );
  const { line, column } = error;
  return (
    <div role="alert" className="flex items-start gap-2 text-sm">
      <CircleX aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-bad" />
      <div className="min-w-0 flex-1">
        <p className="break-words font-medium text-bad">
          {t('failed', { name: error.name, message: error.message })}
        </p>
        {line === null ? null : (
          <Button size="sm" variant="quiet" className="-ml-2" onClick={() => onGoto(line, column ?? 1)}>
            {t('goto', { line, column: column ?? 1 })}
          </Button>
        )}
      </div>
      {took}
    </div>
  );
}

function Log({ outcome }: { outcome: ScriptOutcome }) {
  const t = useTranslations('scripts.output');
  if (outcome.logs.length === 0) return <p className="py-2 text-dim text-sm">{t('noLog')}</p>;
  return (
    <ScrollArea label={t('part.log')} className="max-h-80 bg-sunk px-3 py-2">
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

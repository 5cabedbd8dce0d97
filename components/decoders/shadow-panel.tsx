'use client';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { readJson } from '#components/frame/fetch-rows.ts';
import { useRefusalWords } from '#components/frame/refusal-words.ts';
import { useAct } from '#components/frame/use-act.ts';
import { ChangedExamples, NameChanges } from '#components/scripts/review-changes.tsx';
import { Banner } from '#components/ui/banner.tsx';
import { Button } from '#components/ui/button.tsx';
import { Fact, Facts } from '#components/ui/fact.tsx';
import { NumberField } from '#components/ui/number-field.tsx';
import { Pill } from '#components/ui/pill.tsx';
import { Quantity } from '#components/ui/quantity.tsx';
import { Select } from '#components/ui/select.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { Time } from '#components/ui/time.tsx';
import { startShadow, stopShadow } from '#server/decoders/actions.ts';
import type { DecoderDetail } from '#server/decoders/script-contract.ts';
import { SHADOW_HOURS, type ShadowReport } from '#server/decoders/shadow-contract.ts';

const REREAD_MS = 5_000;

export interface ShadowPanelProps {
  decoder: DecoderDetail;
  readOnly: boolean;
}

/** A candidate on live traffic: every message goes through it, too; nothing of it is kept but how it differs. */
export function ShadowPanel({ decoder, readOnly }: ShadowPanelProps) {
  const t = useTranslations('decoders.shadow');
  const words = useRefusalWords();
  const { data: report, error } = useQuery({
    queryKey: ['shadow', decoder.id],
    queryFn: ({ signal }) => readJson<ShadowReport | null>(`/rows/decoders/${decoder.id}/shadow`, signal),
    refetchInterval: ({ state }) => (state.data?.active ? REREAD_MS : false),
  });
  return (
    <div className="flex flex-col gap-3 px-4 pb-4">
      {error ? <Banner kind="bad" title={words(error)} /> : null}
      {report ? <Report decoder={decoder} report={report} readOnly={readOnly} /> : null}
      {report === undefined && !error ? <Skeleton className="h-16" /> : null}
      {report === null ? <p className="max-w-prose text-dim text-sm">{t('empty')}</p> : null}
      {readOnly || report === undefined || report?.active ? null : <Start decoder={decoder} />}
    </div>
  );
}

function Start({ decoder }: { decoder: DecoderDetail }) {
  const t = useTranslations('decoders.shadow');
  const act = useAct();
  const candidates = decoder.versions.filter(({ current }) => !current);
  const [versionId, setVersionId] = useState(candidates[0]?.id ?? null);
  const [hours, setHours] = useState<number | null>(SHADOW_HOURS.usual);
  if (decoder.currentVersion === null) return <p className="text-dim text-sm">{t('nothingRuns')}</p>;
  if (candidates.length === 0) return <p className="text-dim text-sm">{t('noCandidate')}</p>;
  const start = () =>
    versionId &&
    act(startShadow({ id: decoder.id, versionId, hours: hours ?? SHADOW_HOURS.usual }), {
      done: t('started'),
      stale: [['shadow', decoder.id]],
    });
  return (
    <div className="flex flex-wrap items-end gap-3">
      <Select
        label={t('candidate')}
        className="min-w-44"
        options={candidates.map(({ id, number, publishedAt }) => ({
          value: id,
          label: publishedAt ? t('version', { number }) : t('draft', { number }),
        }))}
        value={versionId}
        onValueChange={setVersionId}
      />
      <NumberField
        label={t('hours')}
        className="w-32"
        min={SHADOW_HOURS.least}
        max={SHADOW_HOURS.most}
        value={hours}
        onValueChange={setHours}
      />
      <Button onClick={() => void start()}>{t('start')}</Button>
    </div>
  );
}

function Report({ decoder, report, readOnly }: ShadowPanelProps & { report: ShadowReport }) {
  const t = useTranslations('decoders.shadow');
  const act = useAct();
  const { number, startedBy, startedAt, until, active, messages, differing, names, examples } = report;
  return (
    <>
      <div className="flex flex-wrap items-center gap-2 text-sm">
        <Pill tone={active ? 'busy' : 'idle'} live={active}>
          {active ? t('active', { number }) : t('over', { number })}
        </Pill>
        <span className="min-w-0 flex-1 text-dim">
          {t.rich('since', {
            by: startedBy,
            from: () => <Time value={startedAt} look="date" />,
            until: () => <Time value={until} look="date" />,
          })}
        </span>
        {readOnly ? null : (
          <Button
            size="sm"
            onClick={() => void act(stopShadow({ id: decoder.id }), { stale: [['shadow', decoder.id]] })}
          >
            {active ? t('stop') : t('forget')}
          </Button>
        )}
      </div>
      <Facts>
        <Fact label={t('messages')} value={<Quantity value={messages} />} />
        <Fact
          label={t('differing')}
          value={<Quantity value={differing} />}
          tone={differing > 0 ? 'warn' : 'idle'}
        />
        <Fact label={t('failedBefore')} value={<Quantity value={report.failedBefore} />} />
        <Fact
          label={t('failedAfter')}
          value={<Quantity value={report.failedAfter} />}
          tone={report.failedAfter > report.failedBefore ? 'bad' : 'idle'}
        />
      </Facts>
      {messages === 0 ? <p className="text-dim text-sm">{t('waiting')}</p> : null}
      {messages > 0 && differing === 0 ? <p className="text-dim text-sm">{t('same')}</p> : null}
      <NameChanges names={names} />
      <ChangedExamples
        examples={examples.map(({ deviceName, ...example }) => ({ ...example, name: deviceName }))}
      />
    </>
  );
}

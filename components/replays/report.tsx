'use client';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Pill, type Tone } from '#components/ui/pill.tsx';
import { ScrollArea } from '#components/ui/scroll-area.tsx';
import { Time } from '#components/ui/time.tsx';
import { MeasuredValue } from '#components/uplinks/measured-value.tsx';
import type { Measurement } from '#server/measurements/contract.ts';
import type { MessageVerdict, ReplayReport, ReplayStep, StepVerdict } from '#server/replays/contract.ts';

const messageTones: Record<MessageVerdict, Tone> = {
  same: 'idle',
  changed: 'busy',
  succeeds: 'good',
  fails: 'bad',
};
const stepTones: Record<StepVerdict, Tone> = {
  ...messageTones,
  'still-fails': 'bad',
  removed: 'warn',
};

/** What a replay would change, or changed: by decoder, in the twin, and what is sent. */
export function ReplayDiff({ report }: { report: ReplayReport }) {
  const t = useTranslations('replays');
  return (
    <div className="flex flex-col gap-4">
      <div>
        <Pill tone={messageTones[report.verdict]}>{t(`verdict.${report.verdict}`)}</Pill>
      </div>
      {report.steps.map((step) => (
        <Step key={step.decoder.id} step={step} />
      ))}
      <section>
        <h3 className="mb-1 font-medium text-sm">{t('twinChanges')}</h3>
        {report.twin.length === 0 ? (
          <p className="text-dim text-sm">{t('noTwin')}</p>
        ) : (
          <Changes rows={report.twin} />
        )}
      </section>
      {report.deliveries.length > 0 ? (
        <p className="text-sm">{t('deliveries', { count: report.deliveries.length })}</p>
      ) : null}
    </div>
  );
}

function Step({ step }: { step: ReplayStep }) {
  const t = useTranslations('replays');
  const { decoder, before, after, verdict, changes } = step;
  return (
    <section>
      <h3 className="mb-1 flex flex-wrap items-center gap-2 font-medium text-sm">
        <span className="min-w-0 break-words">{decoder.name}</span>
        <span className="font-book text-faint text-xs">{versionsOf(before.version, after.version, t)}</span>
        <Pill tone={stepTones[verdict]}>{t(`step.${verdict}`)}</Pill>
      </h3>
      {after.failure ? (
        <p className="rounded-md bg-bad-soft px-2.5 py-2 text-sm">
          <span lang="en" className="break-words font-medium text-bad">
            {after.failure.name}: {after.failure.message}
          </span>
          {before.records ? <span className="mt-0.5 block text-dim">{t('kept')}</span> : null}
        </p>
      ) : null}
      {changes.length > 0 ? <Changes rows={changes} /> : null}
    </section>
  );
}

function versionsOf(
  before: number | null,
  after: number | null,
  t: ReturnType<typeof useTranslations<'replays'>>,
): string {
  if (after === null) return '';
  return before === null || before === after
    ? t('sameVersion', { version: after })
    : t('versions', { before, after });
}

type Value = Omit<Measurement, 'n'> | null;

function Changes({ rows }: { rows: readonly { name: string; before: Value; after: Value }[] }) {
  const t = useTranslations('replays');
  return (
    <ScrollArea label={t('title')}>
      <table className="w-full text-sm">
        <thead>
          <tr className="text-faint text-xs">
            {(['name', 'before', 'after'] as const).map((column) => (
              <th
                key={column}
                scope="col"
                className={`border-line border-b px-3 py-1.5 font-medium ${column === 'name' ? 'text-left' : 'text-right'}`}
              >
                {t(column)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, before, after }, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: names may repeat within one report, which never changes
            <tr key={at}>
              <td className="min-w-24 border-line-soft border-b px-3 py-1 [overflow-wrap:anywhere]">
                {name}
              </td>
              <Side value={before} other={after} none={t('new')} look="text-dim" />
              <Side value={after} other={before} none={t('gone')} look="font-medium" />
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollArea>
  );
}

/** With its time, where that is another. */
function Side({ value, other, none, look }: { value: Value; other: Value; none: string; look: string }) {
  let shown: ReactNode = <span className="text-faint">{none}</span>;
  if (value)
    shown = (
      <>
        <MeasuredValue record={value} />
        {other && other.t !== value.t ? (
          <span className="block text-faint text-xs">
            <Time value={value.t * 1000} look="exact" />
          </span>
        ) : null}
      </>
    );
  return (
    <td className={`border-line-soft border-b px-3 py-1 text-right *:[overflow-wrap:anywhere] ${look}`}>
      {shown}
    </td>
  );
}

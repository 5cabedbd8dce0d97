'use client';
import { useTranslations } from 'next-intl';
import { KeyValues } from '#components/ui/key-values.tsx';
import type { Uplink, UplinkStep } from '#server/uplinks/contract.ts';
import { FailureNote } from './failure-note.tsx';
import { MeasuredValue } from './measured-value.tsx';

/** What the decoders made of a message; several decoders stand under their names. */
export function BecameList({ message }: { message: Pick<Uplink, 'steps' | 'state'> }) {
  const t = useTranslations('messages.became');
  if (message.steps.length === 0) {
    const why = message.state === 'waiting' || message.state === 'not-processed' ? message.state : 'nothing';
    return <p className="text-dim text-sm">{t(why)}</p>;
  }
  return (
    <div className="flex flex-col gap-3">
      {message.steps.map((step) => (
        <div key={`${step.decoder.id}${step.packId ?? ''}`}>
          <div className="mb-1 truncate text-faint text-xs" title={step.decoder.name}>
            {step.decoder.name}
          </div>
          {step.failure ? <FailureNote step={step} failure={step.failure} /> : <Records step={step} />}
        </div>
      ))}
    </div>
  );
}

const most = 24;

function Records({ step }: { step: UplinkStep }) {
  const t = useTranslations('messages.became');
  const records = step.records ?? [];
  return (
    <>
      <KeyValues
        items={records.slice(0, most).map((record, index) => ({
          key: `${record.n}${index}`,
          label: <span className="break-all">{record.n}</span>,
          value: <MeasuredValue record={record} />,
        }))}
      />
      {records.length > most ? (
        <p className="mt-1 text-faint text-sm">{t('more', { count: records.length - most })}</p>
      ) : null}
    </>
  );
}
